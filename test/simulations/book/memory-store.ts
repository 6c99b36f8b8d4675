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
  const once = (source: string): Database.Statement => {
    const statement = known.get(source) ?? prepare(source);
    known.set(source, statement);
    return statement;
  };
  store.prepare = once as Store['prepare'];
  // Rows go before those that they name.
  const tables = ['holds', 'entries', 'ticket_hashes', 'tickets', 'facts', 'quarantine', 'unsettled_days', 'handovers'];
  const others = ['place_rules', 'place_booking', 'opened_sites', 'sheets'];
  return {
    store,
    empty() {
      for (const table of [...tables, ...others]) store.prepare(`DELETE FROM ${table}`).run();
    },
  };
}
