import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { languages, type Language } from '../../contract/language.ts';
import { speechSpeeds, speechVolumes, type Utterance } from '../../contract/screens.ts';
import { Voice } from '../../main/kiosk/voice.ts';

/**
 * What is heard, by the real espeak-ng and aplay: ALSA's own `file` plugin stands before a `null` device and keeps what was played,
 * as a WAV file.
 */

const texts: Readonly<Record<Language, string>> = {
  fr: 'Tapez le code de votre ticket. Il vous reste 5 minutes.',
  en: 'Type the code of your ticket. You have 5 minutes left.',
  ar: 'اكتب رمز تذكرتك. بقيت لك 5 دقائق.',
  uk: 'Введіть код вашого квитка. Залишилося 5 хвилин.',
  es: 'Escriba el código de su tique. Le quedan 5 minutos.',
};

const usual = { wordsPerMinute: 175, volumePercent: 100 } as const;

/** Full scale of a 16 bit sample. */
const full = 32_768;
const headerBytes = 44;

interface Sound {
  readonly seconds: number;
  /** Root mean square, 0 to 1 (full scale). */
  readonly loudness: number;
}

/** Null while the file is not whole: ALSA writes the length into its header when the player is done. */
function soundOf(wav: Buffer): Sound | null {
  if (wav.length <= headerBytes || wav.readUInt32LE(40) !== wav.length - headerBytes) return null;
  const [channels, rate] = [wav.readUInt16LE(22), wav.readUInt32LE(24)];
  const samples = new Int16Array(wav.buffer, wav.byteOffset + headerBytes, (wav.length - headerBytes) / 2);
  const power = samples.reduce((sum, sample) => sum + (sample / full) ** 2, 0) / samples.length;
  return { seconds: samples.length / channels / rate, loudness: Math.sqrt(power) };
}

describe('on a machine with a sound device', () => {
  const log = pino({ enabled: false });
  let folder: string;
  let voice: Voice;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-voice-heard-'));
    await mkdir(join(folder, 'snd'));
    await writeFile(join(folder, 'snd/pcmC0D0p'), '');
    const sound = join(folder, 'asound.conf');
    await writeFile(
      sound,
      `pcm.!default { type file slave.pcm { type null } file "${join(folder, 'heard.wav')}" format "wav" }\n`,
    );
    // No locale: a service has none, and the text is still UTF-8.
    const environment = { PATH: '/usr/bin:/bin', ALSA_CONFIG_PATH: sound };
    voice = await Voice.find({ environment, devices: join(folder, 'snd') }, log);
  });

  afterEach(async () => {
    voice.stop();
    await rm(folder, { recursive: true });
  });

  const heard = (): Promise<Sound> =>
    vi.waitFor(
      async () => {
        const sound = soundOf(await readFile(join(folder, 'heard.wav')));
        if (sound === null) throw new Error('the player is not done');
        return sound;
      },
      { timeout: 15_000 },
    );

  async function hear(utterance: Utterance): Promise<Sound> {
    await rm(join(folder, 'heard.wav'), { force: true });
    expect(voice.say(utterance)).toBe(true);
    return heard();
  }

  it('every language of the screens has a voice', () => {
    expect(voice.voices).toEqual(languages);
  });

  it.each(languages)('the screens are heard in %s, at a length that a person would take', async (language) => {
    const { seconds, loudness } = await hear({ text: texts[language], language, ...usual });
    expect(loudness).toBeGreaterThan(0.02);
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(7);
  });

  it.each(languages)('each step is louder than the one before, in %s', async (language) => {
    const sounds: Sound[] = [];
    for (const volumePercent of speechVolumes)
      sounds.push(await hear({ text: texts[language], language, ...usual, volumePercent }));
    for (const [index, { loudness }] of sounds.slice(1).entries())
      expect(loudness).toBeGreaterThan((sounds[index]?.loudness ?? 1) * 1.1);
  });

  it.each(languages)('each step is faster than the one before, in %s', async (language) => {
    const sounds: Sound[] = [];
    for (const wordsPerMinute of speechSpeeds)
      sounds.push(await hear({ text: texts[language], language, ...usual, wordsPerMinute }));
    for (const [index, { seconds }] of sounds.slice(1).entries())
      expect(seconds).toBeLessThan((sounds[index]?.seconds ?? 0) * 0.9);
  });

  it('the tone sounds', async () => {
    voice.sound();
    const { seconds, loudness } = await heard();
    // Two notes of 0.56 s together; ALSA fills its last period up with silence.
    expect(seconds).toBeGreaterThanOrEqual(0.56);
    expect(seconds).toBeLessThan(0.8);
    expect(loudness).toBeGreaterThan(0.1);
  });

  it('the reading that was asked for last is the one that is heard to its end', async () => {
    const short: Utterance = { text: texts.fr, language: 'fr', ...usual };
    const alone = await hear(short);
    voice.say({ ...short, text: texts.fr.repeat(30) });
    expect(await hear(short)).toEqual(alone);
  });
});
