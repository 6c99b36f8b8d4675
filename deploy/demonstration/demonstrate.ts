import { describe, parseJson } from '../../contract/problem.ts';
import { root, type Programs } from './commands.ts';
import { Demonstration } from './demonstration.ts';
import { planSchema, type Plan } from './plan.ts';

/**
 * Runs a demonstration from its start to the process's end: a signal or a program that does not stay up ends it in order.
 * `planText`: a `Plan` as JSON. `programsFor`: what is started as central, desk and kiosk.
 */
export async function demonstrate(planText: string, programsFor: (plan: Plan) => Programs): Promise<void> {
  // Whoever reads this may be gone before it ends: ending in order matters more.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const plan = parseJson(planSchema, planText, 'plan');
  if (!plan.ok) {
    complain(`${describe(plan.problem)}; start the demonstration with "npm start"`);
    process.exit(1);
  }
  const stopping = new AbortController();
  const end = async (code: number): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    if (code === 0) say('Ending …');
    await demonstration.stop();
    process.exit(code);
  };
  const gaveUp = (sentence: string): void => {
    complain(sentence);
    void end(1);
  };
  const parts = { plan: plan.value, programs: programsFor(plan.value), root, say, gaveUp };
  const demonstration = new Demonstration(parts);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
  const started = await demonstration.start();
  if (!started.ok && !stopping.signal.aborted) gaveUp(started.sentence);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (sentence: string): void => void process.stderr.write(`escale: ${sentence}\n`);
