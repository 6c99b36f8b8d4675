import Database from 'better-sqlite3';
import { migrations } from '../../../main/desk/store/migrations.ts';
import type { Store } from '../../../main/desk/store/open-store.ts';

/** The desk's database in memory: one for all histories, emptied between them. */
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
  const tables = store
    .prepare<[], { name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .all();
  const wipes = tables.map(({ name }) => store.prepare(`DELETE FROM ${name}`));
  return {
    store,
    empty() {
      store.pragma('foreign_keys = OFF');
      for (const wipe of wipes) wipe.run();
      store.pragma('foreign_keys = ON');
    },
  };
}
