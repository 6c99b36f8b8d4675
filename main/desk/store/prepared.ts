import type Database from 'better-sqlite3';
import type { Store } from './open-store.ts';

const known = new WeakMap<Store, Map<string, Database.Statement>>();

/**
 * A parameter that a column is compared with. The planner looks at its value, to see whether it is a small number, and so reads most statements
 * again each time that something is bound to them; behind a plus, which changes nothing else, it does not look.
 */
const looksAtParameter = /(?<= = )(?=[?:])/g;

/** The statement of this text, prepared once for each store: SQLite takes longer to read a short statement than to run it. */
export function prepared<Bound extends unknown[], Row = unknown>(
  store: Store,
  text: string,
): Database.Statement<Bound, Row> {
  const statements = known.get(store) ?? new Map<string, Database.Statement>();
  known.set(store, statements);
  const statement = statements.get(text) ?? store.prepare(text.replace(looksAtParameter, '+'));
  statements.set(text, statement);
  return statement as unknown as Database.Statement<Bound, Row>;
}
