import type { TriedWall } from '../../../contract/session.ts';
import type { WallAnswer } from '../host.ts';

/** Tries a wall. One that cannot be tried, or not within `limitMs`, does not stand. */
export async function answerOf(
  wall: TriedWall,
  look: () => Promise<string | null>,
  limitMs = 5_000,
): Promise<WallAnswer> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve(`no answer within ${limitMs} ms`), limitMs);
  try {
    return { wall, fault: await Promise.race([look(), late.promise]) };
  } catch (error) {
    return { wall, fault: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
