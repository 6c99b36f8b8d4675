import type { Outcome, Simulation, Violation, Wish } from '../run.ts';
import { type Attacked, play, type Safeguard, safeguards } from './play.ts';

const whole = { networks: 30, size: { places: 6, months: 14 } };
const quick = { networks: 3, size: { places: 5, months: 3 } };

/** Made-up networks whose true numbers are known: somebody reads all that central tells of them and looks for what places have hidden. */
export const simulateCells: Simulation = async (wish, progress) => {
  const without = wish.without.filter((word): word is Safeguard => safeguards.some((safeguard) => safeguard === word));
  if (without.length < wish.without.length) throw new Error(`--without: expected one of ${safeguards.join(', ')}`);
  const { networks, size } = wish.quick ? quick : whole;
  const violations: Violation[] = [];
  const figures = { hidden: 0, answers: 0, recovered: 0, contradictions: 0 };
  const wanted = wish.trace ? 1 : networks;
  for (let seed = wish.seed; seed < wish.seed + wanted; seed += 1) {
    const attacked = await play(seed, { size, without });
    figures.hidden += attacked.hidden;
    figures.answers += attacked.answers;
    figures.recovered += attacked.recovered.length;
    figures.contradictions += attacked.contradictions.length;
    violations.push(...violationsIn(attacked, { ...wish, seed }));
    progress(
      `${seed - wish.seed + 1} of ${wanted} networks, ${figures.hidden} hidden cells, ${figures.recovered} found out`,
    );
  }
  return { runs: wanted, violations, figures } satisfies Outcome;
};

/** One for each network; all that was found out is told where it is played alone. */
function violationsIn({ recovered, contradictions }: Attacked, { seed, trace, quick, without }: Wish): Violation[] {
  const all = [...recovered, ...contradictions];
  if (trace) for (const line of all) console.log(line);
  const [first] = all;
  if (first === undefined) return [];
  const words = [...(quick ? ['--quick'] : []), ...without.map((safeguard) => `--without ${safeguard}`)].join(' ');
  const what = `${recovered.length} hidden cells found out, ${contradictions.length} answers that say more: ${first}`;
  return [{ seed, what, replay: `cells --seed ${seed} --trace ${words}`.trim() }];
}
