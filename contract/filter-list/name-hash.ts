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

/** Some hashes, two lanes each. Whoever looks up many names keeps one and has it written anew for each. */
export interface Hashes {
  readonly lanes: Int32Array;
  count: number;
}

/** More labels no name has. */
export const mostHashes = 128;

export const noHashes = (): Hashes => ({ lanes: new Int32Array(mostHashes * 2), count: 0 });

/** Writes the hashes of ever longer ends of the name, from its last two labels to the whole; one label is no site. */
export function hashEnds(name: string, into: Hashes): Hashes {
  const { lanes } = into;
  let one = seedOne;
  let two = seedTwo;
  let at = 0;
  let isSite = false;
  for (let place = name.length - 1; place >= 0; place -= 1) {
    const code = name.charCodeAt(place);
    if (code === dot) {
      if (isSite) {
        lanes[at] = one;
        lanes[at + 1] = two;
        at += 2;
      }
      isSite = true;
    }
    one = Math.imul(one ^ code, factorOne);
    one = (one << 13) | (one >>> 19);
    two = Math.imul(two ^ code, factorTwo);
    two = (two << 17) | (two >>> 15);
  }
  lanes[at] = one;
  lanes[at + 1] = two;
  into.count = at / 2 + 1;
  return into;
}

const own = noHashes();

/** The whole name alone. */
export function hashName(name: string): readonly [number, number] {
  const { lanes, count } = hashEnds(name, own);
  return [lanes[count * 2 - 2] ?? 0, lanes[count * 2 - 1] ?? 0];
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
