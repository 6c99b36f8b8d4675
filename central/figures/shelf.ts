import type { SheetReceipt, SignedSheet } from '../../contract/central-routes.ts';
import { type Doubt, doubtsAbout } from '../../contract/figures/plausibility.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Write } from '../database/transactions.ts';
import type { HeardDays } from './heard-days.ts';
import { quarantine } from './quarantine.ts';
import { type ReadSheet, readSheet } from './read-sheet.ts';
import type { RollupChanges } from './rollup-changes.ts';
import { heldSheets, type NewSheet, putSheets, type SheetKey, type Standing } from './sheet-rows.ts';

/** A rightly signed sheet, with what could be read of it. */
export interface Arrival {
  readonly place: string;
  readonly signed: SignedSheet;
  readonly read: Result<ReadSheet>;
}

export interface Placing {
  readonly receipt: SheetReceipt;
  /** A problem that nobody was told of before. */
  readonly alarm: Problem | null;
}

interface Slot {
  readonly before: Standing | null;
  now: Standing | null;
  /** What will be written; null = it stays as it was. */
  put: NewSheet | null;
}

/** More would tell nothing that the first ones do not. */
const mostDoubts = 20;

/** Where sheets are put within one transaction: looked up first, judged in memory, written at the end, each row once. */
export class Shelf {
  readonly #transaction: Write;
  readonly #now: Date;
  readonly #slots = new Map<string, SheetKey & Slot>();

  constructor(transaction: Write, now: Date) {
    this.#transaction = transaction;
    this.#now = now;
  }

  /** Fetches what is held in the stead of all these. */
  async open(arrivals: readonly Arrival[]): Promise<void> {
    for (const { place, read } of arrivals) {
      if (!read.ok) continue;
      const { kind, period } = read.value;
      this.#slots.set(name({ place, kind, period }), { place, kind, period, before: null, now: null, put: null });
    }
    const keys = [...this.#slots.values()];
    for (const kind of ['day', 'month'] as const) {
      const ofKind = keys.filter((slot) => slot.kind === kind);
      for (const held of await heldSheets(this.#transaction, kind, ofKind))
        this.#slots.set(name(held), { ...keyOf(held), before: held, now: held, put: null });
    }
  }

  async put({ place, signed, read }: Arrival): Promise<Placing> {
    if (!read.ok) return this.#quarantine({ place, signed, problem: read.problem });
    const sheet = read.value;
    const slot = this.#slots.get(name({ place, ...sheet }));
    if (slot === undefined) throw new Error('a sheet is put onto a shelf that was not opened for it');
    const revision = slot.now?.revision ?? 0;
    if (sheet.revision < revision) return quietly('older');
    if (sheet.revision > revision) {
      const doubts = doubtsAbout(sheet, this.#now).slice(0, mostDoubts);
      slot.now = { revision: sheet.revision, counted: doubts.length === 0, text: signed.sheet };
      slot.put = { place, sheet, text: signed.sheet, signature: signed.signature, doubts };
      return { receipt: { outcome: 'stored' }, alarm: alarming(sheet, doubts) };
    }
    if (signed.sheet === slot.now?.text) return quietly('known');
    return this.#quarantine({ place, signed, problem: conflicting(sheet) });
  }

  /** Writes what was put, and tells what it changes in the sums. `communeOf`: null = counted in the network alone. */
  async close(
    communeOf: (place: string) => string | null,
    { rollups, heard }: { readonly rollups: RollupChanges; readonly heard: HeardDays },
  ): Promise<void> {
    const written: NewSheet[] = [];
    for (const { place, kind, period, before, now, put } of this.#slots.values()) {
      if (put === null) continue;
      written.push(put);
      const owner = { place, commune: communeOf(place) };
      if (before?.counted === true) rollups.add(owner, readAgain(place, before.text), -1);
      if (now?.counted === true) rollups.add(owner, put.sheet, 1);
      if (kind === 'day') heard.changed(place, period, now?.counted === true);
    }
    await putSheets(this.#transaction, written, this.#now.toISOString());
  }

  /** Days of which a row will be written. */
  get days(): string[] {
    return [...this.#slots.values()]
      .filter(({ kind, put }) => kind === 'day' && put !== null)
      .map(({ period }) => period);
  }

  async #quarantine(one: { place: string; signed: SignedSheet; problem: Problem }): Promise<Placing> {
    const isNews = await quarantine(this.#transaction, { ...one, receivedAt: this.#now.toISOString() });
    return { receipt: { outcome: 'quarantined', problem: one.problem }, alarm: isNews ? one.problem : null };
  }
}

/** A sheet that is in the tables; it was read once before. */
export function readAgain(place: string, text: string): ReadSheet {
  const read = readSheet(place, text);
  if (!read.ok) throw new Error(`a stored sheet cannot be read any more: ${read.problem.where}`);
  return read.value;
}

const name = ({ place, kind, period }: SheetKey): string => `${place} ${kind} ${period}`;

const keyOf = ({ place, kind, period }: SheetKey): SheetKey => ({ place, kind, period });

const quietly = (outcome: SheetReceipt['outcome']): Placing => ({ receipt: { outcome }, alarm: null });

const alarming = ({ kind, period }: ReadSheet, [first]: readonly Doubt[]): Problem | null =>
  first === undefined
    ? null
    : {
        code: 'malformed',
        where: `sheet of the ${kind} ${period}: ${first.where}`,
        expected: `figures that can be (${first.rule}): it counts once it is confirmed`,
      };

const conflicting = ({ period, revision }: ReadSheet): Problem => ({
  code: 'revision-conflict',
  where: `sheet of ${period}, revision ${revision}`,
  expected: 'the same bytes as before: two machines may be sending for this place, or one was set back to an old copy',
});
