import { setTimeout as pause } from 'node:timers/promises';

/** Resolves with the first answer that is not null; rejects, by name, when none came in time. */
export async function until<Value>(
  name: string,
  ask: () => Value | null | Promise<Value | null>,
  limitMs = 15_000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null) return answer;
    if (performance.now() > deadline) throw new Error(`did not come about in ${limitMs} ms: ${name}`);
    await pause(50);
  }
}

export const untilTrue = async (
  name: string,
  ask: () => boolean | Promise<boolean>,
  limitMs?: number,
): Promise<void> => {
  await until(name, async () => ((await ask()) ? true : null), limitMs);
};

/** Whether it came about in time. */
export async function comesAbout(ask: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!(await ask())) {
    if (performance.now() > deadline) return false;
    await pause(50);
  }
  return true;
}

/** Everything that was seen at any moment of that time: that nothing happens can only be watched. */
export async function seenDuring(
  milliseconds: number,
  look: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const seen = new Set<string>();
  const end = performance.now() + milliseconds;
  do {
    for (const one of await look()) seen.add(one);
    await pause(80);
  } while (performance.now() < end);
  return [...seen];
}
