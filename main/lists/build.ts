import { type KeyObject, sign } from 'node:crypto';
import {
  bodyOf,
  type Header,
  joinFile,
  type ListFile,
  mostSetBits,
  signedPart,
} from '../../contract/filter-list/list-file.ts';
import { find, makeTable, perBucket, type Shape, type Table } from '../../contract/filter-list/table.ts';
import { type Collected, endsOfHash } from './collect.ts';
import { holds, type Merged } from './entries.ts';
import { digestOf } from './signing.ts';
import { SourceError } from './sources.ts';

export interface BuildParts {
  readonly collected: Collected;
  readonly sources: Header['sources'];
  /** Its salt, sizes and numbers are kept where they fit, so that the next list is a small change of it. */
  readonly previous: ListFile | null;
  /** Names that the list may not refuse by chance, asked again with each salt. */
  readonly universe: () => AsyncIterable<readonly string[]>;
  readonly key: KeyObject;
  readonly say: (line: string) => void;
}

export interface Built {
  readonly file: Uint8Array;
  readonly header: Header;
  /** Salts that were tried. */
  readonly tries: number;
}

/** A fair chance at the largest sizes is one in two: so many in vain mean that something else is wrong. */
const mostTries = 200;

interface Plan {
  readonly hosts: Merged;
  readonly addresses: Merged;
  readonly shapes: Readonly<Record<'hosts' | 'addresses', Omit<Shape, 'salt'>>>;
  readonly sets: Sets;
}

/** The same lists, previous list and key give the same bytes. */
export async function buildList(parts: BuildParts): Promise<Built> {
  const plan = planFor(parts);
  const first = parts.previous?.header.hosts.salt ?? 0;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const tables = await tryTables(plan, parts, first + tries - 1);
    if (tables === null) continue;
    const body = bodyOf(tables);
    const header = headerFor(plan, parts, { salt: first + tries - 1, body: digestOf(body) });
    const signed = signedPart(header);
    return { file: joinFile(signed, sign(null, signed, parts.key), body), header, tries };
  }
  throw new SourceError(
    `${mostTries} salts each refuse a name that must never be blocked: leave names out of the universe`,
  );
}

function planFor({ collected, previous }: BuildParts): Plan {
  const sets = new Sets(collected, previous);
  const hosts = collected.hosts.merged((categories) => sets.numberOf(categories));
  const addresses = collected.addresses.merged((categories) => sets.numberOf(categories));
  if (hosts.one.length === 0) throw new SourceError('the lists hold no name at all: nothing to build from');
  const setBits = bitsFor(sets.count, previous);
  const shapes = {
    hosts: { setBits, buckets: bucketsFor(hosts.one.length, previous?.hosts) },
    addresses: { setBits, buckets: bucketsFor(addresses.one.length, previous?.addresses) },
  };
  return { hosts, addresses, shapes, sets };
}

/** Null: with this salt a name would be refused by chance, or two entries would look the same. */
async function tryTables(plan: Plan, parts: BuildParts, salt: number): Promise<readonly [Table, Table] | null> {
  const hosts = makeTable(plan.hosts, { ...plan.shapes.hosts, salt });
  const addresses = makeTable(plan.addresses, { ...plan.shapes.addresses, salt });
  if (hosts === null || addresses === null) return null;
  const hit = await falseHit(hosts, plan.hosts, parts.universe());
  if (hit === null) return [hosts, addresses];
  parts.say(`salt ${salt} would refuse "${hit}" by chance: made again with another`);
  return null;
}

const headerFor = (
  { hosts, addresses, shapes, sets }: Plan,
  { collected, previous, sources }: BuildParts,
  { salt, body }: { readonly salt: number; readonly body: string },
): Header => ({
  format: 2,
  version: (previous?.header.version ?? 0) + 1,
  date: collected.changed.toISOString(),
  sources,
  categories: sets.categories,
  sets: sets.all,
  hosts: { ...shapes.hosts, salt, entries: hosts.one.length },
  addresses: { ...shapes.addresses, salt, entries: addresses.one.length },
  body,
});

/** Kept while the list is neither half as full nor half as large again. */
function bucketsFor(entries: number, before: Table | undefined): number {
  const wanted = Math.max(1, Math.ceil(entries / perBucket));
  const kept = before?.buckets ?? 0;
  return wanted <= kept * 1.25 && wanted >= kept / 1.5 ? kept : wanted;
}

function bitsFor(sets: number, previous: ListFile | null): number {
  const needed = Math.max(1, Math.ceil(Math.log2(sets)));
  if (needed > mostSetBits)
    throw new SourceError(
      `${sets} combinations of categories: at most ${1 << mostSetBits} fit; build from fewer lists`,
    );
  const kept = previous?.header.hosts.setBits ?? 0;
  return needed <= kept ? kept : needed;
}

async function falseHit(
  table: Table,
  hosts: Merged,
  universe: AsyncIterable<readonly string[]>,
): Promise<string | null> {
  for await (const names of universe) {
    const hit = names.find((name) =>
      endsOfHash(name).some(([one, two]) => find(table, one, two) >= 0 && !holds(hosts, one, two)),
    );
    if (hit !== undefined) return hit;
  }
  return null;
}

/** Numbers for sets of categories: those of the previous list first, then as they are met. */
class Sets {
  readonly categories: { id: string; names: number }[];
  readonly all: number[][];
  /** From a place in what was collected to one in the header. */
  readonly #places: readonly number[];
  readonly #numbers: Map<string, number>;

  constructor(collected: Collected, previous: ListFile | null) {
    const before = previous?.header.categories.map(({ id }) => id) ?? [];
    const added = collected.categories.map(({ id }) => id).filter((id) => !before.includes(id));
    const ids = [...before, ...added.toSorted()];
    const names = new Map(collected.categories.map(({ id, names: count }) => [id, count]));
    this.categories = ids.map((id) => ({ id, names: names.get(id) ?? 0 }));
    this.#places = collected.categories.map(({ id }) => ids.indexOf(id));
    this.all = previous?.header.sets.map((set) => [...set]) ?? [];
    this.#numbers = new Map(this.all.map((set, number) => [set.join(), number]));
  }

  get count(): number {
    return this.all.length;
  }

  numberOf(collected: readonly number[]): number {
    const set = collected.map((place) => this.#places[place] ?? 0).toSorted((one, other) => one - other);
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.all.push(set);
    this.#numbers.set(key, this.all.length - 1);
    return this.all.length - 1;
  }
}
