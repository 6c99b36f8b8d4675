import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Outcome, Simulation } from './run.ts';
import { simulateBook } from './book/simulation.ts';
import { simulateCells } from './cells/simulation.ts';
import { simulateKill } from './kill/simulation.ts';
import { simulateSession } from './session/simulation.ts';

/** `npm run simulate -- NAME… [--quick] [--seed N] [--path P] [--trace] [--without SAFEGUARD]`: a table for people, then one JSON object; exit 1 on any violation. */

const simulations: Readonly<Record<string, Simulation>> = {
  session: simulateSession,
  kill: simulateKill,
  book: simulateBook,
  cells: simulateCells,
};

function refuse(sentence: string): never {
  console.error(`escale: ${sentence}`);
  process.exit(1);
}

const usage = 'npm run simulate -- NAME… [--quick] [--seed N] [--path P] [--trace] [--without SAFEGUARD]';

interface Words {
  readonly values: { quick: boolean; trace: boolean; seed?: string; path?: string; without?: string[] };
  readonly positionals: readonly string[];
}

function readWords(): Words {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        trace: { type: 'boolean', default: false },
        seed: { type: 'string' },
        path: { type: 'string' },
        without: { type: 'string', multiple: true },
      },
    });
  } catch {
    refuse(`"${process.argv.slice(2).join(' ')}" is not understood: ${usage}`);
  }
}

const { values, positionals } = readWords();
const names = positionals.includes('all') ? Object.keys(simulations) : positionals;
if (names.length === 0 || names.some((name) => !Object.hasOwn(simulations, name)))
  refuse(`name one of ${[...Object.keys(simulations), 'all'].join(', ')}: ${usage}`);

const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isSafeInteger(seed))
  refuse(`--seed: expected a whole number, as an earlier run printed it, not "${values.seed ?? ''}"`);

for (const name of names) await simulate(name, seed);

async function simulate(name: string, seed: number): Promise<void> {
  const simulation = simulations[name];
  if (simulation === undefined) return;
  const { quick, trace, path = null, without = [] } = values;
  const wish = { quick, seed, path, trace, without };
  const begin = performance.now();
  const outcome = await simulation(wish, (line) => console.error(`${name}: ${line}`));
  print(name, outcome, { seed, seconds: Math.round((performance.now() - begin) / 100) / 10 });
  if (outcome.violations.length > 0) process.exitCode = 1;
}

function print(name: string, { runs, violations, figures = {} }: Outcome, of: { seed: number; seconds: number }): void {
  console.table({ simulation: name, runs, violations: violations.length, ...of, ...figures });
  for (const { what, replay } of violations) console.log(`${what}\n  npm run simulate -- ${replay}`);
  const firstSeed = violations[0]?.seed ?? null;
  const found = violations.map(({ seed, replay }) => ({ seed, replay: `npm run simulate -- ${replay}` }));
  console.log(
    JSON.stringify({
      ...{ simulate: name, runs, violations: violations.length, firstSeed, seconds: of.seconds, seed: of.seed },
      ...{ ...figures, found },
    }),
  );
}
