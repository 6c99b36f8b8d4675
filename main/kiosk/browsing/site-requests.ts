import { randomBytes, randomUUID } from 'node:crypto';
import { getDomain } from 'tldts';
import { covers, maxSiteRequests, siteNameSchema } from '../../../contract/sites.ts';
import { readAsk } from './ask-address.ts';
import { askPage } from './ask-page.ts';
import { decide, plainHost, type BrowsingPolicy } from './decide.ts';
import type { AskState } from './refusal-words/words.ts';

/** What the desk is told: a site's name, never an address. */
export interface SiteRequest {
  readonly id: string;
  readonly session: string;
  readonly site: string;
  /** Of the filter list; null: the profile's own rules refuse it. */
  readonly category: string | null;
}

interface Asked extends SiteRequest {
  state: Exclude<AskState, 'stale' | 'too-many'>;
}

/** What a session asks to have opened, and what was. In memory only; what a visitor asked for is gone with the session. */
export class SiteRequests {
  /** Hands a request to the desk; false: it is away. */
  tell: (request: SiteRequest) => boolean = () => false;
  /** Other sites are open than before. */
  changed: () => void = () => undefined;
  #session: string | null = null;
  #key = '';
  #asked = new Map<string, Asked>();
  #openToAll: readonly string[] = [];

  /** Nothing happens to a session that goes on, in a new browser say. */
  begin(session: string): void {
    if (this.#session === session) return;
    this.forget();
    this.#session = session;
    this.#key = randomBytes(32).toString('base64url');
  }

  forget(): void {
    this.#session = null;
    this.#key = '';
    this.#asked = new Map();
  }

  /** See `BrowsingPolicy.askKey`. */
  get key(): string {
    return this.#key;
  }

  get opened(): readonly string[] {
    const forSession = [...this.#asked.values()].filter(({ state }) => state === 'opened').map(({ site }) => site);
    return [...new Set([...this.#openToAll, ...forSession])];
  }

  /** For everybody at this place, as the desk says. */
  openToAll(sites: readonly string[]): void {
    if (JSON.stringify(sites) === JSON.stringify(this.#openToAll)) return;
    this.#openToAll = sites;
    this.changed();
  }

  /** The facilitator's word; about a request of an earlier session it means nothing. */
  answer(id: string, opened: boolean): void {
    const asked = [...this.#asked.values()].find((one) => one.id === id);
    if (asked === undefined) return;
    asked.state = opened ? 'opened' : 'refused';
    this.changed();
  }

  /** The desk is back: what it had heard before it went away it has forgotten. */
  tellAgain(): void {
    for (const asked of this.#asked.values()) {
      if (asked.state === 'asked' || asked.state === 'unheard') this.#tell(asked);
    }
  }

  /** The page at this path of the kiosk's own site: to open it is to ask, once. */
  page(path: string, policy: BrowsingPolicy): string {
    const address = readAsk(policy, path);
    const { language = 'fr' } = policy;
    if (address === null || this.#session === null) return askPage({ state: 'stale', language });
    const host = plainHost(new URL(address).hostname);
    const site = getDomain(host, { allowPrivateDomains: true }) ?? host;
    const state = this.#stateOf({ session: this.#session, site, address, policy });
    return askPage({ state, site, address, language, again: path });
  }

  #stateOf({ session, site, address, policy }: Wish): AskState {
    if (this.opened.some((open) => covers(open, site))) return 'opened';
    if (!siteNameSchema.safeParse(site).success) return 'stale';
    const asked = this.#asked.get(site) ?? this.#take({ session, site, address, policy });
    if (asked === null) return 'too-many';
    if (asked.state !== 'refused') this.#tell(asked);
    return asked.state;
  }

  /** Again is no harm: the desk knows the request by its id. */
  #tell(asked: Asked): void {
    asked.state = this.tell(requestOf(asked)) ? 'asked' : 'unheard';
  }

  #take({ session, site, address, policy }: Wish): Asked | null {
    if (this.#asked.size >= maxSiteRequests) return null;
    const decision = decide(policy, { kind: 'navigation', address });
    const category = decision.allowed ? null : (decision.category ?? null);
    const asked: Asked = { id: randomUUID(), session, site, category, state: 'unheard' };
    this.#asked.set(site, asked);
    return asked;
  }
}

interface Wish {
  readonly session: string;
  readonly site: string;
  readonly address: string;
  readonly policy: BrowsingPolicy;
}

const requestOf = ({ id, session, site, category }: Asked): SiteRequest => ({ id, session, site, category });
