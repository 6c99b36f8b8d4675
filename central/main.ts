import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { centralRoutes } from '../contract/central-routes.ts';
import { failed, ok, parse, type Problem, type Result } from '../contract/problem.ts';
import { openCentral, type Central } from './central.ts';
import { readSettings } from './settings.ts';

const usage = 'node central/main.ts SETTINGS.json [add-account NAME]';
const log = pino({ name: 'central' }, pino.destination({ dest: 2, sync: true }));

async function serve(central: Central): Promise<Result<null>> {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const listening = await central.listen();
  if (!listening.ok) return listening;
  process.stdout.write('ready\n');
  await stopped;
  return ok(null);
}

/** The password is the first line of standard input: on the command line everyone on the machine could read it. */
async function addAccount(central: Central, name: string | undefined): Promise<Result<null>> {
  const lines = createInterface({ input: process.stdin });
  const first = await lines[Symbol.asyncIterator]().next();
  lines.close();
  const account = parse(centralRoutes['session.sign-in'].input, { name, password: first.value }, 'account');
  if (!account.ok) return account;
  await central.accounts.keep(account.value.name, account.value.password);
  return ok(null);
}

/** What the words of the command line ask for; null when they ask for nothing that central does. */
function taskOf([command, name, ...more]: readonly string[]): ((central: Central) => Promise<Result<null>>) | null {
  if (command === undefined) return serve;
  return command === 'add-account' && more.length === 0 ? (central) => addAccount(central, name) : null;
}

async function run([settingsPath, ...words]: readonly string[]): Promise<Result<null>> {
  const task = taskOf(words);
  if (settingsPath === undefined || task === null) return failed('malformed', 'command line', `expected ${usage}`);
  const settings = readSettings(settingsPath);
  if (!settings.ok) return settings;
  const opened = await openCentral({
    settings: settings.value,
    log,
    now: () => new Date(),
    databaseUrl: process.env['DATABASE_URL'],
  });
  if (!opened.ok) return opened;
  try {
    return await task(opened.value);
  } finally {
    await opened.value.stop();
  }
}

const explain = ({ where, expected }: Problem): void => void process.stderr.write(`escale: ${where}: ${expected}\n`);

try {
  const outcome = await run(process.argv.slice(2));
  if (!outcome.ok) explain(outcome.problem);
  process.exitCode = outcome.ok ? 0 : 1;
} catch (error) {
  log.fatal({ err: error }, 'central ended by a fault of its own');
  process.exitCode = 1;
}
