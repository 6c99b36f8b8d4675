import { boundsOf, hourOf } from '../place-days.ts';

/** `[from, to)`, milliseconds since 1970. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const minuteMs = 60_000;
/** Zones change their clocks at whole quarters. */
const quarter = 15;

/** The minutes of one day in the place's zone, 1380 to 1500 of them, by their place in it. */
export class DayMinutes {
  readonly from: number;
  readonly count: number;
  readonly #hours: readonly string[];

  constructor(day: string, zone: string) {
    const { from, to } = boundsOf(day, zone);
    this.from = from;
    this.count = Math.round((to - from) / minuteMs);
    this.#hours = Array.from({ length: Math.ceil(this.count / quarter) }, (_, at) =>
      String(hourOf(from + at * quarter * minuteMs, zone)).padStart(2, '0'),
    );
  }

  /** The hour on the wall, two digits; one that comes twice is one hour. */
  hourAt(minute: number): string {
    return this.#hours[Math.floor(minute / quarter)] ?? '23';
  }

  /** The minute in which an instant lies; of another day, none that this one has. */
  at(instant: number): number {
    return Math.floor((instant - this.from) / minuteMs);
  }

  /** Marks the minutes that begin within a stretch. */
  mark(into: Uint8Array, { from, to }: Stretch): void {
    into.fill(1, this.#within(from, Math.ceil), this.#within(to, Math.ceil));
  }

  /** Marks so many minutes from that in which a session began: sessions on one workstation never share one. */
  markUse(into: Uint8Array, startedAt: number, minutes: number): void {
    const first = this.at(startedAt);
    into.fill(1, clamp(first, this.count), clamp(first + minutes, this.count));
  }

  of(stretches: readonly Stretch[]): Uint8Array {
    const marked = new Uint8Array(this.count);
    for (const stretch of stretches) this.mark(marked, stretch);
    return marked;
  }

  #within(instant: number, round: (value: number) => number): number {
    return clamp(round((instant - this.from) / minuteMs), this.count);
  }
}

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
