import { z } from 'zod';

/** Sites that a facilitator opens although a profile or the filter list refuses them. */

/** A name as kiosks decide by it: in lower case and punycode, no dot at its end. It stands for every name below it too. */
export const siteNameSchema = z
  .string()
  .max(253)
  .regex(/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/, 'expected the name of a site such as "example.org"');

/** Is this host the site, or below it? */
export const covers = (site: string, host: string): boolean => host === site || host.endsWith(`.${site}`);

/** More than one session asks for: it is in need of a facilitator at its side, or plays. */
export const maxSiteRequests = 5;

/** Why a place opens a site for everybody: long enough to say something. */
export const openingReasonSchema = z.string().trim().min(3).max(200);
