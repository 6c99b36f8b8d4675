import { parseArgs } from 'node:util';
import type { Outcome, Simulation } from './run.ts';
import { simulateKill } from './kill/simulation.ts';
import { simulateSession } from './session/simulation.ts';

/** `npm run simulate -- NAME… [--quick] [--seed N] [--path P]`: a table for people, then one JSON object; exit 1 on any violation. */

const simulations: Readonly<Record<string, Simulation>> = { session: simulateSession, kill: simulateKill };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string' }, path: { type: 'string' } },
});

const names = positionals.includes('all') ? Object.keys(simulations) : positionals;
const unknown = names.filter((name) => !Object.hasOwn(simulations, name));

if (names.length === 0 || unknown.length > 0) {
  console.error(`escale: simulate: name one of ${[...Object.keys(simulations), 'all'].join(', ')}`);
  process.exitCode = 1;
} else {
  const seed = values.seed === undefined ? Math.trunc(Math.random() * 2 ** 31) : Number(values.seed);
  for (const name of names) await simulate(name, seed);
}

async function simulate(name: string, seed: number): Promise<void> {
  const simulation = simulations[name];
  if (simulation === undefined) return;
  const wish = { quick: values.quick, seed, path: values.path ?? null };
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
