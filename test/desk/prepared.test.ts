import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrations } from '../../main/desk/store/migrations.ts';
import type { Store } from '../../main/desk/store/open-store.ts';
import { prepared } from '../../main/desk/store/prepared.ts';

type Key = [session: string, workstation: string | number, seq: string | number];

function emptyStore(): Store {
  const store = new Database(':memory:');
  for (const step of migrations) store.exec(step);
  return store;
}

it('gives the same statement for the same text', () => {
  const store = emptyStore();
  expect(prepared(store, 'SELECT 1')).toBe(prepared(store, 'SELECT 1'));
});

it('hides parameters from the planner, and finds by them what it would have found, by the same index', () => {
  const store = emptyStore();
  const add = prepared(
    store,
    'INSERT INTO facts (workstation, seq, kind, session, at, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  add.run('10', 1, 'a kind', 'a session', 5, '{}');
  const text = 'SELECT seq FROM facts WHERE session = ? AND workstation = ? AND seq = ? ORDER BY at';
  const hidden = prepared<Key, { seq: number }>(store, text);
  expect(hidden.source).not.toContain('= ?');
  const plain = store.prepare<Key, { seq: number }>(text);
  const keys: Key[] = [
    ['a session', '10', 1],
    ['a session', 10, '1'],
    ['a session', '10', 2],
  ];
  for (const key of keys) expect(hidden.all(...key)).toEqual(plain.all(...key));
  expect(hidden.all('a session', '10', 1)).toEqual([{ seq: 1 }]);
  const planOf = (source: string): unknown => store.prepare(`EXPLAIN QUERY PLAN ${source}`).all('a session', '10', 1);
  expect(planOf(hidden.source)).toEqual(planOf(text));
});

it('hides those with a name', () => {
  const found = prepared<[{ session: string }]>(emptyStore(), 'SELECT 1 FROM facts WHERE session = :session');
  expect(found.source).toContain('= +:session');
  expect(found.all({ session: 'none' })).toEqual([]);
});
