import { pino } from 'pino';
import { describe, type Problem } from '../../contract/problem.ts';
import { startDesk } from './desk.ts';
import { readDeskStart } from './settings.ts';
import { addAccount } from './staff/add-account.ts';

const usage = 'usage: node main/desk/main.ts SETTINGS.json [add-account NAME]';

function fail(sentence: string): void {
  process.stderr.write(`escale: ${sentence}\n`);
  process.exitCode = 1;
}

const failFor = (problem: Problem): void => fail(describe(problem));

async function run(path: string): Promise<void> {
  const log = pino({ name: 'desk', errorKey: 'error', base: null }, pino.destination({ fd: 2, sync: true }));
  const start = await readDeskStart(path);
  const desk = start.ok ? await startDesk({ ...start.value, log }) : start;
  if (!desk.ok) {
    failFor(desk.problem);
    return;
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void desk.value.stop().catch((error: unknown) => {
      log.error({ error }, 'the desk did not stop cleanly');
      process.exitCode = 1;
    });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write('ready\n');
}

async function putAccount(path: string, name: string): Promise<void> {
  const start = await readDeskStart(path);
  if (!start.ok) {
    failFor(start.problem);
    return;
  }
  const added = await addAccount({ data: start.value.settings.data, name, input: process.stdin });
  if (!added.ok) failFor(added.problem);
}

const [path, command, name, ...rest] = process.argv.slice(2);
if (path === undefined || rest.length > 0) fail(usage);
else if (command === undefined) await run(path);
else if (command === 'add-account' && name !== undefined) await putAccount(path, name);
else fail(usage);
