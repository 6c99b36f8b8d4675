import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Judge } from '../../../contract/filter-list/judge.ts';
import { type ListFile, readList } from '../../../contract/filter-list/list-file.ts';
import { mayReplace } from '../../../contract/filter-list/update.ts';
import { failed, ok, type Problem, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import type { KioskSettings } from '../../../contract/settings.ts';
import type { Clock } from '../clock.ts';

export interface FilterParts {
  readonly settings: Pick<KioskSettings, 'filter' | 'data' | 'demonstration'>;
  readonly profile: Pick<Profile, 'id' | 'filter'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** A list was taken, or one that was handed over was not. */
  readonly changed: () => void;
}

/** How the kiosk stands with its list, for the desk. */
export interface FilterState {
  /** Null: there is none. */
  readonly version: number | null;
  /** Why the list that was handed over last was not taken; the one before it stays in use. */
  readonly problem: Problem | null;
}

const lookEveryMs = 60_000;
/** Hashed a piece at a time, so that nobody waits for it: a mebibyte takes about a millisecond. */
const pieceBytes = 1 << 20;

/**
 * The list that requests are decided by. A list that is handed over is taken when it is whole, signed and may replace the one in use; a copy of what
 * was taken stands in the kiosk's own data, so that a bad list never leaves it without one, after a restart neither.
 */
export class Filter {
  readonly #parts: FilterParts;
  readonly #key: KeyObject | null;
  #list: ListFile | null = null;
  #judge: Judge | null = null;
  #problem: Problem | null = null;
  /** `markOf` the file that was looked at last. */
  #seen: string | null = null;
  #cancelLook: () => void = () => undefined;

  private constructor(parts: FilterParts, key: KeyObject | null) {
    this.#parts = parts;
    this.#key = key;
  }

  /** Fails where the profile filters and there is nothing to filter by: outside a demonstration no session opens on an open filter. */
  static async open(parts: FilterParts): Promise<Result<Filter>> {
    const { settings, profile } = parts;
    const key = await readKey(settings.filter?.key ?? null);
    if (!key.ok) return key;
    const filter = new Filter(parts, key.value);
    await filter.#takeKept();
    await filter.#look();
    if (filter.missing.length === 0 || settings.demonstration) {
      filter.#watch();
      return ok(filter);
    }
    if (filter.#problem !== null) return { ok: false, problem: filter.#problem };
    return failed('not-found', 'filter', `a filter list, since the profile "${profile.id}" refuses categories of one`);
  }

  /** The wall that a demonstration lacks, where its profile wants one. */
  get missing(): readonly 'filter'[] {
    return this.#judge === null && this.#parts.profile.filter.refused.length > 0 ? ['filter'] : [];
  }

  get state(): FilterState {
    return { version: this.#list?.header.version ?? null, problem: this.#problem };
  }

  /** See `BrowsingPolicy`. */
  readonly categoryOf = (host: string, path: string | null): string | null => {
    if (this.#judge === null) return null;
    const verdict = path === null ? this.#judge.site(host) : this.#judge.address(host, path);
    return verdict.kind === 'refused' ? verdict.category : null;
  };

  close(): void {
    this.#cancelLook();
  }

  get #kept(): string {
    return join(this.#parts.settings.data, 'filter.flt');
  }

  #watch(): void {
    if (this.#key === null) return;
    this.#cancelLook = this.#parts.clock.after(lookEveryMs, () => {
      void this.#look().then(() => this.#watch());
    });
  }

  async #takeKept(): Promise<void> {
    const bytes = await readFile(this.#kept).catch(() => null);
    if (bytes === null || this.#key === null) return;
    const list = await checked(bytes, this.#key, this.#kept);
    if (list.ok) this.#use(list.value);
    else this.#parts.log.error({ problem: list.problem }, 'the list that was kept is damaged');
  }

  /** Looks at the list that is handed over, if it is another than last time. Never rejects. */
  async #look(): Promise<void> {
    const { settings, log, changed } = this.#parts;
    if (settings.filter === null || this.#key === null) return;
    const path = settings.filter.list;
    const seen = await markOf(path);
    if (seen === this.#seen) return;
    this.#seen = seen;
    const taken = await this.#takeFrom(path, this.#key);
    this.#problem = taken.ok ? null : taken.problem;
    if (!taken.ok) log.error({ problem: taken.problem }, 'a filter list was not taken');
    changed();
  }

  async #takeFrom(path: string, key: KeyObject): Promise<Result<null>> {
    try {
      return await this.#take(await readFile(path), key, path);
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      return failed('not-found', path, `a filter list that can be read and kept (${reason})`);
    }
  }

  async #take(bytes: Uint8Array, key: KeyObject, path: string): Promise<Result<null>> {
    const list = await checked(bytes, key, path);
    if (!list.ok) return list;
    const current = this.#list?.header ?? null;
    if (list.value.header.body === current?.body && list.value.header.version === current.version) return ok(null);
    const may = mayReplace(current, list.value, { never: [], what: path });
    if (!may.ok) return may;
    await writeFile(`${this.#kept}.part`, bytes);
    await rename(`${this.#kept}.part`, this.#kept);
    this.#use(list.value);
    return ok(null);
  }

  #use(list: ListFile): void {
    this.#list = list;
    this.#judge = new Judge(list, this.#parts.profile.filter);
    this.#parts.log.info({ version: list.header.version }, 'filter list');
  }
}

/** Another one after each change; that of a file that is not there is empty. */
const markOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => '',
  );

async function readKey(path: string | null): Promise<Result<KeyObject | null>> {
  if (path === null) return ok(null);
  try {
    return ok(createPublicKey(await readFile(path)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', path, `the public key of who makes the filter lists, in PEM (${reason})`);
  }
}

/** Whole, and signed by `key`. */
async function checked(bytes: Uint8Array, key: KeyObject, what: string): Promise<Result<ListFile>> {
  const list = readList(bytes, what);
  if (!list.ok) return list;
  const { signed, signature, body, header } = list.value;
  if (!verify(null, signed, key, signature))
    return failed('signature-wrong', what, 'a list signed by the key of the settings');
  const digest = createHash('sha256');
  for (let at = 0; at < body.length; at += pieceBytes) {
    digest.update(body.subarray(at, at + pieceBytes));
    await nextTurn();
  }
  return digest.digest('hex') === header.body
    ? list
    : failed('malformed', what, 'an undamaged list: hand it over again');
}
