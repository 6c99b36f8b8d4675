import type { Language } from '../../../contract/language.ts';
import type { LocalService, Profile } from '../../../contract/profile.ts';

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
  /** In which refusals are explained; French when the visitor chose none. */
  readonly language?: Language;
}

export const browsingPolicy = (profile: Profile): BrowsingPolicy => ({
  browsing: profile.browsing,
  refusedSites: profile.refusedSites,
  localServices: profile.localServices,
  downloads: profile.downloads,
  maxTabs: profile.maxTabs,
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
  'private-network',
  'port-refused',
  'too-many-tabs',
  'downloads-refused',
  'permission-refused',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: RefusalReason };

const allowed: Decision = { allowed: true };
const refuse = (reason: RefusalReason): Decision => ({ allowed: false, reason });
const allowedIf = (holds: boolean, reason: RefusalReason): Decision => (holds ? allowed : refuse(reason));

/** Web pages live on these; anything else is a service that a visitor has no business with. */
const webPorts: ReadonlySet<number> = new Set([80, 443, 8080, 8443]);

/** What a page may have without asking anyone: to copy on a click, and to fill its own tab. */
const harmlessPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'fullscreen']);

const covers = (site: string, host: string): boolean => host === site || host.endsWith(`.${site}`);

/**
 * An IP literal or a name that only means something inside: the proxy alone may reach one, for a named local service.
 * Whatever ends in a number is read as an IPv4 address by browsers and resolvers alike, in decimal, octal and hex.
 */
const isPrivateName = (host: string): boolean =>
  /(^|\.)(\d+|0x[\da-f]*)$/.test(host) ||
  host.includes(':') ||
  !host.includes('.') ||
  /\.(internal|local|localhost|lan|home|arpa)$/.test(host);

function decideSite(policy: BrowsingPolicy, host: string, port: number): Decision {
  if (host === homeHost || policy.localServices.some((service) => service.host === host)) {
    return port === 80 ? allowed : refuse('port-refused');
  }
  if (isPrivateName(host)) return refuse('private-network');
  if (!webPorts.has(port)) return refuse('port-refused');
  if (policy.refusedSites.some((site) => covers(site, host))) return refuse('site-refused');
  if (policy.browsing.mode === 'only' && !policy.browsing.sites.some((site) => covers(site, host)))
    return refuse('site-not-in-list');
  return allowed;
}

function decideAddress(policy: BrowsingPolicy, address: string): Decision {
  if (address === 'about:blank' || address === 'about:srcdoc' || address === '') return allowed;
  if (!URL.canParse(address)) return refuse('address-unreadable');
  const url = new URL(address);
  if (url.protocol === 'blob:') return decideAddress(policy, url.pathname);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('scheme-refused');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return decideSite(policy, plainHost(url.hostname), port);
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
      return decideSite(policy, plainHost(question.host), question.port);
  }
}
