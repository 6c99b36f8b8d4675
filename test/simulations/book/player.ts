import type { Violation } from '../run.ts';
import { playAll, type Stretch } from './histories.ts';

/** A process of its own that plays a stretch of histories and tells now and then how far it is. */

export interface Heard {
  readonly played: number;
  readonly violations: readonly Violation[];
}

const tellEvery = 500;

const stretch = JSON.parse(process.argv[2] ?? '') as Stretch;
let played = 0;
let violations: Violation[] = [];

const report = (): void => {
  const heard: Heard = { played, violations };
  process.send?.(heard);
  [played, violations] = [0, []];
};

await playAll(stretch, (broken) => {
  played += 1;
  if (broken !== null) violations.push(broken);
  if (played === tellEvery || broken !== null) report();
  return process.connected;
});
report();
process.disconnect();
