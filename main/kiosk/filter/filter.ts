import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { checkSealed, type ListSeal } from '../../../contract/filter-list/check.ts';
import { Judge } from '../../../contract/filter-list/judge.ts';
import type { ListFile } from '../../../contract/filter-list/list-file.ts';
import { inUseOf, type ListStanding } from '../../../contract/filter-list/standing.ts';
import { mayReplace } from '../../../contract/filter-list/update.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import type { KioskSettings } from '../../../contract/settings.ts';
import type { Clock } from '../clock.ts';
import { type DeskAddress, fetchList } from './fetch-list.ts';
import { readSeal } from './seal.ts';

export interface FilterParts {
  readonly settings: Pick<KioskSettings, 'filter' | 'data' | 'demonstration'> & DeskAddress;
  /** `now`: asked at each request. */
  readonly place: { readonly now: Pick<Profile, 'id' | 'filter'> };
  readonly clock: Clock;
  readonly log: Logger;
}

const lookEveryMs = 60_000;
/** A desk that did not give its list to the end is asked again. */
const askAgainMs = 30_000;

/**
 * The list that requests are decided by. A list that is handed over, by the desk or as a file, is taken when it is whole, signed and may replace the
 * one in use; a copy of what was taken stands in the kiosk's own data, so that a bad list never leaves it without one, after a restart neither.
 */
export class Filter {
  readonly #parts: FilterParts;
  readonly #seal: ListSeal | null;
  #list: ListFile | null = null;
  /** What the list means to the profile of now. */
  #judge: { readonly choice: Profile['filter']; readonly judge: Judge } | null = null;
  #refused: ListStanding['refused'] = null;
  #changed: () => void = () => undefined;
  /** `markOf` the file that was looked at last. */
  #seen: string | null = null;
  /** One list after the other: the second is compared with what the first has become. */
  #taking: Promise<unknown> = Promise.resolve();
  #cancelLook: () => void = () => undefined;
  #cancelAsking: () => void = () => undefined;
  #closed = false;

  private constructor(parts: FilterParts, seal: ListSeal | null) {
    this.#parts = parts;
    this.#seal = seal;
  }

  /**
   * Fails where the profile filters and there is nothing to filter by, at the desk neither: outside a demonstration no session opens on an open
   * filter.
   */
  static async open(parts: FilterParts): Promise<Result<Filter>> {
    const { settings, place } = parts;
    const seal = await readSeal(settings.filter?.key ?? null);
    if (!seal.ok) return seal;
    const filter = new Filter(parts, seal.value);
    await filter.#takeKept();
    await filter.#look();
    if (filter.missing.length > 0 && seal.value !== null && !settings.demonstration) await filter.#askDesk();
    if (filter.missing.length === 0 || settings.demonstration) {
      filter.#watch();
      return ok(filter);
    }
    if (filter.#refused !== null) return { ok: false, problem: filter.#refused.problem };
    return failed(
      'not-found',
      'filter',
      `a filter list, since the profile "${place.now.id}" refuses categories of one`,
    );
  }

  /** The wall that a demonstration lacks, where its profile wants one. */
  get missing(): readonly 'filter'[] {
    return this.#list === null && this.#parts.place.now.filter.refused.length > 0 ? ['filter'] : [];
  }

  /** For the desk; null where the settings name no maker of lists. */
  get standing(): ListStanding | null {
    if (this.#seal === null) return null;
    return { inUse: this.#list === null ? null : inUseOf(this.#list.header), refused: this.#refused };
  }

  /** `changed` is told of a list that was taken, and of one that was not. */
  listen(changed: () => void): void {
    this.#changed = changed;
  }

  /** See `BrowsingPolicy`. */
  readonly categoryOf = (host: string, path: string | null): string | null => {
    const { settings, place } = this.#parts;
    const { filter } = place.now;
    // The place wants more than it gave a list for, since this kiosk started: nothing is open that might be meant.
    if (this.#list === null) return settings.demonstration ? null : (filter.refused[0] ?? null);
    if (this.#judge?.choice !== filter) this.#judge = { choice: filter, judge: new Judge(this.#list, filter) };
    const { judge } = this.#judge;
    const verdict = path === null ? judge.site(host) : judge.address(host, path);
    return verdict.kind === 'refused' ? verdict.category : null;
  };

  /** The desk has a list of that digest, and says so once on each line: fetched, unless it is the one in use. */
  offer(digest: string): void {
    if (digest !== this.#list?.header.body) this.#askUntilItComes();
  }

  close(): void {
    this.#closed = true;
    this.#cancelLook();
    this.#cancelAsking();
  }

  get #kept(): string {
    return join(this.#parts.settings.data, 'filter.flt');
  }

  #watch(): void {
    if ((this.#parts.settings.filter?.list ?? null) === null) return;
    this.#cancelLook = this.#parts.clock.after(lookEveryMs, () => {
      void this.#look().then(() => this.#watch());
    });
  }

  async #takeKept(): Promise<void> {
    const bytes = await readFile(this.#kept).catch(() => null);
    if (bytes === null || this.#seal === null) return;
    const list = await checkSealed(bytes, this.#seal, this.#kept);
    if (list.ok) this.#use(list.value);
    else this.#parts.log.error({ problem: list.problem }, 'the list that was kept is damaged');
  }

  /** Looks at the list that is handed over as a file, if it is another than last time. Never rejects. */
  async #look(): Promise<void> {
    const path = this.#parts.settings.filter?.list ?? null;
    if (path === null) return;
    const seen = await markOf(path);
    if (seen === this.#seen) return;
    this.#seen = seen;
    await this.#takeFrom(path, () => readFile(path).then(ok));
  }

  #askUntilItComes(): void {
    this.#cancelAsking();
    void this.#askDesk().then((came) => {
      if (!came && !this.#closed)
        this.#cancelAsking = this.#parts.clock.after(askAgainMs, () => this.#askUntilItComes());
    });
  }

  #askDesk(): Promise<boolean> {
    return this.#takeFrom('filter list of the desk', () => fetchList(this.#parts.settings));
  }

  /** Never rejects; resolves to false where no list came, good or bad. */
  #takeFrom(what: string, read: () => Promise<Result<Uint8Array>>): Promise<boolean> {
    const taking = this.#taking.then(() => this.#readAndTake(what, read));
    this.#taking = taking;
    return taking;
  }

  async #readAndTake(what: string, read: () => Promise<Result<Uint8Array>>): Promise<boolean> {
    const { clock, log } = this.#parts;
    let came = false;
    const taken = await read()
      .then((bytes) => {
        came = bytes.ok;
        return bytes.ok ? this.#take(bytes.value, what) : bytes;
      })
      .catch((error: unknown) => {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        return failed('not-found', what, `a filter list that can be read and kept (${reason})`);
      });
    this.#refused = taken.ok ? null : { at: clock.now().wall, problem: taken.problem };
    if (!taken.ok) log.error({ problem: taken.problem }, 'a filter list was not taken');
    this.#changed();
    return came;
  }

  async #take(bytes: Uint8Array, what: string): Promise<Result<null>> {
    if (this.#seal === null) return failed('not-found', 'filter', 'the key of who makes the filter lists');
    const list = await checkSealed(bytes, this.#seal, what);
    if (!list.ok) return list;
    const current = this.#list?.header ?? null;
    if (list.value.header.body === current?.body && list.value.header.version === current.version) return ok(null);
    const may = mayReplace(current, list.value, { never: [], what });
    if (!may.ok) return may;
    await writeFile(`${this.#kept}.part`, bytes, { flush: true });
    await rename(`${this.#kept}.part`, this.#kept);
    this.#use(list.value);
    return ok(null);
  }

  #use(list: ListFile): void {
    this.#list = list;
    this.#judge = null;
    this.#parts.log.info({ version: list.header.version }, 'filter list');
  }
}

/** Another one after each change; that of a file that is not there is empty. */
const markOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => '',
  );
