import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { start, type Demonstration } from './journeys/demonstration.ts';

const adultProfile = fileURLToPath(new URL('../kiosk-profiles/adult.json', import.meta.url));

/** Aborted by whatever asks this process to end. */
export function endOfProcess(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());
  return stopping.signal;
}

/**
 * Starts a demonstration place, works in it, and ends it whatever happens. Its kiosk has the profile for adults with `changes`.
 * Rejects as the work does, or when the signal is aborted.
 */
export async function inAPlace<Value>(
  { changes, signal }: { changes: object; signal: AbortSignal },
  work: (place: Demonstration) => Promise<Value>,
): Promise<Value> {
  const profile = JSON.parse(await readFile(adultProfile, 'utf8')) as object;
  const place = await start({ ...profile, ...changes });
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = (): void => reject(new Error('stopped before the end'));
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    return await Promise.race([stopped, work(place)]);
  } finally {
    await place.stop();
  }
}

/** A failure in one line: what a program of ours said about it where it did, and never a stack. */
export function inOneLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const own = lines.findLast((line) => line.startsWith('escale: '));
  return own?.slice('escale: '.length) ?? lines[0] ?? '';
}
