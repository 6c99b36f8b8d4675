import type { Stats } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a word is looked for on this machine. */
export interface Ground {
  readonly folders: readonly string[];
  /** Not entered: the kiosk's own memory, which knows the word. */
  readonly except: readonly string[];
  /** Could a visitor's browser have written this? What it could not is neither read nor missed. */
  readonly concerns: (entry: Stats) => boolean;
  /** Could it have written into this folder? What lies below one that was closed to it is passed over. Folders that are named are entered. */
  readonly enters: (folder: Stats) => boolean;
}

export interface Found {
  /** Paths of files that hold the word, or bear it in their name. */
  readonly holding: readonly string[];
  /** Paths that could not be looked at, and bounds that were met: no proof. */
  readonly unseen: readonly string[];
}

/** Far more than a kiosk's memory-backed folders hold; a machine that has more tells so instead of keeping people waiting. */
const mostEntries = 100_000;
const mostBytes = 1024 ** 3;
const chunkBytes = 1024 ** 2;
const atOnce = 16;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Files come and go while they are looked at; a disk that answers otherwise is no answer. */
const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

/** Looks for one word, as bytes and as UTF-16, through everything that concerns a visitor's browser. */
export async function searchWord(word: string, ground: Ground): Promise<Found> {
  const search = new Search(word, ground);
  await search.run();
  return { holding: search.holding.toSorted(), unseen: search.unseen.toSorted() };
}

class Search {
  readonly holding: string[] = [];
  readonly unseen: string[] = [];
  readonly #word: string;
  readonly #patterns: readonly Buffer[];
  readonly #ground: Ground;
  readonly #waiting: string[];
  readonly #visited = new Set<string>();
  #entries = 0;
  #bytes = 0;

  constructor(word: string, ground: Ground) {
    this.#word = word;
    this.#patterns = [Buffer.from(word, 'utf8'), Buffer.from(word, 'utf16le')];
    this.#ground = ground;
    this.#waiting = [...ground.folders];
  }

  async run(): Promise<void> {
    while (this.#waiting.length > 0)
      await Promise.all(this.#waiting.splice(0, atOnce).map((path) => this.#visit(path)));
  }

  async #visit(path: string): Promise<void> {
    if (this.#ground.except.includes(path) || this.#visited.has(path)) return;
    this.#visited.add(path);
    const entry = await this.#unlessUnseen(path, () => lstat(path), true);
    if (entry === null) return;
    if (path.includes(this.#word)) this.holding.push(path);
    const own = this.#ground.concerns(entry);
    if (entry.isDirectory()) {
      const entered = this.#ground.folders.includes(path) || this.#ground.enters(entry);
      if (entered) await this.#unlessUnseen(path, () => this.#list(path), own);
    } else if (entry.isFile() && own) await this.#unlessUnseen(path, () => this.#read(path, entry.size), own);
  }

  /** Closed to the kiosk and not the browser's own: then it was closed to the browser too. A folder that was named is another matter. */
  async #unlessUnseen<Seen>(path: string, look: () => Promise<Seen>, own: boolean): Promise<Seen | null> {
    try {
      return await look();
    } catch (error) {
      const concerns = own || codeOf(error) !== 'EACCES' || this.#ground.folders.includes(path);
      if (concerns && !isGone(error)) this.unseen.push(path);
      return null;
    }
  }

  async #list(path: string): Promise<void> {
    const names = await readdir(path);
    this.#entries += names.length;
    if (this.#entries > mostEntries) this.unseen.push(`${path}: more than ${mostEntries} entries`);
    else this.#waiting.push(...names.map((name) => join(path, name)));
  }

  async #read(path: string, size: number): Promise<void> {
    this.#bytes += size;
    if (this.#bytes > mostBytes) this.unseen.push(`${path}: more than ${mostBytes} bytes`);
    else if (await this.#holds(path)) this.holding.push(path);
  }

  /** Chunk by chunk, each with the end of the one before: the word may lie across both. */
  async #holds(path: string): Promise<boolean> {
    const overlap = Math.max(...this.#patterns.map(({ length }) => length)) - 1;
    const file = await open(path);
    try {
      const chunk = Buffer.alloc(chunkBytes + overlap);
      for (let kept = 0; ;) {
        const { bytesRead } = await file.read(chunk, kept, chunkBytes, null);
        const seen = chunk.subarray(0, kept + bytesRead);
        if (this.#patterns.some((pattern) => seen.includes(pattern))) return true;
        if (bytesRead === 0) return false;
        kept = Math.min(overlap, seen.length);
        seen.copy(chunk, 0, seen.length - kept);
      }
    } finally {
      await file.close();
    }
  }
}
