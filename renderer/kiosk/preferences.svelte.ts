import type { Language } from '../../contract/language.ts';
import {
  speechSpeeds,
  speechVolumes,
  textSizes,
  type SpeechSpeed,
  type SpeechVolume,
  type TextSize,
  type Theme,
} from '../../contract/screens.ts';
import type { KioskWords } from './kiosk-words.ts';

/** In the order of the button: high contrast is one press away. */
const themeOrder: readonly [Theme, ...Theme[]] = ['light', 'contrast', 'dark'];

const after = <Item>(items: readonly [Item, ...Item[]], item: Item): Item =>
  items[(items.indexOf(item) + 1) % items.length] ?? items[0];

/** How this visitor wants to read, or to be read to. Kept in memory alone, and given back before the next visitor comes. */
export class Preferences {
  readonly #words: KioskWords;
  #theme = $state<Theme>('light');
  #textSize = $state<TextSize>(100);
  #wordsPerMinute = $state<SpeechSpeed>(175);
  #volumePercent = $state<SpeechVolume>(100);

  constructor(words: KioskWords) {
    this.#words = words;
  }

  get language(): Language {
    return this.#words.language;
  }

  set language(language: Language) {
    this.#words.language = language;
  }

  get theme(): Theme {
    return this.#theme;
  }

  get nextTheme(): Theme {
    return after(themeOrder, this.#theme);
  }

  get textSize(): TextSize {
    return this.#textSize;
  }

  get wordsPerMinute(): SpeechSpeed {
    return this.#wordsPerMinute;
  }

  get volumePercent(): SpeechVolume {
    return this.#volumePercent;
  }

  /** Makes the voice one step faster (1) or slower (-1); null where there is none. */
  speedStep(by: 1 | -1): (() => void) | null {
    const next = speechSpeeds[speechSpeeds.indexOf(this.#wordsPerMinute) + by];
    return next === undefined ? null : () => (this.#wordsPerMinute = next);
  }

  /** Makes the voice one step louder (1) or quieter (-1); null where there is none. */
  volumeStep(by: 1 | -1): (() => void) | null {
    const next = speechVolumes[speechVolumes.indexOf(this.#volumePercent) + by];
    return next === undefined ? null : () => (this.#volumePercent = next);
  }

  changeTheme(): void {
    this.#theme = this.nextTheme;
  }

  changeTextSize(): void {
    this.#textSize = after(textSizes, this.#textSize);
  }

  reset(): void {
    this.#words.language = 'fr';
    this.#theme = 'light';
    this.#textSize = 100;
    this.#wordsPerMinute = 175;
    this.#volumePercent = 100;
  }

  /** Puts the choices on the page's root, where the styles read them. */
  apply(root: HTMLElement): void {
    root.lang = this.#words.language;
    root.dir = this.#words.direction;
    root.dataset['theme'] = this.#theme;
    root.dataset['text'] = String(this.#textSize);
  }
}
