import Database from 'better-sqlite3';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { migrations } from './migrations.ts';

/** What was found when the file was opened. `setAside`: the name under which a damaged one is kept; null when all was well. */
export interface OpenedDatabase {
  readonly database: Database.Database;
  readonly setAside: string | null;
}

/**
 * Opens the kiosk's file in its data folder and brings it up to date. A damaged file is set aside and a fresh one takes its place, once:
 * a kiosk without its memory serves visitors, a kiosk that starts over and over does not.
 */
export function openDatabase(folder: string): Result<OpenedDatabase> {
  const path = join(folder, 'kiosk.db');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
  } catch (error) {
    return failed('internal', path, `a data folder that the kiosk may write to (${reasonOf(error)})`);
  }
  try {
    return ok({ database: prepare(path), setAside: null });
  } catch (error) {
    if (!isDamage(error)) return failed('internal', path, expectedInstead(error));
  }
  try {
    const setAside = putAside(path);
    return ok({ database: prepare(path), setAside });
  } catch (error) {
    return failed('internal', path, expectedInstead(error));
  }
}

class Damaged extends Error {}

const isDamage = (error: unknown): boolean =>
  error instanceof Damaged || (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.code));

const isBusy = (error: unknown): boolean =>
  error instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code);

const expectedInstead = (error: unknown): string =>
  isBusy(error) ? 'one kiosk only: another one runs on this data folder, end it first' : `a store (${reasonOf(error)})`;

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function prepare(path: string): Database.Database {
  const database = new Database(path, { timeout: 500 });
  try {
    // One writer per file, enforced: a second kiosk on the same folder would send the same numbers for other facts.
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma('busy_timeout = 5000');
    const found = database.pragma('quick_check', { simple: true });
    if (found !== 'ok') throw new Damaged(String(found));
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: Database.Database): void {
  const steps = database.transaction(() => {
    const taken = Number(database.pragma('user_version', { simple: true }));
    if (taken > migrations.length) throw new Error(`it was made by a newer Escale (step ${taken}): update this one`);
    for (const step of migrations.slice(taken)) database.exec(step);
    database.pragma(`user_version = ${migrations.length}`);
  });
  steps.immediate();
}

function putAside(path: string): string {
  const setAside = `${path}.damaged-${Date.now()}`;
  for (const ending of ['', '-wal', '-shm']) {
    if (existsSync(path + ending)) renameSync(path + ending, setAside + ending);
  }
  return setAside;
}
