import type { Clock, Now } from './clock.ts';

/** Less than this is the way of a message, not a wrong clock. */
const unevenMs = 2_000;

/** What a clock that is off by so much is remembered by; on the disk when it returns. */
export interface OffsetMemory {
  offsetMs: number;
}

/**
 * The place's time on a machine whose own clock may be wrong by minutes: bookings and hours are the desk's. From the desk's last word on it goes by the
 * monotonic clock, so that nobody who sets the machine's moves it; after a restart without the desk, by the machine's clock and how far it was off.
 */
export class PlaceClock implements Clock {
  readonly #machine: Clock;
  readonly #memory: OffsetMemory;
  #offsetMs: number;
  /** The place's time at a point of monotonic time; null until the desk has spoken. */
  #anchor: { readonly wallMs: number; readonly monotonicMs: number } | null = null;

  constructor(machine: Clock, memory: OffsetMemory) {
    this.#machine = machine;
    this.#memory = memory;
    this.#offsetMs = memory.offsetMs;
  }

  now(): Now {
    const { monotonicMs, wall } = this.#machine.now();
    const wallMs =
      this.#anchor === null
        ? Date.parse(wall) + this.#offsetMs
        : this.#anchor.wallMs + monotonicMs - this.#anchor.monotonicMs;
    return { monotonicMs, wall: new Date(wallMs).toISOString() };
  }

  after(delayMs: number, act: () => void): () => void {
    return this.#machine.after(delayMs, act);
  }

  /** What the desk's clock says. */
  follow(deskNow: string): void {
    const { monotonicMs, wall } = this.#machine.now();
    const wallMs = Date.parse(deskNow);
    this.#anchor = { wallMs, monotonicMs };
    const offsetMs = wallMs - Date.parse(wall);
    if (Math.abs(offsetMs - this.#offsetMs) < unevenMs) return;
    this.#offsetMs = offsetMs;
    this.#memory.offsetMs = offsetMs;
  }
}
