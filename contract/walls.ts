import { z } from 'zod';
import type { Problem } from './problem.ts';
import { instantSchema, type TriedWall, triedWalls, triedWallSchema } from './session.ts';

/** What a workstation's self-test said last: a facilitator reads it in words. Walls that a demonstration lacks are in neither list. */
export const wallCheckSchema = z.strictObject({
  at: instantSchema,
  standing: z.array(triedWallSchema),
  fallen: z.array(triedWallSchema),
});

export type WallCheck = z.infer<typeof wallCheckSchema>;

const start = 'walls: ';

/** Why a workstation whose walls do not answer serves nobody. They travel in its problem, so that a desk of any age can show it. */
export const wallsProblem = (fallen: readonly TriedWall[]): Problem => ({
  code: 'internal',
  where: `${start}${fallen.join(', ')}`,
  expected: 'walls that answer; check the workstation again from the desk, and call the technician if it comes back',
});

const isWall = (name: string): name is TriedWall => triedWalls.some((wall) => wall === name);

/** Walls that did not answer, where that is the problem; else empty. */
export function wallsIn(problem: Problem | null): readonly TriedWall[] {
  if (problem?.where.startsWith(start) !== true) return [];
  return problem.where.slice(start.length).split(', ').filter(isWall);
}
