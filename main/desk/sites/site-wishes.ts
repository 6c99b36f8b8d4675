import type { KioskMessage } from '../../../contract/desk-link.ts';
import type { SiteWish } from '../../../contract/desk-routes.ts';
import { maxSiteRequests } from '../../../contract/sites.ts';
import { type Clock, instantOf } from '../clock.ts';

type Asked = Extract<KioskMessage, { type: 'site-asked' }>;

interface Wish extends SiteWish {
  readonly session: string;
}

/** What visitors would like to have opened, until a facilitator answers or the session is over. In memory only, and told to nobody but the room. */
export class SiteWishes {
  readonly #clock: Clock;
  readonly #wishes = new Map<string, readonly Wish[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False when it is known already, or one too many. */
  take(workstation: string, { id, session, site, category }: Asked): boolean {
    const others = this.#of(workstation).filter((wish) => wish.session === session);
    if (others.length >= maxSiteRequests || others.some((wish) => wish.id === id)) return false;
    this.#wishes.set(workstation, [...others, { id, session, site, category, at: instantOf(this.#clock()) }]);
    return true;
  }

  /** Only those of this session stay; null: none runs. */
  keep(workstation: string, session: string | null): void {
    const kept = this.#of(workstation).filter((wish) => wish.session === session);
    this.#wishes.set(workstation, kept);
  }

  find(workstation: string, id: string): SiteWish | null {
    return this.of(workstation).find((wish) => wish.id === id) ?? null;
  }

  answered(workstation: string, id: string): void {
    const left = this.#of(workstation).filter((wish) => wish.id !== id);
    this.#wishes.set(workstation, left);
  }

  of(workstation: string): SiteWish[] {
    return this.#of(workstation).map(({ id, site, category, at }) => ({ id, site, category, at }));
  }

  #of(workstation: string): readonly Wish[] {
    return this.#wishes.get(workstation) ?? [];
  }
}
