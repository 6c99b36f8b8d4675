import { hashBeginnings, hashEnds, hashName, noHashes } from '../../contract/filter-list/name-hash.ts';
import { Found } from './entries.ts';
import { linesOf } from './lines.ts';
import { type Line, readAddress, readDomain } from './names.ts';
import type { ListPart } from './sources.ts';

/** Names that no list may refuse: administrations, partners. What is above or below one is not taken into a list either. */
export class NeverBlocked {
  readonly names: readonly string[];
  readonly #names: ReadonlySet<string>;
  /** The names and all above them. */
  readonly #ends: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.names = names;
    this.#names = new Set(names);
    this.#ends = new Set(names.flatMap(endsOf));
  }

  concerns(host: string): boolean {
    if (this.#ends.has(host)) return true;
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      if (this.#names.has(host.slice(dot + 1))) return true;
    }
    return false;
  }
}

const endsOf = (name: string): readonly string[] =>
  name.split('.').map((_, label, labels) => labels.slice(label).join('.'));

/** Told of the first wrong lines only: a list that is wrong throughout is not repeated on the screen. */
const mostNamed = 5;

/** What the lists held. */
export class Collected {
  readonly hosts = new Found();
  readonly addresses = new Found();
  /** By place; the name of each, and how many names and addresses it came with. */
  readonly categories: { id: string; names: number }[] = [];
  readonly wrong: string[] = [];
  wrongLines = 0;
  suffixes = 0;
  neverBlocked = 0;
  lines = 0;
  changed = new Date(0);
  readonly #never: NeverBlocked;

  constructor(never: NeverBlocked) {
    this.#never = never;
  }

  async take(part: ListPart): Promise<void> {
    if (part.changed > this.changed) this.changed = part.changed;
    const place = this.#placeOf(part.category);
    const readLine = part.kind === 'domains' ? readDomain : readAddress;
    let number = 0;
    for await (const lines of linesOf(part.bytes)) {
      for (const text of lines) {
        number += 1;
        this.#enter(
          readLine(text),
          place,
          () => `${part.where}:${number}: ${JSON.stringify(text.trim().slice(0, 80))}`,
        );
      }
    }
    this.lines += number;
  }

  #placeOf(id: string): number {
    const known = this.categories.findIndex((category) => category.id === id);
    if (known >= 0) return known;
    return this.categories.push({ id, names: 0 }) - 1;
  }

  #enter(line: Line, place: number, where: () => string): void {
    switch (line.kind) {
      case 'nothing':
        return;
      case 'wrong':
        this.wrongLines += 1;
        if (this.wrong.length < mostNamed) this.wrong.push(where());
        return;
      case 'suffix':
        this.suffixes += 1;
        return;
      case 'host':
        if (this.#isRefused(line.host, place)) return;
        this.hosts.add(...hashName(line.host), place);
        return;
      case 'address':
        if (this.#isRefused(line.host, place)) return;
        this.addresses.add(...hashAddress(line.host, line.path), place);
        return;
    }
  }

  /** Counts the name for its category where it stays. */
  #isRefused(host: string, place: number): boolean {
    const never = this.#never.concerns(host);
    const category = this.categories[place];
    if (never) this.neverBlocked += 1;
    else if (category !== undefined) category.names += 1;
    return never;
  }
}

function hashAddress(host: string, path: string): readonly [number, number] {
  let found: readonly [number, number] = [0, 0];
  hashBeginnings(host, path, (one, two) => {
    found = [one, two];
    return false;
  });
  return found;
}

/** Both lanes of each end of a name. */
export function endsOfHash(name: string): readonly (readonly [number, number])[] {
  const { lanes, count } = hashEnds(name, ends);
  return Array.from({ length: count }, (_, at) => [lanes[at * 2] ?? 0, lanes[at * 2 + 1] ?? 0] as const);
}

const ends = noHashes();
