import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dice, type Listed, townNames } from './names.ts';
import type { Found, Order } from './subject-process.ts';
import { makeDatabase, type SubjectName } from './subjects.ts';
import type { Swap, SwapOrder } from './swap-process.ts';

const program = fileURLToPath(new URL('../../../main/lists/main.ts', import.meta.url));
const subjectProgram = fileURLToPath(new URL('subject-process.ts', import.meta.url));
const swapProgram = fileURLToPath(new URL('swap-process.ts', import.meta.url));
const run = promisify(execFile);

export interface GroundParts {
  /** Names at most that uBlock Origin's trie is given. */
  readonly ubo: number;
  readonly towns: number;
  readonly asked: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Figures extends Found {
  readonly subject: SubjectName;
  readonly names: number;
  readonly bytesPerName: number;
}

/** How the list was made of its sources, and the next one of it. */
export interface Making {
  readonly buildMs: number;
  readonly peakMB: number;
  readonly bytes: number;
  /** What one name in a thousand taken away and as many added come to. */
  readonly deltaBytes: number;
  /** A kiosk takes the next one. */
  readonly swap: Swap;
}

export interface Measured {
  readonly names: number;
  readonly making: Making;
  readonly figures: readonly Figures[];
  /** Town names that are truly listed: found by the exact set too. */
  readonly trulyListed: readonly number[];
}

function writeLines(file: string, lines: Iterable<string>): void {
  const descriptor = openSync(file, 'w');
  let waiting: string[] = [];
  const flush = (): void => {
    if (waiting.length > 0) writeSync(descriptor, `${waiting.join('\n')}\n`);
    waiting = [];
  };
  for (const line of lines) {
    waiting.push(line);
    if (waiting.length === 50_000) flush();
  }
  flush();
  closeSync(descriptor);
}

/** A folder with what every measurement needs. */
export class Ground {
  readonly #folder: string;
  readonly #parts: GroundParts;

  private constructor(folder: string, parts: GroundParts) {
    this.#folder = folder;
    this.#parts = parts;
  }

  static async open(folder: string, parts: GroundParts): Promise<Ground> {
    const ground = new Ground(folder, parts);
    await ground.#lists(['keys', ground.#key]);
    // The list is made so that it refuses none of the first; it has never seen the second.
    writeLines(ground.#towns[0], townNames(parts.towns, 1));
    writeLines(ground.#towns[1], townNames(parts.towns, 2));
    return ground;
  }

  get #key(): string {
    return join(this.#folder, 'key');
  }

  get #towns(): readonly [string, string] {
    return [join(this.#folder, 'towns.txt'), join(this.#folder, 'other-towns.txt')];
  }

  async measure(title: string, listed: Listed): Promise<Measured> {
    const at = (name: string): string => join(this.#folder, `${title}-${name}`);
    const names = [...new Set([...listed.values()].flat())];
    this.#parts.say(`${title}: ${names.length} names`);
    writeLines(at('names'), names);
    writeLines(at('few-names'), names.slice(0, this.#parts.ubo));
    writeLines(at('asked'), this.#asked(names));
    const making = await this.#make(at, listed);
    makeDatabase(at('sqlite'), names);
    const figures: Figures[] = [];
    for (const subject of ['escale', 'set', 'sqlite', 'ghostery', 'ubo'] as const) {
      this.#parts.say(`  ${subject} …`);
      const few = subject === 'ubo';
      const made = at(subject === 'sqlite' ? 'sqlite' : 'list');
      const found = await this.#subject({
        ...{ subject, made, key: `${this.#key}.pub`, names: at(few ? 'few-names' : 'names') },
        ...{ asked: at('asked'), unlisted: this.#towns },
      });
      const count = few ? Math.min(names.length, this.#parts.ubo) : names.length;
      const stored = subject === 'escale' || subject === 'sqlite' ? statSync(made).size : found.addedMB * 1e6;
      figures.push({ subject, names: count, bytesPerName: stored / count, ...found });
    }
    const trulyListed = figures.find(({ subject }) => subject === 'set')?.hits ?? [];
    return { names: names.length, making, figures, trulyListed };
  }

  /** Hosts of four labels, listed and not, in turn. */
  *#asked(names: readonly string[]): Generator<string> {
    const roll = dice(7);
    const towns = townNames(this.#parts.asked / 2, 4);
    for (let asked = 0; asked < this.#parts.asked / 2; asked += 1) {
      yield `www.a.${names[Math.floor(roll() * names.length)] ?? ''}`.split('.').slice(-4).join('.');
      yield `www.a.${towns.next().value ?? ''}`;
    }
  }

  async #make(at: (name: string) => string, listed: Listed): Promise<Making> {
    const folder = (name: string, changed: boolean): string => {
      for (const [category, names] of listed) {
        mkdirSync(join(at(name), category), { recursive: true });
        writeLines(join(at(name), category, 'domains'), changed ? oneDayLater(names) : names);
      }
      return at(name);
    };
    const built = ['--key', this.#key, '--universe', this.#towns[0]];
    const start = performance.now();
    const peakMB = await this.#lists(['build', folder('lists', false), '--out', at('list'), ...built]);
    const buildMs = performance.now() - start;
    await this.#lists(['build', folder('next', true), '--out', at('next.flt'), '--previous', at('list'), ...built]);
    await this.#lists(['delta', at('list'), at('next.flt'), '--out', at('delta'), '--key', `${this.#key}.pub`]);
    const swap = await this.#swap({ list: at('list'), next: at('next.flt'), key: `${this.#key}.pub` });
    return { buildMs, peakMB, bytes: statSync(at('list')).size, deltaBytes: statSync(at('delta')).size, swap };
  }

  /** Runs the command; the most memory that it held, in MB. */
  async #lists(words: readonly string[]): Promise<number> {
    const child = spawn(process.execPath, [program, ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      signal: this.#parts.signal,
    });
    let peakKB = 0;
    const look = setInterval(() => {
      peakKB = Math.max(peakKB, peakOf(child.pid ?? 0));
    }, 50);
    const [code] = (await once(child, 'exit')) as [number | null];
    clearInterval(look);
    if (code !== 0) throw new Error(`escale lists ${words.join(' ')} ended with ${String(code)}`);
    return peakKB / 1000;
  }

  async #swap(order: SwapOrder): Promise<Swap> {
    const { stdout } = await run(process.execPath, [swapProgram, JSON.stringify(order)], {
      signal: this.#parts.signal,
    });
    return JSON.parse(stdout) as Swap;
  }

  async #subject(order: Order): Promise<Found> {
    const words = ['--expose-gc', '--max-old-space-size=12000', subjectProgram, JSON.stringify(order)];
    const { stdout } = await run(process.execPath, words, { signal: this.#parts.signal });
    return JSON.parse(stdout) as Found;
  }
}

function* oneDayLater(names: readonly string[]): Generator<string> {
  for (const [at, name] of names.entries()) yield at % 1000 === 0 ? `new-${name}` : name;
}

/** The kernel's high-water mark, in kB; 0 when the process is gone. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 0;
    throw error;
  }
}
