import { z } from 'zod';
import { wordsSchema } from './language.ts';
import { minutesSchema } from './session.ts';
import { readUrlFilter } from './url-filter.ts';

/** A kiosk profile: what a kind of workstation offers and allows. Data only, one JSON file each in `kiosk-profiles/`. */

/** Sites or pages of a site, see `UrlFilter`: `caf.fr` covers `www.caf.fr` too. */
const siteSchema = z
  .string()
  .refine(
    (text) => readUrlFilter(text) !== null,
    'expected a site such as "service-public.fr", or pages of it such as "impots.gouv.fr/particulier", in the form of Chromium’s URL filters',
  );

export const categorySchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, 'expected the name of a category as the filter list has it, such as "adult"');

const webAddressSchema = z.url({
  protocol: /^https?$/,
  error: 'expected an address that starts with http:// or https://',
});

/**
 * A service of the place's own network that visitors may reach (a library catalogue, the demonstration's town site).
 * Everything else that is private or loopback is refused, so each one is named: visitors type `origin`, the proxy connects to `address:port`.
 */
export const localServiceSchema = z.strictObject({
  label: wordsSchema,
  /** A host name under `.internal` (reserved for private use), so that no public name can be taken over. */
  host: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.internal$/, 'expected a host name that ends in ".internal"'),
  address: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65_535),
});

export const tileIcons = [
  'work',
  'family',
  'papers',
  'mail',
  'document',
  'files',
  'school',
  'learn',
  'search',
  'town',
  'health',
] as const;

export const tileSchema = z.strictObject({
  label: wordsSchema,
  hint: wordsSchema.optional(),
  icon: z.enum(tileIcons),
  address: webAddressSchema,
});

export const profileSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected a short name in lower case such as "e-services"'),
  /** Raised by hand at each change; shown at the desk. */
  version: z.int().positive(),
  name: wordsSchema,
  /** Why a field is as it is, by its name ("graceSeconds", "filter.refused.gambling"): for whoever keeps the profile, shown to no visitor. */
  notes: z.record(z.string().min(1), z.string().min(1)).default({}),
  browsing: z.discriminatedUnion('mode', [
    /** The whole public web, minus `refusedSites` and what the filter refuses. */
    z.strictObject({ mode: z.literal('open') }),
    /** These sites only, and of them what no closer rule of `refusedSites` refuses. */
    z.strictObject({ mode: z.literal('only'), sites: z.array(siteSchema).min(1) }),
  ]),
  refusedSites: z.array(siteSchema).default([]),
  /**
   * Categories of the filter list, by its own names ("adult"): sites of the first are refused, sites of the second never are, whatever else they
   * are listed under.
   */
  filter: z
    .strictObject({ refused: z.array(categorySchema).default([]), allowed: z.array(categorySchema).default([]) })
    .default({ refused: [], allowed: [] }),
  /**
   * Search engines without explicit results, and videos with restrictions that are `moderate` or `strict`, by the means that they publish for
   * it; a visitor cannot turn it off. An engine without such means stays as it is: it is for `refusedSites`.
   */
  safeSearch: z.enum(['off', 'moderate', 'strict']).default('off'),
  localServices: z.array(localServiceSchema).default([]),
  /** Longest session, and the allowance of one holder (ticket or card) per day and per week; null = no limit. */
  limits: z
    .strictObject({
      sessionMinutes: z.nullable(minutesSchema),
      dayMinutes: z.nullable(minutesSchema),
      weekMinutes: z.nullable(
        z
          .int()
          .min(1)
          .max(7 * 24 * 60),
      ),
    })
    .default({ sessionMinutes: null, dayMinutes: null, weekMinutes: null }),
  /** Sit down and begin, without any code, for so many minutes; null = not on this kind of kiosk. */
  openAccessMinutes: z.nullable(minutesSchema).default(null),
  /** Minutes left at which the visitor is warned, largest first. */
  warningsAtMinutes: z.array(z.int().min(1).max(120)).min(1).default([10, 5, 2]),
  /** One bounded time after the end, only to save or print. */
  graceSeconds: z.int().min(0).max(300).default(60),
  /** Session folder and downloads: `refuse` for a station that only looks things up. */
  downloads: z.enum(['allow', 'refuse']).default('allow'),
  maxTabs: z.int().min(1).max(30).default(10),
  /** `{words}` is replaced by what was typed. */
  searchAddress: webAddressSchema.refine(
    (address) => address.includes('{words}'),
    'expected {words} where the search words go',
  ),
  tiles: z.array(tileSchema).max(24),
});

export type Profile = z.infer<typeof profileSchema>;
export type LocalService = z.infer<typeof localServiceSchema>;
export type Tile = z.infer<typeof tileSchema>;
