import { fileURLToPath } from 'node:url';
import { describe, parseJson } from '../../contract/problem.ts';
import { programsOf } from './commands.ts';
import { Demonstration } from './demonstration.ts';
import { planSchema } from './plan.ts';

/** `node deploy/demonstration/main.ts PLAN`: the demonstration place, as `npm start` starts it when the set-up is done. */

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const plan = parseJson(planSchema, process.argv[2] ?? '', 'plan');

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (sentence: string): void => void process.stderr.write(`escale: ${sentence}\n`);

// Whoever reads this may be gone before it ends: ending in order matters more.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

if (plan.ok) {
  const stopping = new AbortController();
  const end = async (code: number): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    if (code === 0) say('Ending …');
    await demonstration.stop();
    process.exit(code);
  };
  const demonstration = new Demonstration({
    plan: plan.value,
    root,
    programs: programsOf(plan.value, root),
    say,
    gaveUp: (sentence) => {
      complain(sentence);
      void end(1);
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  const started = await demonstration.start();
  if (!started.ok && !stopping.signal.aborted) {
    complain(started.sentence);
    await end(1);
  }
} else {
  complain(`${describe(plan.problem)}; start the demonstration with "npm start"`);
  process.exitCode = 1;
}
