import type { Outcome, Simulation, Violation, Wish } from '../run.ts';
import { type Safeguard, safeguards } from './desk.ts';
import { tell } from './histories.ts';
import { playApart } from './players.ts';

const wholeRuns = 1_000_000;
const quickRuns = 1_000;
/** So many are enough to see what is wrong. */
const mostViolations = 20;

/** Random histories of a room: the desk's book and its kiosks against what people were told. */
export const simulateBook: Simulation = async (wish, progress) => {
  const without = wish.without.filter((word): word is Safeguard => safeguards.some((safeguard) => safeguard === word));
  if (without.length < wish.without.length) throw new Error(`--without: expected one of ${safeguards.join(', ')}`);
  return wish.trace ? tellOne(wish, without) : playMany(wish, without, progress);
};

async function tellOne({ seed }: Wish, without: readonly Safeguard[]): Promise<Outcome> {
  const what = await tell(seed, without, (line) => console.log(line));
  const violations = what === null ? [] : [{ seed, what, replay: `book --seed ${seed} --trace` }];
  return { runs: 1, violations };
}

async function playMany(
  { quick, seed }: Wish,
  without: readonly Safeguard[],
  progress: (line: string) => void,
): Promise<Outcome> {
  const wanted = quick ? quickRuns : wholeRuns;
  const violations: Violation[] = [];
  let runs = 0;
  await playApart({ from: seed, count: wanted, without }, (news) => {
    runs += news.played;
    violations.push(...news.violations);
    progress(`${runs} of ${wanted} histories, ${violations.length} violations`);
    return violations.length < mostViolations;
  });
  return { runs, violations: violations.toSorted((one, other) => one.seed - other.seed) };
}
