import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Utterance } from '../../contract/screens.ts';
import { Voice } from '../../main/kiosk/voice.ts';

const french = (text: string): Utterance => ({ text, language: 'fr', wordsPerMinute: 175, volumePercent: 100 });

const voicesTable = `Pty Language       Age/Gender VoiceName          File                 Other Languages
 5  ar              --/M      Arabic             sem/ar
 5  en-gb           --/M      English_(GB)       gmw/en               (en 2)
 5  fr-fr           --/M      French_(France)    roa/fr               (fr 5)
 5  nl              --/M      Dutch              gmw/nl
`;

describe('the voice', () => {
  let folder: string;
  const log = pino({ enabled: false });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-voice-'));
    await mkdir(join(folder, 'snd'));
    await writeFile(join(folder, 'snd/pcmC0D0p'), '');
    // Real programs with real pipes: one says what it is asked to read, the other keeps what it is asked to play.
    await program(
      'espeak-ng',
      `[ "$1" = --voices ] && cat ${join(folder, 'voices')} && exit\necho "$@" >> ${join(folder, 'words')}\nprintf 'said: '; cat`,
    );
    await program(
      'aplay',
      `cat > ${join(folder, 'played.part')} && mv ${join(folder, 'played.part')} ${join(folder, 'played')}`,
    );
    await writeFile(join(folder, 'voices'), voicesTable);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const program = async (name: string, script: string): Promise<void> => {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  };
  const find = (environment: Record<string, string> = {}): Promise<Voice> =>
    Voice.find({ environment: { PATH: `${folder}:/usr/bin:/bin`, ...environment }, devices: join(folder, 'snd') }, log);
  const played = (): Promise<Buffer> => vi.waitFor(() => readFile(join(folder, 'played')), { timeout: 15_000 });

  it('knows the languages that this machine can read, of those that the screens have', async () => {
    expect((await find()).voices).toEqual(['fr', 'en', 'ar']);
  });

  it('reads a text aloud, and no list of processes ever shows it', async () => {
    expect((await find()).say(french('Il vous reste 5 minutes'))).toBe(true);
    expect((await played()).toString()).toBe('said: Il vous reste 5 minutes');
    expect(await readFile(join(folder, 'words'), 'utf8')).toBe('-v fr -b 1 -s 175 -a 100 --stdin --stdout\n');
  });

  it('says so when it has no voice for a language', async () => {
    expect((await find()).say({ ...french('Залишилося 5 хвилин'), language: 'uk' })).toBe(false);
  });

  it('plays a tone that is a sound file', async () => {
    (await find()).sound();
    const tone = await played();
    expect(tone.subarray(0, 4).toString()).toBe('RIFF');
    expect(tone.readUInt32LE(4)).toBe(tone.length - 8);
    expect(tone.readUInt32LE(40)).toBe(tone.length - 44);
  });

  it('stops what it reads when something else is read, or nothing any more', async () => {
    await program('espeak-ng', `[ "$1" = --voices ] && cat ${join(folder, 'voices')} && exit\nexec sleep 600`);
    const voice = await find();
    voice.say(french('long'));
    voice.say(french('longer'));
    voice.stop();
    // Its player was killed before it could keep anything.
    await expect(readFile(join(folder, 'played'))).rejects.toThrow('ENOENT');
  });

  it('never reads two texts at once: the next begins when the last has let go of the device', async () => {
    // Like many a device, it plays for one program alone, and whoever comes meanwhile is turned away.
    const device = join(folder, 'device');
    await program('keep', `cat > ${join(folder, 'part')}; mv ${join(folder, 'part')} ${join(folder, 'played')}; sync`);
    await program(
      'aplay',
      `exec flock --nonblock --no-fork ${device} ${join(folder, 'keep')} || echo >> ${join(folder, 'away')}`,
    );
    const voice = await find();
    for (const text of ['un', 'deux', 'trois']) voice.say(french(text));
    expect((await played()).toString()).toBe('said: trois');
    await expect(readFile(join(folder, 'away'))).rejects.toThrow('ENOENT');
  });

  it('goes on when a program is gone', async () => {
    const voice = await find();
    await rm(join(folder, 'aplay'));
    voice.say(french('un'));
    await program('aplay', `cat > ${join(folder, 'part')} && mv ${join(folder, 'part')} ${join(folder, 'played')}`);
    voice.say(french('deux'));
    expect((await played()).toString()).toBe('said: deux');
  });

  it('lets its programs know the sound server that it found, and nothing of its own environment', async () => {
    await program(
      'paplay',
      `{ echo "$PULSE_SERVER $HOME"; cat "$@"; } > ${join(folder, 'part')}; mv ${join(folder, 'part')} ${join(folder, 'played')}`,
    );
    (await find({ PULSE_SERVER: 'unix:/there' })).say(french('Bonjour'));
    expect((await played()).toString()).toBe('unix:/there \nsaid: Bonjour');
  });

  it('is silent, and has no voices, on a machine without a sound device', async () => {
    await rm(join(folder, 'snd'), { recursive: true });
    const voice = await find();
    expect(voice.voices).toEqual([]);
    expect(voice.say(french('Bonjour'))).toBe(false);
    voice.sound();
  });
});
