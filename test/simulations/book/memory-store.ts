import Database from 'better-sqlite3';
import { migrations } from '../../../main/desk/store/migrations.ts';
import type { Store } from '../../../main/desk/store/open-store.ts';

/** The desk's database in memory: one for all histories, emptied between them, and each statement made once. */
export interface MemoryStore {
  readonly store: Store;
  empty(): void;
}

/** `tripwires`: without them the schema keeps nothing apart. */
export function openMemoryStore({ tripwires }: { readonly tripwires: boolean }): MemoryStore {
  const store = new Database(':memory:');
  store.pragma('foreign_keys = ON');
  for (const step of migrations) store.exec(step);
  if (!tripwires) {
    store.exec('DROP TRIGGER holds_apart; DROP TRIGGER holds_stay_apart; DROP INDEX holds_by_cell');
  }
  const prepare = store.prepare.bind(store);
  const known = new Map<string, Database.Statement>();
  store.prepare = ((source: string) => {
    const statement = known.get(source) ?? prepare(source);
    known.set(source, statement);
    return statement;
  }) as Store['prepare'];
  const wipes = tablesOf(store).map((name) => store.prepare(`DELETE FROM ${name}`));
  return {
    store,
    empty() {
      for (const wipe of wipes) wipe.run();
    },
  };
}

/** Those whose rows name rows of others come before these. */
function tablesOf(store: Store): string[] {
  const names = store
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all()
    .map(({ name }) => name);
  const named = new Map(
    names.map((name) => [
      name,
      (store.pragma(`foreign_key_list(${name})`) as { table: string }[]).map(({ table }) => table),
    ]),
  );
  const ordered: string[] = [];
  const add = (name: string): void => {
    if (ordered.includes(name)) return;
    for (const other of names) if (other !== name && named.get(other)?.includes(name) === true) add(other);
    ordered.push(name);
  };
  for (const name of names) add(name);
  return ordered;
}
