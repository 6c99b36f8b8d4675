import { laneAt, setAt, wordAt } from './at.ts';
import { type Hashes, mostHashes, noHashes, placeOf, restOf, spiceOf } from './name-hash.ts';

/**
 * A set of hashes, each with a small number (which categories it belongs to), in 4 bytes an entry and little more: a hash's first half chooses the
 * bucket, its second half stands in the bucket's words, whose lowest `setBits` bits hold the number. Read as it lies in the file.
 */
export interface Table {
  /** `spiceOf` its salt. */
  readonly spice: number;
  readonly setBits: number;
  readonly buckets: number;
  /** Four words for 24 buckets: where the first of them begins in `words`, then how many entries each has, in four bits. One look tells both. */
  readonly groups: Uint32Array;
  /** Sorted within a bucket. */
  readonly words: Uint32Array;
}

const groupBuckets = 24;
export const groupWords = 4;
/** Counts that a word of a group holds, of four bits each. */
const countsInWord = 8;
/** More entries than this in one bucket, and another salt is tried. */
const mostInBucket = 15;
/** Entries of a bucket, on average: fewer cost space for the counts, more cost false hits. */
export const perBucket = 2;

export const groupsFor = (buckets: number): number => Math.ceil(buckets / groupBuckets);

export const bucketOf = (placed: number, buckets: number): number => Math.floor((placed / 2 ** 32) * buckets);

/** Sum of the eight counts in a word. */
function sumOf(word: number): number {
  const pairs = (word & 0x0f0f0f0f) + ((word >>> 4) & 0x0f0f0f0f);
  return Math.imul(pairs, 0x01010101) >>> 24;
}

/** What is on its way: one place for every hash that is being looked up. Kept, so that a look-up makes nothing. */
const rests = new Int32Array(mostHashes);
const places = new Int32Array(mostHashes);
const lefts = new Int32Array(mostHashes);
const firsts = new Int32Array(mostHashes);

/**
 * Looks up many hashes at once and tells the number that stands with each that is there, in their order, until `found` answers true; `found` itself looks
 * nothing up, since the places are the module's own. Each step is made for all of them before the next one, so that the machine fetches from memory for
 * all at the same time: what takes long is waiting for it. Another hash is taken for one of these once in 2^(31 - setBits) times.
 */
export function findAll(table: Table, { lanes, count }: Hashes, found: (set: number) => boolean): boolean {
  const { setBits, words } = table;
  for (let end = 0; end < count; end += 1) locate(table, lanes, end);
  for (let end = 0; end < count; end += 1) firsts[end] = wordAt(words, laneAt(places, end));
  const low = (1 << setBits) - 1;
  for (let end = 0; end < count; end += 1) {
    const set = match(words, end, low);
    if (set >= 0 && found(set)) return true;
  }
  return false;
}

/** Where the end's bucket begins and how many entries it has. */
function locate({ spice, buckets, groups }: Table, lanes: Int32Array, end: number): void {
  const one = laneAt(lanes, end * 2);
  const rest = restOf(one, laneAt(lanes, end * 2 + 1), spice);
  const bucket = bucketOf(placeOf(one, rest, spice), buckets);
  const group = (bucket / groupBuckets) | 0;
  const within = bucket - group * groupBuckets;
  const at = group * groupWords;
  const whole = (within / countsInWord) | 0;
  const bits = (within - whole * countsInWord) * 4;
  const counts = wordAt(groups, at + 1 + whole);
  let place = wordAt(groups, at) + sumOf(counts & ((1 << bits) - 1));
  if (whole > 0) place += sumOf(wordAt(groups, at + 1));
  if (whole > 1) place += sumOf(wordAt(groups, at + 2));
  rests[end] = rest;
  places[end] = place;
  lefts[end] = (counts >>> bits) & 15;
}

/** The number that stands with the end's hash, or -1. */
function match(words: Uint32Array, end: number, low: number): number {
  const rest = laneAt(rests, end);
  let held = laneAt(firsts, end);
  const at = laneAt(places, end);
  for (let next = 1, left = laneAt(lefts, end); left > 0; left -= 1, next += 1) {
    if (((held ^ rest) & ~low) === 0) return held & low;
    held = wordAt(words, at + next);
  }
  return -1;
}

/** One hash alone: its number, or -1. */
export function find(table: Table, one: number, two: number): number {
  single.lanes[0] = one;
  single.lanes[1] = two;
  locate(table, single.lanes, 0);
  firsts[0] = wordAt(table.words, laneAt(places, 0));
  return match(table.words, 0, (1 << table.setBits) - 1);
}

const single = noHashes();

/** Entries of a bucket. */
export function countAt({ groups }: Pick<Table, 'groups'>, bucket: number): number {
  const within = bucket % groupBuckets;
  const word = ((bucket - within) / groupBuckets) * groupWords + 1 + Math.floor(within / countsInWord);
  return (wordAt(groups, word) >>> ((within % countsInWord) * 4)) & 15;
}

/** The groups of buckets with so many entries each; null when one has too many. */
export function groupsOf(counts: Uint8Array): Uint32Array | null {
  const groups = new Uint32Array(groupsFor(counts.length) * groupWords);
  let at = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const within = bucket % groupBuckets;
    const group = ((bucket - within) / groupBuckets) * groupWords;
    if (within === 0) groups[group] = at;
    const count = counts[bucket] ?? 0;
    if (count > mostInBucket) return null;
    const word = group + 1 + Math.floor(within / countsInWord);
    groups[word] = wordAt(groups, word) | (count << ((within % countsInWord) * 4));
    at += count;
  }
  return groups;
}

export interface Entries {
  readonly one: Int32Array;
  readonly two: Int32Array;
  /** Below 2^setBits. */
  readonly sets: Uint16Array;
}

export interface Shape {
  readonly salt: number;
  readonly setBits: number;
  readonly buckets: number;
}

/**
 * Two entries may not have the same hash. Null when a bucket has too many entries, or two entries that look the same with other numbers: another
 * salt parts them.
 */
export function makeTable({ one, two, sets }: Entries, { salt, setBits, buckets }: Shape): Table | null {
  const spice = spiceOf(salt);
  const placeAt = (entry: number): number => {
    const first = laneAt(one, entry);
    return bucketOf(placeOf(first, restOf(first, laneAt(two, entry), spice), spice), buckets);
  };
  const counts = new Uint8Array(buckets);
  for (let entry = 0; entry < one.length; entry += 1) {
    const bucket = placeAt(entry);
    counts[bucket] = Math.min(mostInBucket + 1, (counts[bucket] ?? 0) + 1);
  }
  const groups = groupsOf(counts);
  if (groups === null) return null;
  const next = beginningsOf(counts);
  const words = new Uint32Array(one.length);
  const low = (1 << setBits) - 1;
  for (let entry = 0; entry < one.length; entry += 1) {
    const bucket = placeAt(entry);
    const at = wordAt(next, bucket);
    words[at] = (restOf(laneAt(one, entry), laneAt(two, entry), spice) & ~low) | setAt(sets, entry);
    next[bucket] = at + 1;
  }
  for (let bucket = 0, at = 0; bucket < buckets; bucket += 1) {
    const count = counts[bucket] ?? 0;
    if (count > 1 && !sortsApart(words.subarray(at, at + count), low)) return null;
    at += count;
  }
  return { spice, setBits, buckets, groups, words };
}

/** False: two words differ in their number alone, and a look-up would answer with either. */
function sortsApart(words: Uint32Array, low: number): boolean {
  words.sort();
  return words.every((word, at) => at === 0 || ((word ^ wordAt(words, at - 1)) & ~low) !== 0);
}

/** Where each bucket begins: too large to keep, handy to build with. */
function beginningsOf(counts: Uint8Array): Uint32Array {
  const beginnings = new Uint32Array(counts.length);
  let at = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    beginnings[bucket] = at;
    at += counts[bucket] ?? 0;
  }
  return beginnings;
}
