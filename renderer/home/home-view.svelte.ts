import { homeProfilePath, homeProfileSchema, type HomeProfile } from '../../contract/home.ts';
import { languageSchema, type Language, type Words as Texts } from '../../contract/language.ts';
import { parse } from '../../contract/problem.ts';
import { destination } from './destination.ts';
import { homeWords } from './home-words.ts';

/** A text of the profile as it is shown: in the chosen language, else in French and marked as such. */
export interface ShownText {
  readonly text: string;
  readonly lang: Language;
}

/** The page of tiles: what the profile offers, in the visitor's language. Keeps nothing. */
export class HomeView {
  readonly words = homeWords();
  /** Null: not read yet, or not to be had. */
  #profile = $state<HomeProfile | null>(null);
  typed = $state('');

  /** `language` as the address says it; another one than ours, or none, is French. */
  constructor(language: string | null) {
    const chosen = languageSchema.safeParse(language);
    this.words.language = chosen.success ? chosen.data : 'fr';
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
