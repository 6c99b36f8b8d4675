import type { Queued } from '../../contract/book/queue.ts';
import type { SiteWish, WorkstationCard } from '../../contract/desk-routes.ts';

/** What is asked about one workstation before it is done. */
export type CardQuestion = 'end' | 'extend' | 'start' | 'check';

/** What the facilitator is about to do; one question at a time. */
export type Asked =
  | { readonly what: 'ticket' }
  | { readonly what: 'explain' }
  | { readonly what: 'number' }
  | { readonly what: 'gone'; readonly queued: Queued }
  | { readonly what: 'open-site'; readonly card: WorkstationCard; readonly wish: SiteWish }
  | { readonly what: CardQuestion; readonly card: WorkstationCard };
