import type { Entry } from '../../../contract/book/entries.ts';
import type { BookingDraft } from './booking-draft.svelte.ts';

/** What stands open above the timeline; one at a time. */
export type BookQuestion =
  | { readonly what: 'booking'; readonly draft: BookingDraft }
  | { readonly what: 'codes'; readonly entry: Entry; readonly codes: readonly string[] }
  | { readonly what: 'entry'; readonly entry: Entry }
  | { readonly what: 'slots' }
  | { readonly what: 'code' }
  | { readonly what: 'closure' };
