import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';

/** One end of a connection. */
export interface End {
  heard(text: string): void;
  /** The other side is gone, as far as this one can tell; told once. */
  closed(): void;
}

export type Side = 'desk' | 'kiosk';

/** Either side takes the other for dead after so long without a sign. */
const deadAfterMs = 25_000;
/** The kiosk looks whether it heard anything only with each ping. */
const pingEveryMs = 10_000;

const otherThan = (side: Side): Side => (side === 'desk' ? 'kiosk' : 'desk');

export interface WireParts {
  readonly agenda: Agenda;
  readonly chance: Chance;
}

/** The network between the desk and one workstation: at times there is none, and nobody is told. */
export class Wire {
  readonly parts: WireParts;
  readonly #lines = new Set<Line>();
  /** How slow it is now: the longest that a message takes. */
  latencyMs = 20;
  #cut = false;

  constructor(parts: WireParts) {
    this.parts = parts;
  }

  get isCut(): boolean {
    return this.#cut;
  }

  connect(ends: Readonly<Record<Side, End>>): Line {
    const line: Line = new Line(this, ends, () => this.#lines.delete(line));
    this.#lines.add(line);
    return line;
  }

  cut(): void {
    if (this.#cut) return;
    this.#cut = true;
    for (const line of this.#lines) line.fallSilent();
  }

  mend(): void {
    if (!this.#cut) return;
    this.#cut = false;
    for (const line of this.#lines) line.goOn();
  }

  /** Every connection breaks: what is under way gets through up to some message, and each side notices in its own time. */
  drop(): void {
    for (const line of this.#lines) line.break();
  }

  delay(): number {
    return this.parts.chance.between(1, this.latencyMs);
  }
}

/** Messages of one direction, in their order: those that meet a cut wait behind it. */
interface Way {
  readonly queue: string[];
  /** Arrivals that a cut held up. */
  owed: number;
  lastAt: number;
}

const newWay = (): Way => ({ queue: [], owed: 0, lastAt: 0 });

/** One connection over a wire, with two ends that may know different things about it. */
export class Line {
  readonly #wire: Wire;
  readonly #ends: Readonly<Record<Side, End>>;
  readonly #open: Record<Side, boolean> = { desk: true, kiosk: true };
  /** By who hears. */
  readonly #ways: Readonly<Record<Side, Way>> = { desk: newWay(), kiosk: newWay() };
  readonly #forget: () => void;
  #silence: readonly (() => void)[] = [];
  #broken = false;

  constructor(wire: Wire, ends: Readonly<Record<Side, End>>, forget: () => void) {
    this.#wire = wire;
    this.#ends = ends;
    this.#forget = forget;
    if (wire.isCut) this.fallSilent();
  }

  isOpenAt(side: Side): boolean {
    return this.#open[side];
  }

  send(from: Side, text: string): void {
    if (!this.#open[from] || this.#broken) return;
    const to = otherThan(from);
    this.#ways[to].queue.push(text);
    this.#scheduleArrival(to);
  }

  /** One side has done with it; the other hears of it as soon as the network lets it. */
  close(side: Side): void {
    if (!this.#open[side]) return;
    this.#open[side] = false;
    this.#ends[side].closed();
    const other = otherThan(side);
    if (!this.#open[other]) this.#end();
    else if (!this.#wire.isCut) this.#wire.parts.agenda.in(this.#wire.delay(), () => this.close(other));
  }

  /** As a side that loses its power: nothing says so to the other. */
  vanish(side: Side, noticedAfterMs: number): void {
    if (!this.#open[side]) return;
    this.#open[side] = false;
    this.#broken = true;
    if (this.#open[otherThan(side)]) this.#wire.parts.agenda.in(noticedAfterMs, () => this.close(otherThan(side)));
    else this.#end();
  }

  break(): void {
    if (this.#broken) return;
    this.#broken = true;
    const { agenda, chance } = this.#wire.parts;
    for (const side of ['desk', 'kiosk'] as const) {
      this.#ways[side].queue.length = chance.between(0, this.#ways[side].queue.length);
      agenda.in(chance.span(1, deadAfterMs), () => this.close(side));
    }
  }

  /** The network is gone: if it stays so, each side gives up by itself. */
  fallSilent(): void {
    const { agenda, chance } = this.#wire.parts;
    this.#silence = [
      agenda.in(deadAfterMs, () => this.close('desk')),
      agenda.in(deadAfterMs + chance.between(0, pingEveryMs), () => this.close('kiosk')),
    ];
  }

  goOn(): void {
    for (const cancel of this.#silence) cancel();
    this.#silence = [];
    for (const side of ['desk', 'kiosk'] as const) {
      const way = this.#ways[side];
      for (; way.owed > 0; way.owed -= 1) this.#scheduleArrival(side);
      if (this.#open[side] && !this.#open[otherThan(side)]) {
        this.#wire.parts.agenda.in(this.#wire.delay(), () => this.close(side));
      }
    }
  }

  #scheduleArrival(to: Side): void {
    const { agenda } = this.#wire.parts;
    const way = this.#ways[to];
    way.lastAt = Math.max(way.lastAt, agenda.now + this.#wire.delay());
    agenda.in(way.lastAt - agenda.now, () => this.#arrive(to));
  }

  #arrive(to: Side): void {
    const way = this.#ways[to];
    if (this.#wire.isCut) {
      way.owed += 1;
      return;
    }
    const text = way.queue.shift();
    if (text !== undefined && this.#open[to]) this.#ends[to].heard(text);
  }

  #end(): void {
    for (const cancel of this.#silence) cancel();
    this.#forget();
  }
}
