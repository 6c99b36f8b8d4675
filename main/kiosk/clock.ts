import { uptime } from 'node:os';

/** Both clocks at one moment. Deadlines use the monotonic one only; the wall clock is for what people read. */
export interface Now {
  /** Milliseconds since the machine was switched on: never set by anyone, and time spent suspended counts. */
  readonly monotonicMs: number;
  /** UTC, `2026-11-24T13:05:00.000Z`. */
  readonly wall: string;
}

export interface Clock {
  now(): Now;
  /** Calls once after `delayMs`, unless the returned function is called before. */
  after(delayMs: number, act: () => void): () => void;
}

/** `os.uptime` reads CLOCK_BOOTTIME; `process.hrtime` would stand still while the machine sleeps. Resolution 10 ms. */
export const machineClock: Clock = {
  now: () => ({ monotonicMs: Math.round(uptime() * 1000), wall: new Date().toISOString() }),
  after(delayMs, act) {
    const timer = setTimeout(act, delayMs);
    return () => clearTimeout(timer);
  },
};

export class TooLate extends Error {}

/** The promise's outcome, or a rejection with `TooLate` after `limitMs`: what the host promises may still hang. */
export function within<Value>(clock: Clock, limitMs: number, work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => reject(new TooLate(`no answer within ${limitMs} ms`)));
    work.then(resolve, reject).finally(cancel);
  });
}
