import type { Entry } from '../../contract/book/entries.ts';
import type { Registration } from '../../contract/book/workshops.ts';

/** What is asked about a workshop before it is done; one question at a time. */
export type WorkshopQuestion =
  | { readonly what: 'edit' }
  | { readonly what: 'remove' }
  | { readonly what: 'date' }
  | { readonly what: 'cancel'; readonly session: Entry }
  | { readonly what: 'unregister'; readonly registration: Registration };
