import { homeProfilePath, homeProfileSchema, type HomeProfile } from '../../contract/home.ts';
import { languages, type Language, type Words as Texts } from '../../contract/language.ts';
import { parse } from '../../contract/problem.ts';
import { textSizes, themes, type TextSize, type Theme } from '../../contract/screens.ts';
import { destination } from './destination.ts';
import { homeWords } from './home-words.ts';

/** A text of the profile as it is shown: in the chosen language, else in French and marked as such. */
export interface ShownText {
  readonly text: string;
  readonly lang: Language;
}

/** How the visitor reads: the kiosk says it in the address, as it was chosen on its screens. */
export interface Reading {
  readonly lang: Language;
  readonly theme: Theme;
  readonly text: TextSize;
}

/** One of the known choices, else the first. */
const oneOf = <Choice extends string | number>(known: readonly [Choice, ...Choice[]], chosen: string | null): Choice =>
  known.find((choice) => String(choice) === chosen) ?? known[0];

/** The page of tiles: what the profile offers, read as the visitor wishes. Keeps nothing: its address says it all. */
export class HomeView {
  readonly words = homeWords();
  readonly reading: Reading;
  /** Null: not read yet, or not to be had. */
  #profile = $state<HomeProfile | null>(null);
  typed = $state('');

  /** `asked` as the address says it; what is not known here is the usual. */
  constructor(asked: URLSearchParams) {
    this.reading = {
      lang: oneOf(languages, asked.get('lang')),
      theme: oneOf(themes, asked.get('theme')),
      text: oneOf(textSizes, asked.get('text')),
    };
    this.words.language = this.reading.lang;
  }

  /** Puts the choices on the page's root, where the styles read them. */
  apply(root: HTMLElement): void {
    root.lang = this.reading.lang;
    root.dir = this.words.direction;
    root.dataset['theme'] = this.reading.theme;
    root.dataset['text'] = String(this.reading.text);
  }

  /** The same page, with one choice changed. */
  addressWith(change: Partial<Reading>): string {
    const { lang, theme, text } = { ...this.reading, ...change };
    return `?lang=${lang}&theme=${theme}&text=${text}`;
  }

  /** The next larger text, and after the largest the normal one. */
  get nextText(): TextSize {
    return textSizes[textSizes.indexOf(this.reading.text) + 1] ?? textSizes[0];
  }

  /** High contrast, or back to light. */
  get nextTheme(): Theme {
    return this.reading.theme === 'light' ? 'contrast' : 'light';
  }

  get profile(): HomeProfile | null {
    return this.#profile;
  }

  /** Reads the profile from the kiosk. Without it the page says so; it never rejects. */
  async load(): Promise<void> {
    try {
      const answer = await fetch(homeProfilePath);
      const profile = parse(homeProfileSchema, await answer.json(), 'profile');
      this.#profile = profile.ok ? profile.value : null;
    } catch {
      // The proxy is gone or the session over: `failed` below is what the visitor reads.
      this.#profile = null;
    }
  }

  /** Opens what was typed, as an address or as a search. */
  go(): void {
    const address = this.#profile === null ? null : destination(this.typed, this.#profile.searchAddress);
    if (address !== null) location.assign(address);
  }

  show(texts: Texts): ShownText {
    const text = texts[this.words.language];
    return text === undefined ? { text: texts.fr, lang: 'fr' } : { text, lang: this.words.language };
  }
}
