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
}
