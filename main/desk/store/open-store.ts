import Database from 'better-sqlite3';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { migrations } from './migrations.ts';

export type Store = Database.Database;

/** Opens the desk's book in its data folder and brings it up to date. Its file is readable by the desk's account only: it holds password hashes. */
export function openStore(folder: string): Result<Store> {
  const path = join(folder, 'book.db');
  let store: Store;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    store = new Database(path);
  } catch (error) {
    return failed('internal', path, `a data folder that the desk may write to (${reasonOf(error)})`);
  }
  try {
    prepare(store, path);
    return ok(store);
  } catch (error) {
    store.close();
    return failed('internal', path, `a sound database: move it away or bring back a copy (${reasonOf(error)})`);
  }
}

function prepare(store: Store, path: string): void {
  store.pragma('journal_mode = WAL');
  store.pragma('synchronous = FULL');
  store.pragma('foreign_keys = ON');
  store.pragma('busy_timeout = 5000');
  const verdict = store.pragma('quick_check', { simple: true });
  if (verdict !== 'ok') throw new Error(String(verdict));
  // Inside the write lock, so that `add-account` beside a starting desk does not take a step twice.
  store.transaction(() => migrate(store, path)).immediate();
}

function migrate(store: Store, path: string): void {
  const taken = Number(store.pragma('user_version', { simple: true }));
  if (taken > migrations.length) throw new Error(`${path} was written by a later version of Escale`);
  for (const step of migrations.slice(taken)) store.exec(step);
  store.pragma(`user_version = ${migrations.length}`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
