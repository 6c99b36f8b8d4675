import type { Language } from '../../../contract/language.ts';
import type { LocalService, Profile } from '../../../contract/profile.ts';
import { covers } from '../../../contract/sites.ts';
import { decideByFilters, readUrlFilter, type AskedUrl, type UrlFilter } from '../../../contract/url-filter.ts';

/**
 * May this page open? this popup? this download? Pure, synchronous and free of Node, because Electron wants its answers at once and loads this
 * same file in the visitor's process. The proxy asks it too, and is the judge that a broken browser cannot talk to.
 */

/** What a visitor's browser must know of the profile. Plain data: it crosses a process boundary. */
export interface BrowsingPolicy {
  readonly browsing: Profile['browsing'];
  readonly refusedSites: readonly string[];
  readonly localServices: readonly LocalService[];
  readonly downloads: Profile['downloads'];
  readonly maxTabs: number;
  /** By a facilitator: neither the profile's rules nor the filter list refuse these, see `siteNameSchema`. */
  readonly openedSites?: readonly string[];
  /** With which a refused page asks for its site, see `askFor`; left out where nobody can be asked. */
  readonly askKey?: string;
  /** In which refusals are explained; French when the visitor chose none. */
  readonly language?: Language;
  /** For the proxy, which connects; off where it is not said. */
  readonly safeSearch?: Profile['safeSearch'];
  /**
   * The category for which the filter list refuses a site, or a page of it where the path is known; null = none. Only where the list is: it
   * crosses no process boundary, and a visitor's process without it leaves the answer to the proxy.
   */
  readonly categoryOf?: (host: string, path: string | null) => string | null;
}

export const browsingPolicy = (profile: Profile): BrowsingPolicy => ({
  browsing: profile.browsing,
  refusedSites: profile.refusedSites,
  localServices: profile.localServices,
  downloads: profile.downloads,
  maxTabs: profile.maxTabs,
  safeSearch: profile.safeSearch,
});

/** The page of tiles, served by the kiosk's proxy. `.internal` is reserved for private use: no public name can take it. */
export const homeHost = 'accueil.escale.internal';
export const homeAddress = `http://${homeHost}/`;

export type Question =
  | { readonly kind: 'navigation'; readonly address: string }
  | { readonly kind: 'popup'; readonly address: string; readonly openTabs: number }
  | { readonly kind: 'download'; readonly address: string }
  /** A page wants documents of the session. */
  | { readonly kind: 'upload' }
  | { readonly kind: 'permission'; readonly name: string }
  | { readonly kind: 'external-protocol'; readonly address: string }
  /** What the proxy asks, before any name is resolved. */
  | { readonly kind: 'connection'; readonly host: string; readonly port: number };

export const refusalReasons = [
  'address-unreadable',
  'scheme-refused',
  'site-refused',
  'site-not-in-list',
  'category-refused',
  'private-network',
  'port-refused',
  'too-many-tabs',
  'downloads-refused',
  'permission-refused',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

export type Decision =
  | { readonly allowed: true }
  /** `category`: of the filter list, with `category-refused`. */
  | { readonly allowed: false; readonly reason: RefusalReason; readonly category?: string };

const allowed: Decision = { allowed: true };
const refuse = (reason: RefusalReason): Decision => ({ allowed: false, reason });
const allowedIf = (holds: boolean, reason: RefusalReason): Decision => (holds ? allowed : refuse(reason));

/** Web pages live on these; anything else is a service that a visitor has no business with. */
const webPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

/** What a page may have without asking anyone: to copy on a click, and to fill its own tab. */
const harmlessPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

/** Read once for each list, since a page asks a hundred times. */
const filtersOf = new WeakMap<readonly string[], readonly UrlFilter[]>();

function filtersIn(sites: readonly string[]): readonly UrlFilter[] {
  const known = filtersOf.get(sites);
  if (known !== undefined) return known;
  // A profile with another form was refused where it was read.
  const filters = sites.map(readUrlFilter).filter((filter) => filter !== null);
  filtersOf.set(sites, filters);
  return filters;
}

/**
 * An IP literal or a name that only means something inside: the proxy alone may reach one, for a named local service.
 * Whatever ends in a number is read as an IPv4 address by browsers and resolvers alike, in decimal, octal and hex.
 */
const isPrivateName = (host: string): boolean =>
  /(^|\.)(\d+|0x[\da-f]*)$/.test(host) ||
  host.includes(':') ||
  !host.includes('.') ||
  /\.(internal|local|localhost|lan|home|arpa)$/.test(host);

function decideSite(policy: BrowsingPolicy, asked: AskedUrl): Decision {
  const { host, port } = asked;
  if (host === homeHost || policy.localServices.some((service) => service.host === host)) {
    return port === 80 ? allowed : refuse('port-refused');
  }
  if (isPrivateName(host)) return refuse('private-network');
  if (!webPorts.has(port)) return refuse('port-refused');
  return decideBySite(policy, asked);
}

const nothing: readonly string[] = [];

function decideBySite({ refusedSites, browsing, openedSites, categoryOf }: BrowsingPolicy, asked: AskedUrl): Decision {
  if (openedSites?.some((site) => covers(site, asked.host)) === true) return allowed;
  const opened = filtersIn(browsing.mode === 'only' ? browsing.sites : nothing);
  const decided = decideByFilters(asked, { opened, refused: filtersIn(refusedSites) });
  if (decided === 'refused') return refuse('site-refused');
  if (decided === null && browsing.mode === 'only') return refuse('site-not-in-list');
  const category = categoryOf?.(asked.host, pathAndQuery(asked)) ?? null;
  return category === null ? allowed : { allowed: false, reason: 'category-refused', category };
}

const pathAndQuery = ({ path, query }: AskedUrl): string | null =>
  path === null ? null : query === null || query === '' ? path : `${path}?${query}`;

function decideAddress(policy: BrowsingPolicy, address: string): Decision {
  if (address === 'about:blank' || address === 'about:srcdoc' || address === '') return allowed;
  if (!URL.canParse(address)) return refuse('address-unreadable');
  const url = new URL(address);
  if (url.protocol === 'blob:') return decideAddress(policy, url.pathname);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('scheme-refused');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const [scheme, query] = [url.protocol.slice(0, -1), url.search.slice(1)];
  return decideSite(policy, { scheme, host: plainHost(url.hostname), port, path: url.pathname, query });
}

/** `EXAMPLE.org.` and `[::1]` as the lists spell them. */
export const plainHost = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

export function decide(policy: BrowsingPolicy, question: Question): Decision {
  switch (question.kind) {
    case 'navigation':
      return decideAddress(policy, question.address);
    case 'popup':
      return question.openTabs >= policy.maxTabs ? refuse('too-many-tabs') : decideAddress(policy, question.address);
    case 'download':
      return policy.downloads === 'refuse' ? refuse('downloads-refused') : decideAddress(policy, question.address);
    case 'upload':
      return allowedIf(policy.downloads === 'allow', 'permission-refused');
    case 'permission':
      return allowedIf(harmlessPermissions.has(question.name), 'permission-refused');
    case 'external-protocol':
      return refuse('scheme-refused');
    case 'connection':
      return decideSite(policy, {
        ...{ host: plainHost(question.host), port: question.port },
        ...{ scheme: null, path: null, query: null },
      });
  }
}
