import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Speech } from '../../renderer/kiosk/speech.svelte.ts';

/** A machine's voices, as far as a screen sees them: they say what they are given, one after the other. */
class FakeVoices {
  readonly said: { text: string; lang: string; onend?: () => void; onerror?: () => void }[] = [];

  getVoices(): SpeechSynthesisVoice[] {
    return [{ lang: 'fr-FR' }, { lang: 'ar-SA' }] as SpeechSynthesisVoice[];
  }

  speak(utterance: SpeechSynthesisUtterance): void {
    this.said.push(utterance as never);
  }

  cancel(): void {
    this.said.splice(0).forEach((utterance) => utterance.onerror?.());
  }
}

beforeEach(() => {
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
    },
  );
});

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a screen is read line by line in the voice of its language', () => {
  const voices = new FakeVoices();
  const speech = new Speech(voices);
  speech.start('Bonjour !\n\nTapez le code', 'fr');
  expect(voices.said.map(({ text, lang }) => [text, lang])).toEqual([
    ['Bonjour !', 'fr-FR'],
    ['Tapez le code', 'fr-FR'],
  ]);
  expect(speech.speaking).toBe(true);
  voices.said[1]?.onend?.();
  expect(speech.speaking).toBe(false);
});

test('starting again is not stopped by what was cancelled', () => {
  const voices = new FakeVoices();
  const speech = new Speech(voices);
  speech.start('Un', 'fr');
  speech.start('Deux', 'fr');
  expect(speech.speaking).toBe(true);
  speech.stop();
  expect([speech.speaking, voices.said]).toEqual([false, []]);
});

test.each([
  ['a machine without a voice for the language', new FakeVoices()],
  ['a machine without any voice', null],
])('%s says so instead of staying silent', (_, voices) => {
  const speech = new Speech(voices);
  speech.start('Добрий день', 'uk');
  expect([speech.speaking, speech.voiceMissing]).toEqual([false, true]);
});
