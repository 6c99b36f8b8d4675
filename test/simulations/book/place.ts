import { cellMs, instantOfCell } from '../../../contract/book/cells.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { EntryRow } from '../../../main/desk/book/entry-rows.ts';
import { Agenda } from './agenda.ts';
import { Chance } from './chance.ts';
import { DeskLife, type Safeguard } from './desk.ts';
import { KioskLife } from './kiosk.ts';
import { KioskMemory } from './kiosk-memory.ts';
import type { MemoryStore } from './memory-store.ts';
import { Promises, type Stretch } from './promises.ts';
import { Wire } from './wire.ts';

export interface PlaceParts {
  readonly seed: number;
  readonly memory: MemoryStore;
  readonly without: ReadonlySet<Safeguard>;
  /** Null: nobody wants to know. */
  readonly told: ((line: string) => void) | null;
}

/** What must never be. */
export class Broken extends Error {}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const firstMs = Date.parse('2026-11-24T07:00:00.000Z');
const bigSkewMs = 10 * minuteMs;

const settingsOf = (seats: number): DeskSettings => ({
  ...{ host: '127.0.0.1', port: 4300, data: '/', screens: '/', placeKey: '/' },
  ...{ filter: null, overrides: null, central: null },
  place: { id: idOf(0), name: 'Les Chaprais', commune: 'Besançon', zone: 'Europe/Paris' },
  workstations: Array.from({ length: seats }, (_, seat) => ({
    ...{ id: idOf(seat + 1), name: `Poste ${seat + 1}`, room: '1', features: [] },
    key: `the key of workstation ${seat + 1}, long enough`,
  })),
});

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** One seat of the room: its disk, its wire, its clock, and the life that it has at present. */
export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly memory: KioskMemory;
  readonly wire: Wire;
  skewMs: number;
  life: KioskLife | null;
}

/** A room with its desk, in a world where everything may fail but the disks. */
export class Place {
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly settings: DeskSettings;
  seats: readonly Seat[] = [];
  readonly promises: Promises;
  readonly store: MemoryStore['store'];
  /** Times that many people want. */
  readonly wanted: readonly number[];
  desk: DeskLife | null = null;
  readonly #parts: PlaceParts;
  readonly #labels = new Map<string, number>();
  #broken: string | null = null;

  constructor(parts: PlaceParts) {
    const { seed, memory, without } = parts;
    this.#parts = parts;
    memory.empty();
    this.store = memory.store;
    this.chance = new Chance(seed);
    const { chance } = this;
    this.agenda = new Agenda(firstMs + chance.between(0, dayMs), () => this.check());
    this.settings = settingsOf(chance.of([2, 2, 2, 3, 3, 4]));
    const graceMinutes = chance.of([5, 10, 10, 20]);
    this.promises = new Promises(graceMinutes * minuteMs);
    this.wanted = [chance.between(0, 40), chance.between(10, 200), chance.between(24 * 60, 48 * 60)].map((minutes) =>
      this.#onCell(this.agenda.now + minutes * minuteMs),
    );
    this.startDesk();
    const rules = this.desk?.records.book.rules;
    if (rules !== undefined) rules.write({ ...rules.read(), graceMinutes });
    this.seats = this.settings.workstations.map(({ id, name }) => ({
      ...{ id, name, memory: new KioskMemory(), wire: new Wire(this), life: null },
      skewMs: chance.is(0.5) ? 0 : chance.between(-bigSkewMs, bigSkewMs),
    }));
    for (const seat of this.seats) this.startKiosk(seat, without);
  }

  startDesk(): void {
    if (this.desk !== null) return;
    this.tell(() => 'the desk starts');
    this.desk = new DeskLife({
      ...this.#parts,
      ...{ agenda: this.agenda, chance: this.chance, store: this.store, settings: this.settings },
      failed: (error) =>
        this.fail(`the desk's log: ${JSON.stringify(error)} ${String((error as { error?: unknown }).error)}`),
    });
    for (const seat of this.seats) seat.life?.link.tryAgain();
  }

  startKiosk(seat: Seat, without: ReadonlySet<Safeguard> = this.#parts.without): void {
    if (seat.life !== null) return;
    const { agenda, chance, promises } = this;
    const settings = this.settings.workstations.find(({ id }) => id === seat.id);
    if (settings === undefined) throw new Error('a seat without a workstation');
    const workstation = seat.id;
    seat.life = new KioskLife({
      ...{ agenda, chance, memory: seat.memory, wire: seat.wire, settings },
      skewMs: () => seat.skewMs,
      dial: () => this.desk?.accept() ?? null,
      takesOlderSlices: without.has('epochs'),
      heard: {
        admitted: (ticket) => promises.came(promises.ownerOf(ticket), { workstation, now: agenda.now }),
        granted: (session, { ticket, endsAt }) => {
          const person = promises.sessionOf(session)?.person ?? promises.ownerOf(ticket);
          promises.granted(session, { person, workstation, from: agenda.now, to: endsAt });
          this.tell(() => `${seat.name}: person ${person} may stay until ${clockOf(endsAt)}`);
        },
        left: ({ session, ticket }) => {
          const person = promises.sessionOf(session)?.person ?? promises.ownerOf(ticket);
          promises.left(session, { person, workstation });
        },
        said: (what) => this.tell(() => `${seat.name}: ${what()}`),
      },
    });
  }

  /** What an entry takes, as whoever is told of it understands it. */
  stretchesOf({ from, to, holds }: EntryRow): Stretch[] {
    return holds.map(({ workstation }) => ({ workstation, from: instantOfCell(from), to: instantOfCell(to) }));
  }

  /** Nobody was told what another counts on. */
  check(): void {
    if (this.#broken !== null) throw new Broken(this.#broken);
    const clash = this.promises.clash(this.agenda.now);
    if (clash === null) return;
    const [one, other] = clash.map(
      ({ of, person, workstation, from, to }) =>
        `${of} of person ${person} on ${this.nameOf(workstation)} from ${clockOf(from)} to ${clockOf(to)}`,
    );
    const what = `promised twice: ${one ?? ''}, ${other ?? ''}`;
    this.fail(what);
    throw new Broken(what);
  }

  /** For what the machine names at random, so that a history is told alike each time. */
  labelOf(name: string): number {
    const label = this.#labels.get(name) ?? this.#labels.size + 1;
    this.#labels.set(name, label);
    return label;
  }

  nameOf(workstation: string): string {
    return this.settings.workstations.find(({ id }) => id === workstation)?.name ?? workstation;
  }

  /** Told where it happens, thrown at the next look. */
  fail(what: string): void {
    this.tell(() => `BROKEN: ${what}`);
    if (this.#broken === null) this.#broken = what;
  }

  tell(line: () => string): void {
    this.#parts.told?.(`${clockOf(this.agenda.now)}  ${line()}`);
  }

  #onCell(instant: number): number {
    return Math.ceil(instant / cellMs) * cellMs;
  }
}

/** Day and time, in UTC. */
export const clockOf = (instant: number): string => new Date(instant).toISOString().slice(8, 23).replace('T', ' ');
