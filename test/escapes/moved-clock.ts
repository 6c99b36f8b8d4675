import { machineClock, type Clock } from '../../main/kiosk/clock.ts';

/** The machine's time, moved at will: an hour's session is over at once, and somebody sets the clock on the wall. */
export class MovedClock implements Clock {
  #aheadMs = 0;
  /** How far the clock on the wall is set wrong. */
  wallAheadMs = 0;

  now(): ReturnType<Clock['now']> {
    const { monotonicMs } = machineClock.now();
    return {
      monotonicMs: monotonicMs + this.#aheadMs,
      wall: new Date(Date.now() + this.wallAheadMs).toISOString(),
    };
  }

  after(delayMs: number, act: () => void): () => void {
    return machineClock.after(delayMs, act);
  }

  jump(milliseconds: number): void {
    this.#aheadMs += milliseconds;
  }
}
