import type { RefusalReason } from '../decide.ts';

/** What a visitor reads in a page's place: why, and what to do now. One everyday sentence each. */

/** Refusals by rule, and the three ways in which a page is missing without any rule against it. */
export type PageReason = RefusalReason | 'no-session' | 'site-not-found' | 'site-silent';

/** How it stands with a wish to have a site opened. `unheard`: the desk is away; `stale`: the button belongs to no session that runs. */
export type AskState = 'asked' | 'opened' | 'refused' | 'unheard' | 'too-many' | 'stale';

export interface RefusalText {
  readonly title: string;
  readonly why: string;
  readonly next: string;
}

export interface RefusalWords {
  readonly reasons: Readonly<Record<PageReason, RefusalText>>;
  readonly home: string;
  /** The button that asks. */
  readonly ask: string;
  /** What became of it; `{site}` is its name. */
  readonly asking: Readonly<Record<AskState, RefusalText>>;
  readonly openSite: string;
  readonly lookAgain: string;
  readonly askAgain: string;
  readonly facilitator: string;
  /** Why a site of the filter list is refused; `{category}` is the name of its category. */
  readonly listedAs: string;
  /** Names of the categories that our profiles refuse; of others nothing is said but that they are refused. */
  readonly categories: Readonly<Partial<Record<string, string>>>;
}
