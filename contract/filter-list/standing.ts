import { z } from 'zod';
import { problemSchema } from '../problem.ts';
import { instantSchema } from '../session.ts';
import type { Header } from './list-file.ts';

/** How whoever filters by a list, or gives it out, stands with it: desk and kiosks tell each other, and people, in these words. */

const digestSchema = z.string().regex(/^[0-9a-f]{64}$/);

const inUseSchema = z.strictObject({
  version: z.int().positive(),
  /** State of its sources. */
  date: instantSchema,
  /** Sites and addresses that it holds. */
  names: z.int().nonnegative(),
  /** `header.body`: two lists of one version are still two. */
  digest: digestSchema,
});

export const listStandingSchema = z.strictObject({
  /** Null: there is none. */
  inUse: z.nullable(inUseSchema),
  /** The list that came last and was not taken: the one before it stays in use. */
  refused: z.nullable(z.strictObject({ at: instantSchema, problem: problemSchema })),
});

export type ListStanding = z.infer<typeof listStandingSchema>;

export const inUseOf = ({ version, date, hosts, addresses, body }: Header): ListStanding['inUse'] => ({
  version,
  date,
  names: hosts.entries + addresses.entries,
  digest: body,
});

/** Where the desk gives its list out, to workstations that prove themselves by id and key (Basic). */
export const listPath = '/filter-list';

/** Largest list that a kiosk takes: twice the size of all categories together. */
export const mostListBytes = 64 << 20;

/** Sources change every day; a list that stood still for so long no longer knows the sites of now. */
const oldAfterMs = 30 * 24 * 3_600_000;

/** `date` and `now`: instants, the latter in milliseconds since 1970. */
export const isOld = (date: string, now: number): boolean => now - Date.parse(date) > oldAfterMs;
