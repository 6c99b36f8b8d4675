import type { Language } from '../../contract/language.ts';

/** What this needs of the browser's `speechSynthesis`. */
export interface Voices {
  getVoices(): readonly SpeechSynthesisVoice[];
  speak(utterance: SpeechSynthesisUtterance): void;
  cancel(): void;
}

/** Reads a screen aloud, where the machine has a voice for the language. */
export class Speech {
  readonly #voices: Voices | null;
  #speaking = $state(false);
  #voiceMissing = $state(false);
  /** Rises with each start and stop: what a cancelled reading still reports no longer counts. */
  #turn = 0;

  constructor(voices: Voices | null) {
    this.#voices = voices;
  }

  get speaking(): boolean {
    return this.#speaking;
  }

  /** True after someone asked to listen and no voice speaks the language. */
  get voiceMissing(): boolean {
    return this.#voiceMissing;
  }

  /** `text`: one sentence or label a line. */
  start(text: string, language: Language): void {
    this.stop();
    const voice = this.#voices?.getVoices().find(({ lang }) => lang.toLowerCase().startsWith(language));
    this.#voiceMissing = voice === undefined;
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    if (voice === undefined || lines.length === 0) return;
    this.#speaking = true;
    // One utterance a line: Chromium falls silent within a long one.
    lines.forEach((line, index) => this.#say({ line, voice, last: index === lines.length - 1 }));
  }

  stop(): void {
    this.#turn += 1;
    this.#voices?.cancel();
    this.#speaking = false;
    this.#voiceMissing = false;
  }

  #say({ line, voice, last }: { line: string; voice: SpeechSynthesisVoice; last: boolean }): void {
    const utterance = new SpeechSynthesisUtterance(line);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    const turn = this.#turn;
    const over = (): void => {
      if (turn === this.#turn) this.#speaking = false;
    };
    if (last) utterance.onend = over;
    utterance.onerror = over;
    this.#voices?.speak(utterance);
  }
}
