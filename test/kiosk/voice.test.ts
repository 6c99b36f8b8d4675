import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Voice } from '../../main/kiosk/voice.ts';

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
  const find = (): Promise<Voice> =>
    Voice.find({ environment: { PATH: `${folder}:/usr/bin:/bin` }, devices: join(folder, 'snd') }, log);
  const played = (): Promise<Buffer> => vi.waitFor(() => readFile(join(folder, 'played')), { timeout: 5_000 });

  it('knows the languages that this machine can read, of those that the screens have', async () => {
    expect((await find()).voices).toEqual(['fr', 'en', 'ar']);
  });

  it('reads a text aloud, and no list of processes ever shows it', async () => {
    expect((await find()).say('Il vous reste 5 minutes', 'fr')).toBe(true);
    expect((await played()).toString()).toBe('said: Il vous reste 5 minutes');
    expect(await readFile(join(folder, 'words'), 'utf8')).toBe('-v fr --stdin --stdout\n');
  });

  it('says so when it has no voice for a language', async () => {
    expect((await find()).say('Залишилося 5 хвилин', 'uk')).toBe(false);
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
    voice.say('long', 'fr');
    voice.say('longer', 'fr');
    voice.stop();
    // Its player was killed before it could keep anything.
    await expect(readFile(join(folder, 'played'))).rejects.toThrow('ENOENT');
  });

  it('is silent, and has no voices, on a machine without a sound device', async () => {
    await rm(join(folder, 'snd'), { recursive: true });
    const voice = await find();
    expect(voice.voices).toEqual([]);
    expect(voice.say('Bonjour', 'fr')).toBe(false);
    voice.sound();
  });
});
