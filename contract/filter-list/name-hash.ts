/**
 * One 64-bit hash of a host name, computed from its last letter to its first: on the way the hash of each parent name falls off, so that one pass
 * over `www.example.org` also asks for `example.org`. Two lanes of 32 bits, since JavaScript multiplies those exactly.
 */

const dot = 46;
const slash = 47;
const question = 63;
const ampersand = 38;

const seedOne = 0x9e3779b9;
const seedTwo = 0x85ebca6b;
const factorOne = 0x9e3779b1;
const factorTwo = 0x85ebca77;

/** Spreads each bit over all 32. */
function stir(bits: number): number {
  let mixed = bits ^ (bits >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}

/** What a hash says to whoever keeps it: both lanes, as signed 32-bit integers. */
export type Lanes = (one: number, two: number) => boolean;

/** Calls `lanes` for ever longer ends of the name, from its last two labels to the whole; stops when it answers true. One label is no site. */
export function hashEnds(name: string, lanes: Lanes): boolean {
  let one = seedOne;
  let two = seedTwo;
  let isSite = false;
  for (let at = name.length - 1; at >= 0; at -= 1) {
    const code = name.charCodeAt(at);
    if (code === dot) {
      if (isSite && lanes(one, two)) return true;
      isSite = true;
    }
    one = Math.imul(one ^ code, factorOne);
    one = (one << 13) | (one >>> 19);
    two = Math.imul(two ^ code, factorTwo);
    two = (two << 17) | (two >>> 15);
  }
  return lanes(one, two);
}

/** The whole name alone. */
export function hashName(name: string): readonly [number, number] {
  let found: readonly [number, number] = [0, 0];
  hashEnds(name, (one, two) => {
    found = [one, two];
    return false;
  });
  return found;
}

/**
 * Calls `lanes` for every beginning of `path` (what follows the host, with its first slash) at which an entry may end: before each `/`, `?` and `&`,
 * and at its end. The host is the path's root, so that equal paths of two sites differ.
 */
export function hashBeginnings(host: string, path: string, lanes: Lanes): boolean {
  let [one, two] = hashName(host);
  for (let at = 0; at < path.length; at += 1) {
    const code = path.charCodeAt(at);
    if (at > 0 && (code === slash || code === question || code === ampersand) && lanes(one, two)) return true;
    one = Math.imul(one ^ code, factorOne);
    one = (one << 13) | (one >>> 19);
    two = Math.imul(two ^ code, factorTwo);
    two = (two << 17) | (two >>> 15);
  }
  return path.length > 0 && lanes(one, two);
}

/**
 * A salt as `restOf` and `placeOf` want it. It moves every name to another place, without the names at hand: what two names shared by chance they
 * share no more.
 */
export const spiceOf = (salt: number): number => stir((salt + seedOne) | 0);

/** Half of the salted hash. */
export const restOf = (one: number, two: number, spice: number): number =>
  stir((two + Math.imul(one ^ spice, factorOne)) | 0);

/** The other half, from 0 to 2^32: with `restOf` it tells any two hashes apart, as they were. */
export const placeOf = (one: number, rest: number, spice: number): number => stir(one ^ spice ^ rest) >>> 0;
