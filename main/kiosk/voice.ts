import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import type { Logger } from 'pino';
import { languages, type Language } from '../../contract/language.ts';
import type { Utterance } from '../../contract/screens.ts';
import { makeTone } from './tone.ts';

/** What this machine has to be heard with. */
interface Found {
  /** Null: no sound can be made here. */
  readonly player: { readonly program: string; readonly words: readonly string[] } | null;
  /** Null: nothing can be read aloud here. */
  readonly reader: string | null;
  readonly voices: readonly Language[];
  /** In which those programs run. */
  readonly environment: Machine['environment'];
}

interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the kernel lists its sound devices. */
  readonly devices?: string;
}

const voicesLimitMs = 5_000;

/**
 * Reads screens aloud and sounds a tone, by the machine's own programs (espeak-ng; aplay, or paplay where a sound server runs). A machine
 * without them is silent, and the screens say so. The text goes through pipes: no list of processes ever shows it.
 */
export class Voice {
  readonly #found: Found;
  readonly #log: Logger;
  readonly #tone = makeTone();
  #reading: readonly ChildProcess[] = [];
  /** What has to be read once the one before is over; null = nothing. */
  #next: Utterance | null = null;

  private constructor(found: Found, log: Logger) {
    this.#found = found;
    this.#log = log;
  }

  /** Looks once for programs, a sound device and voices. */
  static async find(machine: Machine, log: Logger): Promise<Voice> {
    const player = await findPlayer(machine);
    const reader = player === null ? null : await findProgram('espeak-ng', machine);
    const voices = reader === null ? [] : await readVoices(reader, machine, log);
    return new Voice({ player, reader, voices, environment: machine.environment }, log);
  }

  /** Languages in which a text can be read aloud here. */
  get voices(): readonly Language[] {
    return this.#found.voices;
  }

  /** What was being read before stops first. False: no voice for this language here. */
  say(utterance: Utterance): boolean {
    this.stop();
    if (!this.voices.includes(utterance.language)) return false;
    this.#next = utterance;
    this.#readNext();
    return true;
  }

  stop(): void {
    this.#next = null;
    // Not to be put off: a player that waits for its device is silenced too.
    for (const child of this.#reading) child.kill('SIGKILL');
  }

  /** A tone, beside whatever is being read. */
  sound(): void {
    const { player } = this.#found;
    if (player === null) return;
    const playing = this.#start(player.program, player.words);
    if (playing.stdin !== null) this.#calm(playing.stdin).end(this.#tone);
  }

  /** Two readings at once would be understood by nobody, and many devices play for one program alone: the next waits for the last's end. */
  #readNext(): void {
    const { player, reader } = this.#found;
    const utterance = this.#next;
    if (player === null || reader === null || utterance === null || this.#reading.length > 0) return;
    this.#next = null;
    const speaking = this.#start(reader, readerWords(utterance));
    const playing = this.#start(player.program, player.words);
    this.#reading = [speaking, playing];
    for (const child of this.#reading)
      child.once('exit', () => this.#ended(child)).once('error', () => this.#ended(child));
    if (speaking.stdout !== null && playing.stdin !== null) speaking.stdout.pipe(this.#calm(playing.stdin));
    if (speaking.stdin !== null) this.#calm(speaking.stdin).end(utterance.text);
  }

  #ended(child: ChildProcess): void {
    this.#reading = this.#reading.filter((other) => other !== child);
    this.#readNext();
  }

  #start(program: string, words: readonly string[]): ChildProcess {
    const child = spawn(program, words, { env: this.#found.environment, stdio: ['pipe', 'pipe', 'ignore'] });
    child.on('error', (error) => this.#log.warn({ err: error }, 'a sound could not be made'));
    return child;
  }

  /** A reader that was stopped, or a device that was unplugged, closes the pipe: no fault of the kiosk. */
  #calm(pipe: Writable): Writable {
    return pipe.on('error', (error) => this.#log.debug({ err: error }, 'a sound was cut short'));
  }
}

/** `-b 1`: the text is UTF-8, whatever the machine's locale; `-s`: words a minute; `-a`: loudness, 100 unless said. */
const readerWords = ({ language, wordsPerMinute, volumePercent }: Utterance): readonly string[] => [
  ...['-v', language, '-b', '1', '-s', String(wordsPerMinute), '-a', String(volumePercent)],
  ...['--stdin', '--stdout'],
];

async function findPlayer(machine: Machine): Promise<Found['player']> {
  // Both read their own input: a path to it (`/dev/stdin`) cannot be opened where it is a socket, as Node's pipes are.
  const server = await findProgram('paplay', machine);
  if (server !== null && (await hasSoundServer(machine))) return { program: server, words: [] };
  const direct = await findProgram('aplay', machine);
  return direct !== null && (await hasDevice(machine)) ? { program: direct, words: ['-q', '-'] } : null;
}

async function hasSoundServer({ environment }: Machine): Promise<boolean> {
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (environment['PULSE_SERVER'] !== undefined) return true;
  return runtime !== undefined && (await may(join(runtime, 'pulse/native'), constants.W_OK));
}

/** Playback devices are named `pcmC0D0p`. */
async function hasDevice({ devices = '/dev/snd' }: Machine): Promise<boolean> {
  try {
    return (await readdir(devices)).some((name) => /^pcm.*p$/.test(name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function findProgram(name: string, { environment }: Machine): Promise<string | null> {
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    if (await may(path, constants.X_OK)) return path;
  }
  return null;
}

const may = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** `espeak-ng --voices` prints a table: priority, language, and more. */
async function readVoices(reader: string, { environment }: Machine, log: Logger): Promise<readonly Language[]> {
  try {
    const { stdout } = await promisify(execFile)(reader, ['--voices'], { env: environment, timeout: voicesLimitMs });
    const known = new Set(stdout.split('\n').map((line) => line.trim().split(/\s+/)[1]?.split('-')[0]));
    return languages.filter((language) => known.has(language));
  } catch (error) {
    log.warn({ err: error }, 'the voices could not be listed');
    return [];
  }
}
