import type { RefusalReason } from '../decide.ts';

/** What a visitor reads in a page's place: why, and what to do now. One everyday sentence each. */

/** Refusals by rule, and the three ways in which a page is missing without any rule against it. */
export type PageReason = RefusalReason | 'no-session' | 'site-not-found' | 'site-silent';

export interface RefusalText {
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

export interface RefusalWords {
  readonly reasons: Readonly<Record<PageReason, RefusalText>>;
  readonly home: string;
  readonly facilitator: string;
  /** Why a site of the filter list is refused; `{category}` is the name of its category. */
  readonly listedAs: string;
  /** Names of the categories that our profiles refuse; of others nothing is said but that they are refused. */
  readonly categories: Readonly<Partial<Record<string, string>>>;
}
