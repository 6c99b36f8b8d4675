import { FiltersEngine, Request } from '@ghostery/adblocker';
import HNTrieContainer from '@gorhill/ubo-core/js/hntrie.js';
import Database from 'better-sqlite3';
import { createPublicKey, verify, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Judge } from '../../../contract/filter-list/judge.ts';
import { readList } from '../../../contract/filter-list/list-file.ts';

/** Is a site listed, itself or by a name above it? */
export type Looker = (host: string) => boolean;

export interface Job {
  /** Names, one a line. */
  readonly names: string;
  /** What was made of them beforehand, where something was. */
  readonly made: string;
  readonly key: string;
}

const linesIn = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');

function covered(host: string, has: (name: string) => boolean): boolean {
  if (has(host)) return true;
  for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
    if (has(host.slice(dot + 1))) return true;
  }
  return false;
}

/** Each from its bytes on disk to a first answer. */
export const subjects = {
  escale: ({ made, key }: Job): Looker => {
    const bytes = readFileSync(made);
    const list = readList(bytes, made);
    if (!list.ok) throw new Error(list.problem.expected);
    const { signed, signature, body, header } = list.value;
    const whole =
      verify(null, signed, createPublicKey(readFileSync(key)), signature) &&
      createHash('sha256').update(body).digest('hex') === header.body;
    if (!whole) throw new Error('the list is damaged');
    const judge = new Judge(list.value, { refused: header.categories.map(({ id }) => id), allowed: [] });
    return (host) => judge.site(host).kind === 'refused';
  },
  set: ({ names }: Job): Looker => {
    const held = new Set(linesIn(names));
    return (host) => covered(host, (name) => held.has(name));
  },
  sqlite: ({ made }: Job): Looker => {
    const asked = new Database(made, { readonly: true }).prepare('select 1 from names where name = ?').pluck();
    return (host) => covered(host, (name) => asked.get(name) === 1);
  },
  ghostery: ({ names }: Job): Looker => {
    const engine = FiltersEngine.parse(
      linesIn(names)
        .map((name) => `||${name}^`)
        .join('\n'),
      { loadCosmeticFilters: false },
    );
    return (host) =>
      engine.match(
        Request.fromRawDetails({ url: `https://${host}/`, type: 'document', sourceUrl: 'https://place.example/' }),
      ).match;
  },
  ubo: ({ names }: Job): Looker => {
    const trie = new HNTrieContainer();
    const root = trie.createTrieFromIterable(linesIn(names));
    return (host) => trie.setNeedle(host).matches(root) >= 0;
  },
} satisfies Record<string, (job: Job) => Looker>;

export type SubjectName = keyof typeof subjects;

/** For SQLite, which is made beforehand as our own list is. */
export function makeDatabase(file: string, names: Iterable<string>): void {
  const database = new Database(file);
  database.pragma('journal_mode = off');
  database.exec('create table names (name text primary key) without rowid, strict');
  const insert = database.prepare('insert or ignore into names values (?)');
  database.transaction(() => {
    for (const name of names) insert.run(name);
  })();
  database.close();
}
