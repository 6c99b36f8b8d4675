import fc from 'fast-check';
import type { Simulation, Violation } from '../run.ts';
import { session } from './play.ts';

interface Failure {
  readonly errorInstance: unknown;
  readonly counterexample: unknown;
}

const wholeRuns = 120_000;
const quickRuns = 12_000;
const atOnce = 4_000;

/** Random histories of one workstation, the kiosk's machine against the naive one. */
export const simulateSession: Simulation = ({ quick, seed, path }, progress) => {
  const wanted = path === null ? (quick ? quickRuns : wholeRuns) : 1;
  const violations: Violation[] = [];
  let runs = 0;
  for (let round = 0; runs < wanted; round += 1) {
    const numRuns = Math.min(atOnce, wanted - runs);
    const of = { seed: seed + round, numRuns, ...(path !== null && { path }) };
    const details = fc.check(session, of);
    runs += details.failed ? Math.max(1, details.numRuns) : numRuns;
    if (details.failed) {
      const replay = `session --seed ${details.seed} --path ${details.counterexamplePath ?? '0'}`;
      violations.push({ seed: details.seed, replay, what: whatOf(details) });
    }
    progress(`${runs} of ${wanted} histories, ${violations.length} violations`);
  }
  return Promise.resolve({ runs, violations });
};

const whatOf = ({ errorInstance, counterexample }: Failure): string => {
  const error = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${error.split('\n')[0] ?? ''} after ${JSON.stringify(counterexample)}`;
};
