import type { Display } from '../../contract/book/queue.ts';
import { languages } from '../../contract/language.ts';
import { type Theme, themes } from '../../contract/screens.ts';
import { waitText } from '../words/wait-text.ts';
import { displayWords } from './display-words.ts';
import { PlaceTime } from './place-time.ts';

/** The desk is asked this often. */
export const everyMs = 5000;

/** Three answers missed and a fourth late: what stands on the screen may no longer be true. */
export const staleAfterMs = 20_000;

/** So long a call stands out as a new one. */
const newMs = 20_000;

/** As many as can be read from the far end of a room. */
const mostCalled = 6;
const mostNext = 8;
const mostNextBesideWorkshops = 4;
const mostWorkshops = 2;

interface DisplayParts {
  readonly read: () => Promise<Display | null>;
  /** Milliseconds since 1970, by this machine’s clock. */
  readonly now: () => number;
  /** As the page’s address says it; what is not known here is the usual. */
  readonly asked: URLSearchParams;
}

/** What everybody in the room sees: numbers and workstations. Nothing is asked of anyone, nothing is kept. */
export class DisplayView {
  readonly words = displayWords();
  readonly theme: Theme;
  readonly #parts: DisplayParts;
  #display = $state.raw<Display | null>(null);
  #readAt = $state(0);
  #tick = $state(0);
  /** Who is called, and since when as seen from here. */
  #calledAt: readonly { readonly number: number; readonly since: number }[] = [];

  constructor(parts: DisplayParts) {
    this.#parts = parts;
    this.#tick = parts.now();
    this.words.language = languages.find((language) => language === parts.asked.get('language')) ?? 'fr';
    this.theme = themes.find((theme) => theme === parts.asked.get('theme')) ?? 'light';
  }

  /** Puts the choices on the page’s root, where the styles read them. */
  apply(root: HTMLElement): void {
    root.lang = this.words.language;
    root.dir = this.words.direction;
    root.dataset['theme'] = this.theme;
  }

  get display(): Display | null {
    return this.#display;
  }

  /** No answer for so long that the screen must say so. */
  get stale(): boolean {
    return this.#display !== null && this.#tick - this.#readAt > staleAfterMs;
  }

  get closed(): boolean {
    return this.#display !== null && this.#display.closesAt === null && this.#display.opensAt !== null;
  }

  /** Who is called; `fresh`: they have hardly had time to look up. */
  get called(): { readonly number: number; readonly workstation: string; readonly fresh: boolean }[] {
    const called = this.#display?.called.slice(0, mostCalled) ?? [];
    return called.map((call) => ({
      ...call,
      fresh: this.#tick - this.#calledSince(call.number, -Infinity) < newMs,
    }));
  }

  /** The numbers that come next, and how many more wait behind those that have room. */
  get next(): { readonly numbers: readonly number[]; readonly more: number } {
    const waiting = this.#display?.waiting ?? [];
    const most = this.workshops.length > 0 ? mostNextBesideWorkshops : mostNext;
    const numbers = waiting.length > most ? waiting.slice(0, most - 1) : waiting;
    return { numbers, more: waiting.length - numbers.length };
  }

  get workshops(): Display['workshops'] {
    return this.#display?.workshops.slice(0, mostWorkshops) ?? [];
  }

  get wait(): string {
    return waitText(this.#display?.waitNow ?? null, this.words);
  }

  /** The time of day, by the desk’s clock. */
  get clock(): string {
    const aheadMs = this.#display === null ? 0 : Date.parse(this.#display.now) - this.#readAt;
    return this.placeTime.timeOf(this.#tick + aheadMs);
  }

  /** Times and days by the clock and the calendar of the place. */
  get placeTime(): PlaceTime {
    return new PlaceTime(this.#display?.zone ?? 'UTC', this.words);
  }

  /** Moves the clock, and says when the news is old. */
  tick(): void {
    this.#tick = this.#parts.now();
  }

  /** Asks the desk; without an answer, what stood before stays. */
  async read(): Promise<void> {
    const display = await this.#parts.read();
    if (display === null) return;
    const now = this.#parts.now();
    // Who was called before this screen was switched on is no news.
    const first = this.#display === null ? -Infinity : now;
    this.#calledAt = display.called.map(({ number }) => ({ number, since: this.#calledSince(number, first) }));
    this.#display = display;
    this.#readAt = now;
    this.#tick = now;
  }

  #calledSince(number: number, otherwise: number): number {
    return this.#calledAt.find((call) => call.number === number)?.since ?? otherwise;
  }
}
