import type { TriedWall } from '../../contract/session.ts';
import type { TriedJail } from '../kiosk/jail/trial.ts';

/** What stands around a browser on this machine. */
export interface Walls extends TriedJail {
  /** Every key is taken before a page gets it. */
  readonly keys: boolean;
}

/** The walls that a kiosk then lacks. Policies are mounted by the jail: without it there are none. */
export const missingWalls = ({ keys, jail, sandbox }: Walls): readonly TriedWall[] => [
  ...(keys ? [] : (['keys'] as const)),
  ...(jail ? [] : (['policy', 'jail'] as const)),
  ...(sandbox ? [] : (['sandbox'] as const)),
];
