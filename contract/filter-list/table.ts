import { byteAt, laneAt, setAt, wordAt } from './at.ts';
import { placeOf, restOf, spiceOf } from './name-hash.ts';

/**
 * A set of hashes, each with a small number (which categories it belongs to), in 4 bytes an entry and little more: a hash's first half chooses the
 * bucket, its second half stands in the bucket's words, whose lowest `setBits` bits hold the number. Read as it lies in the file.
 */
export interface Table {
  /** `spiceOf` its salt. */
  readonly spice: number;
  readonly setBits: number;
  /** Entries of each bucket. */
  readonly counts: Uint8Array;
  /** Where every 16th bucket begins in `words`. */
  readonly starts: Uint32Array;
  /** Sorted within a bucket. */
  readonly words: Uint32Array;
}

/** Buckets between two starts. */
export const stride = 16;
/** Entries of a bucket, on average: fewer cost space for the counts, more cost false hits. */
export const perBucket = 2;

export const bucketOf = (placed: number, buckets: number): number => Math.floor((placed / 2 ** 32) * buckets);

/** The number that stands with a hash, or -1. Another hash is taken for it once in 2^(31 - setBits) times. */
export function find({ spice, setBits, counts, starts, words }: Table, one: number, two: number): number {
  const word = restOf(one, two, spice);
  const bucket = bucketOf(placeOf(one, word, spice), counts.length);
  let at = wordAt(starts, bucket >>> 4);
  for (let before = bucket & ~(stride - 1); before < bucket; before += 1) at += byteAt(counts, before);
  const low = (1 << setBits) - 1;
  for (const end = at + byteAt(counts, bucket); at < end; at += 1) {
    const held = wordAt(words, at);
    if (((held ^ word) & ~low) === 0) return held & low;
  }
  return -1;
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
 * Two entries may not have the same hash. Null when a bucket has more entries than a byte counts, or two entries that look the same with other
 * numbers: another salt parts them.
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
    if (counts[bucket] === 255) return null;
    counts[bucket] = byteAt(counts, bucket) + 1;
  }
  const { starts, firsts } = startsOf(counts);
  const words = new Uint32Array(one.length);
  const low = (1 << setBits) - 1;
  for (let entry = 0; entry < one.length; entry += 1) {
    const bucket = placeAt(entry);
    const at = wordAt(firsts, bucket);
    words[at] = (restOf(laneAt(one, entry), laneAt(two, entry), spice) & ~low) | setAt(sets, entry);
    firsts[bucket] = at + 1;
  }
  for (let bucket = 0, at = 0; bucket < buckets; bucket += 1) {
    const count = byteAt(counts, bucket);
    if (count > 1 && !sortsApart(words.subarray(at, at + count), low)) return null;
    at += count;
  }
  return { spice, setBits, counts, starts, words };
}

/** False: two words differ in their number alone, and a look-up would answer with either. */
function sortsApart(words: Uint32Array, low: number): boolean {
  words.sort();
  return words.every((word, at) => at === 0 || ((word ^ wordAt(words, at - 1)) & ~low) !== 0);
}

/** `firsts` is where each bucket begins: too large to keep, handy to build with. */
function startsOf(counts: Uint8Array): { readonly starts: Uint32Array; readonly firsts: Uint32Array } {
  const starts = new Uint32Array(Math.ceil(counts.length / stride));
  const firsts = new Uint32Array(counts.length);
  let at = 0;
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    if (bucket % stride === 0) starts[bucket / stride] = at;
    firsts[bucket] = at;
    at += byteAt(counts, bucket);
  }
  return { starts, firsts };
}

/** Follows from the counts; kept in the file so that loading computes nothing. */
export const startsFrom = (counts: Uint8Array): Uint32Array => startsOf(counts).starts;
