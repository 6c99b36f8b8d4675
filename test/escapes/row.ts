import type { Place } from './place.ts';
import type { State } from './states.ts';

/** What stands in an escape's way; each can be taken away to see which rows notice (`--without`). */
export const layers = ['keys', 'windows', 'policy', 'network', 'jail'] as const;
export type Layer = (typeof layers)[number];

/** What went wrong, one sentence each; empty: the kiosk held. */
export type Faults = readonly string[];

export type Attempt =
  /** Real keys, as xdotool names them. Held: nothing opens, and the page (or the lock) still has the keyboard. */
  | { readonly by: 'keys'; readonly chords: readonly string[] }
  /**
   * A page of an allowed site runs `script`, the body of an async function; `canaries` in it are the `host:port` that nobody may reach. Held: what
   * it returns, or the name of what it throws, fits `holds`.
   */
  | {
      readonly by: 'page';
      readonly script: string;
      /** Null: the page cannot tell, as it closes itself or leaves. */
      readonly holds: RegExp | null;
      /** Run by a real click, for what a browser grants to gestures only. */
      readonly gesture?: boolean;
      /** A small note of the browser's own over the page is no way out. */
      readonly bubble?: boolean;
      /** Real keys pressed once the script has run. */
      readonly then?: readonly string[];
    }
  /** Opened as a tab by the kiosk, and then asked of the browser itself, past the kiosk's own judgement. Held: neither shows it. */
  | { readonly by: 'addresses'; readonly addresses: readonly string[] }
  /** Everything that does not fit into a line of a table. */
  | { readonly by: 'trial'; readonly trial: (place: Place) => Promise<Faults> };

interface Entry {
  /** As in the catalogue of the design. */
  readonly row: number;
  readonly attack: string;
}

export interface Tried extends Entry {
  readonly states: readonly State[];
  readonly attempts: readonly Attempt[];
  /** Why there is nothing to try on another host than Chromium. */
  readonly onlyChromium?: string;
}

/** Left open on purpose: what it costs is less than what closing it would. */
export interface Accepted extends Entry {
  readonly accepted: string;
}

export interface NotTried extends Entry {
  /** Why not on this kind of machine, and what answers it instead. */
  readonly notTried: string;
}

export type Row = Tried | Accepted | NotTried;

export const keys = (...chords: readonly string[]): Attempt => ({ by: 'keys', chords });
export const addresses = (...list: readonly string[]): Attempt => ({ by: 'addresses', addresses: list });
export const trial = (tried: (place: Place) => Promise<Faults>): Attempt => ({ by: 'trial', trial: tried });

type PageAttempt = Extract<Attempt, { by: 'page' }>;

export const page = (
  script: string,
  holds: RegExp | null,
  more: Pick<PageAttempt, 'gesture' | 'bubble' | 'then'> = {},
): Attempt => ({ by: 'page', script, holds, ...more });
