import { createHmac, timingSafeEqual } from 'node:crypto';
import { homeAddress, type BrowsingPolicy } from './decide.ts';
import type { PageReason } from './refusal-page.ts';

/**
 * Where the button of a refused page leads: to a page of the kiosk's own, with the address and a proof that the kiosk itself refused it in this
 * session. A page that wants to ask in the visitor's place cannot make one, and one that it finds is worth nothing for another address.
 */

export const askPath = '/demande';

/** What a facilitator can open; all else is refused whoever asks. */
const askable: ReadonlySet<PageReason> = new Set(['site-refused', 'site-not-in-list', 'category-refused']);

/** Longer ones are cut down to their site, so that the way there fits into a request line. */
const maxAddressLength = 2_000;

const proofOf = (key: string, address: string): string => createHmac('sha256', key).update(address).digest('base64url');

const shortened = (address: string): string =>
  address.length <= maxAddressLength ? address : new URL('/', address).href;

/** For `refusalPage`: nothing where a facilitator could not open it, or where nobody can be asked. */
export function askFor({ askKey }: BrowsingPolicy, reason: PageReason, address: string): { readonly ask?: string } {
  if (askKey === undefined || !askable.has(reason)) return {};
  const asked = shortened(address);
  const query = new URLSearchParams({ adresse: asked, preuve: proofOf(askKey, asked) });
  return { ask: new URL(`${askPath}?${query.toString()}`, homeAddress).href };
}

/** The address that is asked for at `path`; null: nobody was shown this button in this session. */
export function readAsk({ askKey }: BrowsingPolicy, path: string): string | null {
  const url = new URL(path, homeAddress);
  const address = url.searchParams.get('adresse');
  const proof = url.searchParams.get('preuve');
  if (askKey === undefined || url.pathname !== askPath || address === null || proof === null) return null;
  const [given, right] = [Buffer.from(proof), Buffer.from(proofOf(askKey, address))];
  return given.length === right.length && timingSafeEqual(given, right) ? address : null;
}
