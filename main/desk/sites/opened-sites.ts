import type { OpenedSite } from '../../../contract/desk-routes.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

interface SiteRow {
  readonly site: string;
  readonly reason: string;
  readonly opened_by: string;
  readonly opened_at: number;
}

/** More would make a slice too large; a place that opens as many needs another profile. */
export const mostOpen = 2_000;

/** Sites that are open to everybody at this place. Rows stay when one is taken back: who decided what, when and why. */
export class OpenedSites {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Names, in their order. */
  names(): string[] {
    return this.#rows().map(({ site }) => site);
  }

  read(): OpenedSite[] {
    return this.#rows().map(({ site, reason, opened_by: by, opened_at: at }) => ({
      ...{ site, reason, by },
      at: instantOf(at),
    }));
  }

  /** False when it is open already, or no more can be. */
  open({ site, reason, by }: { readonly site: string; readonly reason: string; readonly by: string }): boolean {
    const { changes } = this.#store
      .prepare(
        `INSERT INTO opened_sites (site, reason, opened_by, opened_at) SELECT ?, ?, ?, ?
         WHERE (SELECT count(*) FROM opened_sites WHERE closed_at IS NULL) < ?
         ON CONFLICT DO NOTHING`,
      )
      .run(site, reason, by, this.#clock(), mostOpen);
    return changes === 1;
  }

  /** False when it was not open. */
  close(site: string, by: string): boolean {
    const { changes } = this.#store
      .prepare('UPDATE opened_sites SET closed_at = ?, closed_by = ? WHERE site = ? AND closed_at IS NULL')
      .run(this.#clock(), by, site);
    return changes === 1;
  }

  #rows(): SiteRow[] {
    return prepared<[], SiteRow>(
      this.#store,
      'SELECT site, reason, opened_by, opened_at FROM opened_sites WHERE closed_at IS NULL ORDER BY site',
    ).all();
  }
}
