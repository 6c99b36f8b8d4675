import type { Language } from '../../contract/language.ts';
import type { KioskBridge } from '../../contract/screens.ts';
import type { Preferences } from './preferences.svelte.ts';

/** Longest text that the kiosk reads at once, in characters. */
const longest = 2000;

/**
 * Reads the screens aloud, by the kiosk's own voice. Once somebody listens, every new screen and every warning is read too, until they
 * stop it or leave.
 */
export class Speech {
  readonly #bridge: KioskBridge;
  readonly #preferences: Preferences;
  #listening = $state(false);
  #voiceMissing = $state(false);

  constructor(bridge: KioskBridge, preferences: Preferences) {
    this.#bridge = bridge;
    this.#preferences = preferences;
  }

  get listening(): boolean {
    return this.#listening;
  }

  /** True after somebody asked to listen and no voice speaks the language. */
  get voiceMissing(): boolean {
    return this.#voiceMissing;
  }

  /** From now on what appears is read. `voices`: the languages that this machine speaks. */
  listen(language: Language, voices: readonly Language[]): void {
    this.#voiceMissing = !voices.includes(language);
    this.#listening = !this.#voiceMissing;
  }

  /** Reads it as the visitor wishes, if they listen; what was being read stops. */
  async read(text: string): Promise<void> {
    const line = text.replaceAll(/\s*\n\s*/g, '\n').trim();
    if (!this.#listening || line === '') return;
    if (await this.#say(line)) return;
    this.#listening = false;
    this.#voiceMissing = true;
  }

  /** Reads a code sign by sign, whether they listen or not: they asked for this one. */
  async spell(code: string): Promise<void> {
    this.#voiceMissing = !(await this.#say(Array.from(code.matchAll(/[\dA-Z]/g), String).join(', ')));
  }

  async #say(line: string): Promise<boolean> {
    const { language, wordsPerMinute, volumePercent } = this.#preferences;
    const utterance = { text: line.slice(0, longest), language, wordsPerMinute, volumePercent };
    return (await this.#bridge.call('speech.say', utterance)).ok;
  }

  stop(): void {
    this.#voiceMissing = false;
    if (!this.#listening) return;
    this.#listening = false;
    void this.#bridge.call('speech.stop', {});
  }
}
