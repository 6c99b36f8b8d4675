import { readDomain } from '../../../main/lists/names.ts';
import { linesOf } from '../../../main/lists/lines.ts';
import { partsOf } from '../../../main/lists/sources.ts';

/** Names by category, each once in its category. */
export type Listed = ReadonlyMap<string, readonly string[]>;

export async function namesIn(source: string): Promise<Listed> {
  const listed = new Map<string, string[]>();
  for await (const part of partsOf(source, () => undefined)) {
    const names = listed.get(part.category) ?? [];
    listed.set(part.category, names);
    for await (const lines of linesOf(part.bytes)) {
      if (part.kind === 'urls') continue;
      for (const text of lines) {
        const line = readDomain(text);
        if (line.kind === 'host') names.push(line.host);
      }
    }
  }
  return listed;
}

/** The same numbers each time (Mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the whole archive holds beyond the file at hand, by its README of August 2026. */
const shares: readonly (readonly [string, number])[] = [
  ['adult', 0.82],
  ['malware', 0.05],
  ['phishing', 0.05],
  ['redirector', 0.03],
  ['jobsearch', 0.02],
  ['games', 0.02],
  ['shopping', 0.01],
];

/** Names of the shape of real ones: halves of their labels, put together anew below their own endings. */
export function* shapedLike(real: readonly string[], count: number): Generator<readonly [string, string]> {
  const roll = dice(20_261_126);
  const pick = (): string => real[Math.floor(roll() * real.length)] ?? '';
  const seen = new Set<string>();
  while (seen.size < count) {
    const [first, second] = [pick(), pick()];
    const label = first.slice(0, first.indexOf('.'));
    const end = second.slice(second.indexOf('.'));
    const middle = second.slice(0, second.indexOf('.'));
    const name = `${label.slice(0, Math.ceil(label.length / 2))}${middle.slice(Math.floor(middle.length / 2))}${Math.floor(roll() * 90)}${end}`;
    if (seen.has(name) || readDomain(name).kind !== 'host') continue;
    seen.add(name);
    yield [name, categoryFor(roll())];
  }
}

function categoryFor(rolled: number): string {
  let left = rolled;
  for (const [category, share] of shares) {
    left -= share;
    if (left < 0) return category;
  }
  return 'adult';
}

const syllables = ['mon', 'saint', 'ville', 'bourg', 'val', 'roche', 'pont', 'clair', 'font', 'aig', 'mar', 'cour'];
const offices = ['mairie', 'ville', 'ccas', 'mediatheque', 'ecole', 'epn', 'biblio', 'commune'];

/** Names of town halls, libraries and schools that might be: none of them may ever be refused. `seed` makes another town of each. */
export function* townNames(count: number, seed: number): Generator<string> {
  const roll = dice(seed);
  const one = (words: readonly string[]): string => words[Math.floor(roll() * words.length)] ?? '';
  for (let made = 0; made < count; made += 1) {
    const town = `${one(syllables)}${one(syllables)}-${one(syllables)}${one(syllables)}${Math.floor(roll() * 1e6)}`;
    yield `${one(offices)}-${town}.fr`;
  }
}
