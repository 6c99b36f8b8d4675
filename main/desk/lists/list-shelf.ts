import { type FileHandle, open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { checkSealed, type ListSeal } from '../../../contract/filter-list/check.ts';
import type { Header } from '../../../contract/filter-list/list-file.ts';
import { inUseOf, type ListStanding, mostListBytes } from '../../../contract/filter-list/standing.ts';
import { mayReplace } from '../../../contract/filter-list/update.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import { readNeverBlocked } from './never-blocked.ts';
import { readSeal } from './seal.ts';

export interface ListShelfParts {
  readonly settings: Pick<DeskSettings, 'filter' | 'data'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lookEveryMs?: number;
}

const lookEvery = 60_000;

/**
 * The filter list that the place gives to its workstations: the newest good one. What is put where the settings say is taken when it is whole, signed
 * and may replace the one before; a copy of what was taken stands in the desk's own data, and only that is given out.
 */
export class ListShelf {
  readonly #parts: ListShelfParts;
  /** Null: this desk gives out none. */
  readonly #seal: ListSeal | null;
  readonly #never: readonly string[];
  #header: Header | null = null;
  #refused: ListStanding['refused'] = null;
  #changed: () => void = () => undefined;
  /** Size and time of the file that was looked at last. */
  #seen: string | null = null;
  #looking: Promise<void> = Promise.resolve();
  #looks: NodeJS.Timeout | null = null;

  private constructor(parts: ListShelfParts, seal: ListSeal | null, never: readonly string[]) {
    this.#parts = parts;
    this.#seal = seal;
    this.#never = never;
  }

  /** Fails for settings that no list could be checked by. A bad list is no such thing: it is refused, and told. */
  static async open(parts: ListShelfParts): Promise<Result<ListShelf>> {
    const { filter } = parts.settings;
    if (filter === null) return ok(new ListShelf(parts, null, []));
    const seal = await readSeal(filter.key);
    if (!seal.ok) return seal;
    const never = filter.never === null ? ok([]) : await readNeverBlocked(filter.never);
    if (!never.ok) return never;
    const shelf = new ListShelf(parts, seal.value, never.value);
    await shelf.#takeKept();
    await shelf.#look();
    return ok(shelf);
  }

  /** Null: this desk gives out none. */
  get standing(): ListStanding | null {
    if (this.#seal === null) return null;
    return { inUse: this.#header === null ? null : inUseOf(this.#header), refused: this.#refused };
  }

  /** From now on looks at the file by itself; `changed` is told of a list that was taken, and of one that was not. */
  watch(changed: () => void): void {
    this.#changed = changed;
    if (this.#seal === null) return;
    this.#looks = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, this.#parts.lookEveryMs ?? lookEvery);
  }

  async close(): Promise<void> {
    if (this.#looks !== null) clearInterval(this.#looks);
    await this.#looking;
  }

  /** The list, to be read and closed by the caller; null when there is none. It stays as it was opened, whatever is taken meanwhile. */
  async openList(): Promise<FileHandle | null> {
    return this.#header === null ? null : open(this.#kept);
  }

  get #kept(): string {
    return join(this.#parts.settings.data, 'filter.flt');
  }

  async #takeKept(): Promise<void> {
    const bytes = await readFile(this.#kept).catch(() => null);
    if (bytes === null || this.#seal === null) return;
    const list = await checkSealed(bytes, this.#seal, this.#kept);
    // What is never blocked may have changed while the desk was off.
    const may = list.ok ? mayReplace(null, list.value, { never: this.#never, what: this.#kept }) : list;
    if (!may.ok) this.#parts.log.error({ problem: may.problem }, 'the filter list that was kept is not used');
    else if (list.ok) this.#header = list.value.header;
  }

  /** Looks at the file, if it is another than last time. Never rejects. */
  async #look(): Promise<void> {
    const path = this.#parts.settings.filter?.list ?? '';
    const found = await stat(path).catch(() => null);
    const seen = found === null ? '' : `${found.size} ${found.mtimeMs}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    const taken = await this.#takeFrom(path, found?.size ?? 0);
    this.#refused = taken.ok ? null : { at: instantOf(this.#parts.clock()), problem: taken.problem };
    if (!taken.ok) this.#parts.log.error({ problem: taken.problem }, 'a filter list was not taken');
    this.#changed();
  }

  async #takeFrom(path: string, size: number): Promise<Result<null>> {
    if (size > mostListBytes) return failed('malformed', path, `a filter list of at most ${mostListBytes} bytes`);
    try {
      return await this.#take(await readFile(path), path);
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      return failed('not-found', path, `a filter list that can be read and kept (${reason})`);
    }
  }

  async #take(bytes: Uint8Array, path: string): Promise<Result<null>> {
    if (this.#seal === null) return ok(null);
    const list = await checkSealed(bytes, this.#seal, path);
    if (!list.ok) return list;
    const may = mayReplace(this.#header, list.value, { never: this.#never, what: path });
    if (!may.ok) return may;
    const { body, version } = list.value.header;
    if (body === this.#header?.body && version === this.#header.version) return ok(null);
    await writeFile(`${this.#kept}.part`, bytes, { flush: true });
    await rename(`${this.#kept}.part`, this.#kept);
    this.#header = list.value.header;
    this.#parts.log.info({ version: this.#header.version }, 'filter list');
    return ok(null);
  }
}
