import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Outcome, Simulation, Violation, Wish } from '../run.ts';
import { type Safeguard, safeguards } from './desk.ts';
import { tell } from './histories.ts';
import type { Heard } from './player.ts';

const wholeRuns = 1_000_000;
const quickRuns = 1_000;
/** Each has a processor and a database of its own. */
const players = 2;
/** So many are enough to see what is wrong. */
const mostViolations = 20;

const playerFile = fileURLToPath(new URL('player.ts', import.meta.url));

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
  const share = wanted / players;
  const all = Array.from({ length: players }, async (_, place) => {
    const stretch = { from: seed + place * share, count: share, without };
    const child = fork(playerFile, [JSON.stringify(stretch)]);
    child.on('message', (heard: Heard) => {
      runs += heard.played;
      violations.push(...heard.violations);
      progress(`${runs} of ${wanted} histories, ${violations.length} violations`);
      if (violations.length >= mostViolations) child.kill();
    });
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    if (code !== 0 && signal === null) throw new Error('a player of histories fell over; its words stand above');
  });
  await Promise.all(all);
  return { runs, violations: violations.toSorted((one, other) => one.seed - other.seed) };
}
