import { decide, homeHost, plainHost, type BrowsingPolicy, type RefusalReason } from '../browsing/decide.ts';
import type { PageReason } from '../browsing/refusal-page.ts';
import { isChatter, mayBeChatter } from './chatter.ts';
import { Names } from './names.ts';
import type { Network, Target } from './network.ts';
import { isPublicAddress } from './public-addresses.ts';
import type { Asked } from './request-line.ts';
import { Refusals } from './refusals.ts';
import { safeName } from './safe-search.ts';
import type { Upstream } from './upstream.ts';
import { Witness, witnessHost } from './witness.ts';

export type Admission =
  /** The page of tiles, which the proxy answers itself. */
  | { readonly kind: 'home' }
  /** The page that plants the token, likewise. */
  | { readonly kind: 'witness' }
  | { readonly kind: 'target'; readonly target: Target }
  | { readonly kind: 'refused'; readonly reason: PageReason; readonly category?: string };

const refused = (reason: PageReason): Admission => ({ kind: 'refused', reason });

/** The one place where a connection is let through: the rules by name first, then every address that the name stands for. */
export class Gate {
  readonly refusals = new Refusals();
  readonly witness = new Witness();
  readonly #network: Network;
  readonly #upstream: Upstream | null;
  readonly #names: Names;
  #policy: BrowsingPolicy | null = null;

  /** `upstream`: null where sites are reached without one. */
  constructor(network: Network, upstream: Upstream | null = null) {
    this.#network = network;
    this.#upstream = upstream;
    this.#names = new Names((host) => network.resolve(host));
  }

  /** Null: no session, nothing passes. */
  get policy(): BrowsingPolicy | null {
    return this.#policy;
  }

  /** Where the last visitor went is forgotten with their rules. */
  set policy(policy: BrowsingPolicy | null) {
    this.#policy = policy;
    this.#names.forget();
  }

  async admit(asked: Asked): Promise<Admission> {
    const { policy } = this;
    const host = plainHost(asked.host);
    if (host === witnessHost && asked.port === 80 && this.witness.isPlanting) return { kind: 'witness' };
    if (policy === null) return refused('no-session');
    if (isChatter(host, asked.path)) return refused('site-refused');
    const decision = decide(policy, { kind: 'connection', host, port: asked.port });
    if (!decision.allowed) return this.#refuse(decision.reason, host, decision.category);
    if (host === homeHost) return { kind: 'home' };
    const service = policy.localServices.find((one) => one.host === host);
    if (service !== undefined) {
      return { kind: 'target', target: { addresses: [service.address], port: service.port } };
    }
    const admission = await this.#admitAddresses(safeName(host, policy.safeSearch), asked.port);
    // The session may have ended while the name was looked up.
    return policy === this.policy ? admission : refused('no-session');
  }

  async #admitAddresses(host: string, port: number): Promise<Admission> {
    const upstream = this.#upstream;
    if (host === upstream?.host) return this.#refuse('private-network', host);
    if (upstream?.looksUp(host) === true) return await this.#beyond(upstream, { host, port });
    const addresses = await this.#resolve(host);
    if (addresses.length === 0) return refused('site-not-found');
    // One private address among public ones is how a rebinding name looks: the whole name is refused.
    const allPublic = addresses.every(isPublicAddress) && !this.#network.anyNeighbour(addresses);
    if (!allPublic) return this.#refuse('private-network', host);
    if (upstream === null || upstream.spares(host, addresses)) return { kind: 'target', target: { addresses, port } };
    return await this.#beyond(upstream, { host, port });
  }

  async #beyond(upstream: Upstream, asked: Asked): Promise<Admission> {
    const addresses = await this.#resolve(upstream.host);
    if (addresses.length === 0) return refused('site-silent');
    return { kind: 'target', target: { addresses, port: upstream.port, beyond: { ...asked, upstream } } };
  }

  async #resolve(host: string): Promise<readonly string[]> {
    try {
      return await this.#names.resolve(host);
    } catch (error) {
      // Every resolver fault looks the same to a visitor; what is not one goes on.
      if (error instanceof Error && 'code' in error) return [];
      throw error;
    }
  }

  #refuse(reason: RefusalReason, host: string, category?: string): Admission {
    if (!mayBeChatter(host)) this.refusals.count(category ?? reason);
    return category === undefined ? refused(reason) : { kind: 'refused', reason, category };
  }
}
