import { setTimeout as wait } from 'node:timers/promises';

const pollMs = 20;

/**
 * Resolves once the condition holds, rejects when it does not within the time. For what Electron and the window manager answer by no event
 * that can be relied on: the state itself is looked at.
 */
export async function prove(what: string, withinMs: number, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not proven within ${withinMs} ms: ${what}`);
    await wait(pollMs);
  }
}
