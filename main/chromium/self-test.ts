import { type TriedWall, triedWalls } from '../../contract/session.ts';
import type { Tested } from '../kiosk/walls/test-once.ts';

function lineOf(wall: TriedWall, { answers, missing }: Tested): string {
  if (missing.includes(wall)) return 'missing: a demonstration on this machine does without';
  const answer = answers.find((each) => each.wall === wall);
  if (answer === undefined) return 'does not stand: it was not tried';
  return answer.fault === null ? 'stands' : `does not stand: ${answer.fault}`;
}

/** One line for each wall, and whether all of them stand that should. */
export function tellTested(tested: Tested): { readonly text: string; readonly stands: boolean } {
  const lines = triedWalls.map((wall) => ({ wall, line: lineOf(wall, tested) }));
  return {
    text: lines.map(({ wall, line }) => `${wall.padEnd(8)} ${line}\n`).join(''),
    stands: lines.every(({ line }) => !line.startsWith('does not stand')),
  };
}
