import { setTimeout as pause } from 'node:timers/promises';

/** Rejects when a promise takes longer than `ms`: what stands behind it is then treated as broken. `what` completes "… did not …". */
export async function within<Value>(ms: number, what: string, promise: Promise<Value>): Promise<Value> {
  const timer = new AbortController();
  const late = pause(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${what} within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
  }
}

/** Asks again until the answer is yes. For what cannot be listened to, such as the stack of windows. */
export async function until(ms: number, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} within ${ms} ms`);
    await pause(8);
  }
}
