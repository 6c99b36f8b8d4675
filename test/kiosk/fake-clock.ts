import type { Clock, Now } from '../../main/kiosk/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly act: () => void;
}

/** Time that passes only when a test says so. The wall clock can be set apart from the monotonic one, as people and NTP do. */
export class FakeClock implements Clock {
  #monotonicMs = 1_000_000;
  #wallMs = Date.parse('2026-11-24T13:05:00.000Z');
  #timers: readonly Timer[] = [];

  now(): Now {
    return { monotonicMs: this.#monotonicMs, wall: new Date(this.#wallMs).toISOString() };
  }

  after(delayMs: number, act: () => void): () => void {
    const timer: Timer = { atMs: this.#monotonicMs + delayMs, act };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Every timer that falls due goes off in its turn, also those that others set. */
  pass(milliseconds: number): void {
    const endMs = this.#monotonicMs + milliseconds;
    for (;;) {
      const next = this.#timers.filter(({ atMs }) => atMs <= endMs).toSorted((one, other) => one.atMs - other.atMs)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#move(Math.max(0, next.atMs - this.#monotonicMs));
      next.act();
    }
    this.#move(endMs - this.#monotonicMs);
  }

  /** The machine slept: time passed, and no timer saw it. */
  sleep(milliseconds: number): void {
    this.#move(milliseconds);
    // Timers of the operating system stand still during suspend; they go off late by as much.
    this.#timers = this.#timers.map((timer) => ({ ...timer, atMs: timer.atMs + milliseconds }));
  }

  setWall(wall: string): void {
    this.#wallMs = Date.parse(wall);
  }

  #move(milliseconds: number): void {
    this.#monotonicMs += milliseconds;
    this.#wallMs += milliseconds;
  }
}
