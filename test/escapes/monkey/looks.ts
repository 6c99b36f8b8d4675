import { z } from 'zod';
import { isCovered, named, strangersIn, type Sight } from '../windows.ts';

/** What the one who looks is told. */
export const toldSchema = z.union([z.object({ locked: z.boolean() }), z.object({ stop: z.literal(true) })]);
export type Told = z.infer<typeof toldSchema>;

/** Something that should not be there, and for how long at least it was: from the first look that saw it to the last. */
const sightingSchema = z.object({ what: z.string(), since: z.number(), forMs: z.number() });

export const seenSchema = z.object({
  looks: z.int(),
  /** Between two looks. */
  longestGapMs: z.number(),
  gapsAbove50Ms: z.int(),
  sightings: z.array(sightingSchema),
});
export type Seen = z.infer<typeof seenSchema>;

interface Standing {
  readonly what: string;
  /** By the clock on the wall, which other processes share. */
  readonly since: number;
  readonly sinceMs: number;
  lastMs: number;
}

/** What is wrong in one look, by what tells it from other wrongs. */
export function wrongsIn(sight: Sight, locked: boolean): ReadonlyMap<string, string> {
  const wrongs = new Map<string, string>();
  for (const { id, rectangle } of strangersIn(sight, { bubbles: true })) wrongs.set(`${id}`, named(rectangle));
  if (!isCovered(sight)) wrongs.set('hole', 'a part of the screen uncovered');
  const top = sight.windows.at(-1)?.rectangle;
  const isWhole = top?.width === sight.screen.width && top.height === sight.screen.height;
  if (locked && !isWhole) wrongs.set('lock', 'something over the lock');
  return wrongs;
}

/** Adds up looks to how long each wrong stood. */
export class Looks {
  readonly #standing = new Map<string, Standing>();
  readonly #sightings: Seen['sightings'] = [];
  #looks = 0;
  #lastMs: number | null = null;
  #longestGapMs = 0;
  #gapsAbove50Ms = 0;

  add(wrongs: ReadonlyMap<string, string>, atMs: number): void {
    this.#looks += 1;
    const gapMs = this.#lastMs === null ? 0 : atMs - this.#lastMs;
    this.#lastMs = atMs;
    this.#longestGapMs = Math.max(this.#longestGapMs, gapMs);
    if (gapMs > 50) this.#gapsAbove50Ms += 1;
    for (const [key, standing] of this.#standing) if (!wrongs.has(key)) this.#end(key, standing);
    for (const [key, what] of wrongs) {
      const standing = this.#standing.get(key);
      if (standing === undefined) this.#standing.set(key, { what, since: Date.now(), sinceMs: atMs, lastMs: atMs });
      else standing.lastMs = atMs;
    }
  }

  #end(key: string, { what, since, sinceMs, lastMs }: Standing): void {
    this.#standing.delete(key);
    this.#sightings.push({ what, since, forMs: Math.round(lastMs - sinceMs) });
  }

  close(): Seen {
    for (const [key, standing] of [...this.#standing]) this.#end(key, standing);
    return {
      looks: this.#looks,
      longestGapMs: Math.round(this.#longestGapMs),
      gapsAbove50Ms: this.#gapsAbove50Ms,
      sightings: this.#sightings,
    };
  }
}
