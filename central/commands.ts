import { existsSync } from 'node:fs';
import { pino } from 'pino';
import { describe, failed, ok, type Result } from '../contract/problem.ts';
import { move } from './database/move.ts';
import { makeFolder, openStore, type StoreAddress, storeAddress } from './database/open.ts';
import { reading, writing } from './database/transactions.ts';
import type { Difference } from './figures/cell-check.ts';
import { recount, type Recounted } from './figures/recount.ts';
import { readSettings } from './settings.ts';

/** `escale central …`: what whoever runs central does with its database. Progress goes to standard error, what was found to standard output. */

const usage = `one of
  escale central recount SETTINGS.json [--mend]
  escale central move --from ADDRESS --to ADDRESS
where ADDRESS is sqlite:/path/to/central.sqlite or postgres://user:password@host/name; stop central before a move`;

const log = pino({ name: 'central' }, pino.destination({ dest: 2, sync: true }));

/** The exit code, once what was asked for is done. */
type Task = () => Promise<Result<number>>;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** One line that is written over, on a terminal; elsewhere nothing until the end. */
function progress(what: string): (done: number, of: number) => void {
  return (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${what}: ${done} of ${of}${done === of ? '\n' : ''}`);
  };
}

async function recounted(settingsPath: string, mend: boolean): Promise<Result<number>> {
  const settings = readSettings(settingsPath);
  if (!settings.ok) return settings;
  const folder = makeFolder(settings.value.data);
  if (!folder.ok) return folder;
  const outcome = await withStore(storeAddress(settings.value.data, process.env['DATABASE_URL']), (database) => {
    const told = progress('places recounted');
    return (mend ? writing : reading)(database, (transaction) =>
      recount({ transaction, mend, communes: null, progress: told }),
    );
  });
  return outcome.ok ? ok(report(outcome.value, mend)) : outcome;
}

async function withStore<Value>(
  address: StoreAddress,
  act: (database: Parameters<typeof reading>[0]) => Promise<Value>,
): Promise<Result<Value>> {
  const opened = await openStore(address, (error) => log.warn({ err: error }, 'a connection to the database broke'));
  if (!opened.ok) return opened;
  try {
    return ok(await act(opened.value.database));
  } finally {
    await opened.value.database.destroy();
  }
}

const mostTold = 100;

function report({ sheets, cells, differences }: Recounted, mend: boolean): number {
  for (const difference of differences.slice(0, mostTold)) say(inWords(difference));
  if (differences.length > mostTold) say(`… and ${differences.length - mostTold} more`);
  const outcome = differences.length === 0 ? 'all as stored' : `${differences.length} ${mend ? 'mended' : 'differ'}`;
  say(`${cells} cells recounted from ${sheets} sheets: ${outcome}`);
  return differences.length === 0 || mend ? 0 : 1;
}

const inWords = ({ cell, what, stored, recounted: right }: Difference): string =>
  `${cell}: ${what}: stored ${stored ?? 'nothing'}, recounted ${right ?? 'nothing'}`;

async function moved(from: StoreAddress, to: StoreAddress): Promise<Result<number>> {
  if (from.kind === 'sqlite' && !existsSync(from.file))
    return failed('not-found', from.file, "central's database, as --from names it");
  const outcome = await withStore(from, (source) =>
    withStore(to, (target) => move({ from: source, to: target, progress: progressOf })),
  );
  if (!outcome.ok) return outcome;
  if (!outcome.value.ok) return outcome.value;
  const done = outcome.value.value;
  if (!done.ok) return done;
  say(`${done.value.rows} rows moved, ${done.value.cells} cells recounted there: all as stored`);
  return ok(0);
}

const progressOf = (table: string, done: number, of: number): void => progress(`${table} copied`)(done, of);

function addressOf(word: string | undefined): StoreAddress | null {
  if (word?.startsWith('sqlite:') === true && word.length > 7) return { kind: 'sqlite', file: word.slice(7) };
  return word !== undefined && /^postgres(ql)?:\/\//.test(word) ? { kind: 'postgres', url: word } : null;
}

function moveTask(words: readonly string[]): Task | null {
  const [from, to] = ['--from', '--to'].map((name) => addressOf(words[words.indexOf(name) + 1]));
  const isWhole = words.length === 4 && words.includes('--from') && words.includes('--to');
  return !isWhole || from === undefined || from === null || to === undefined || to === null
    ? null
    : () => moved(from, to);
}

function taskOf([command, ...words]: readonly string[]): Task | null {
  if (command === 'move') return moveTask(words);
  if (command !== 'recount') return null;
  const [settings, ...more] = words.filter((word) => word !== '--mend');
  return settings === undefined || more.length > 0 ? null : () => recounted(settings, words.includes('--mend'));
}

const task = taskOf(process.argv.slice(2));
const outcome = task === null ? failed('malformed', 'command line', `expected ${usage}`) : await task();
if (!outcome.ok) process.stderr.write(`escale: ${describe(outcome.problem)}\n`);
process.exitCode = outcome.ok ? outcome.value : 1;
