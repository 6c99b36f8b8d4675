import { randomUUID } from 'node:crypto';
import { type CellSpan, instantOfCell, overlap } from '../../../contract/book/cells.ts';
import { unsettleDays } from '../figures/unsettled.ts';
import type { Store } from '../store/open-store.ts';
import type { Board, Held } from './board.ts';
import { prepared } from '../store/prepared.ts';
import {
  type EntryRow,
  type HoldRow,
  type NewEntry,
  type NewHold,
  type Place,
  type RawEntry,
  type RawHold,
  isThere,
  latestHolds,
  placeOf,
  ticketsAt,
} from './entry-rows.ts';

const entryColumns = `id, kind, state, from_cell AS "from", to_cell AS "to", title, purpose, group_id AS "group", person, workshop, excused, version, changed_at AS changedAt`;
const holdColumns = `id, workstation, from_cell AS "from", to_cell AS "to", ticket, arrived_at AS arrivedAt, released_at AS releasedAt, release_cell AS releaseCell, provisional`;

/** The rows of the timeline. Every change goes through here, so that the board follows; to be called within a transaction. */
export class EntryStore {
  readonly #store: Store;
  readonly #board: Board;
  readonly #clock: () => number;
  readonly #zone: string;

  constructor(store: Store, board: Board, { clock, zone }: { clock: () => number; zone: string }) {
    this.#store = store;
    this.#board = board;
    this.#clock = clock;
    this.#zone = zone;
  }

  /** Throws when a cell is taken: who calls has looked before. */
  add(entry: NewEntry): EntryRow {
    const id = randomUUID();
    const now = this.#clock();
    const { kind, state, from, to, title = null, purpose = null, group = null } = entry;
    const { person = null, workshop = null, override = null, madeBy, releaseCell = null } = entry;
    prepared(
      this.#store,
      `INSERT INTO entries (id, kind, state, from_cell, to_cell, title, purpose, group_id, person, workshop, override, made_by, made_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(id, kind, state, from, to, title, purpose, group, person, workshop, override, madeBy, now, now);
    const holds = entry.holds.map((hold) => this.#hold(id, { ...hold, kind, from, to, releaseCell }));
    const labels = { title, purpose, group, person, workshop, excused: false };
    return { id, kind, state, from, to, ...labels, version: 1, changedAt: now, holds };
  }

  find(id: string): EntryRow | null {
    const row = prepared<[string], RawEntry>(this.#store, `SELECT ${entryColumns} FROM entries WHERE id = ?`).get(id);
    return row === undefined ? null : (this.#whole([row])[0] ?? null);
  }

  /** The entry that a ticket belongs to. */
  ofTicket(ticket: string): EntryRow | null {
    const row = prepared<[string], { entry: string }>(
      this.#store,
      'SELECT entry FROM holds WHERE ticket = ? ORDER BY id DESC LIMIT 1',
    ).get(ticket);
    return row === undefined ? null : this.find(row.entry);
  }

  /** What touches the span and is not cancelled, by beginning. */
  between({ from, to }: CellSpan): EntryRow[] {
    return this.#whole(
      prepared<[number, number], RawEntry>(
        this.#store,
        `SELECT ${entryColumns} FROM entries WHERE to_cell > ? AND from_cell < ? AND state <> 'cancelled' ORDER BY from_cell, id`,
      ).all(from, to),
    );
  }

  /** Likewise, with those that were cancelled: who has seen them must hear. */
  everBetween({ from, to }: CellSpan): EntryRow[] {
    return this.#whole(
      prepared<[number, number], RawEntry>(
        this.#store,
        `SELECT ${entryColumns} FROM entries WHERE to_cell > ? AND from_cell < ? ORDER BY from_cell, id`,
      ).all(from, to),
    );
  }

  /** Sessions of a workshop, by beginning. */
  ofWorkshop(workshop: string): EntryRow[] {
    return this.#whole(
      prepared<[string], RawEntry>(
        this.#store,
        `SELECT ${entryColumns} FROM entries WHERE workshop = ? AND state <> 'cancelled' ORDER BY from_cell, id`,
      ).all(workshop),
    );
  }

  /** Live holds of a workstation that touch the span, but for those of sessions that its kiosk has told of itself. */
  held(workstation: string, span: CellSpan): { readonly held: Held; readonly ticket: string | null }[] {
    const find = prepared<[number], { ticket: string | null }>(
      this.#store,
      `SELECT ticket FROM holds JOIN entries ON entries.id = entry WHERE holds.id = ? AND (kind <> 'walk-in' OR arrived_at IS NULL)`,
    );
    const told = this.#board.within(workstation, span).map((held) => ({ held, ticket: find.get(held.id)?.ticket }));
    return told.flatMap(({ held, ticket }) => (ticket === undefined ? [] : [{ held, ticket }]));
  }

  confirm(id: string): void {
    this.#change(id, `state = 'confirmed'`);
  }

  cancel(entry: EntryRow): void {
    for (const hold of entry.holds) this.release(hold);
    this.#change(entry.id, `state = 'cancelled'`);
  }

  /** Takes its cells again; throws when one is taken. */
  restore(entry: EntryRow, state: 'pending' | 'confirmed'): void {
    for (const { workstation, ticket } of entry.holds) this.#hold(entry.id, { ...entry, workstation, ticket });
    this.#change(entry.id, `state = '${state}'`);
  }

  /**
   * First half of a move: takes the new cells beside the old ones, so that whatever happens it has a place. `kept`: its holds that still count, which
   * the caller has released within the same write; those that overlap their successor become one with it.
   */
  reach(entry: EntryRow, kept: readonly HoldRow[], to: Place): void {
    const { kind } = entry;
    const grown = new Set<string>();
    for (const { workstation, ticket, ...hold } of kept) {
      const grows = to.workstations.includes(workstation) && overlap(hold, to);
      if (grows) grown.add(workstation);
      const from = grows ? Math.min(hold.from, to.from) : hold.from;
      const end = grows ? Math.max(hold.to, to.to) : hold.to;
      this.#hold(entry.id, { kind, workstation, ticket, from, to: end });
    }
    for (const [workstation, ticket] of ticketsAt(entry, to)) {
      if (!grown.has(workstation)) this.#hold(entry.id, { kind, workstation, ticket, from: to.from, to: to.to }, true);
    }
  }

  /** Second half: of what it has, it keeps these cells and no others, be it the new ones or the old. */
  settle(entry: EntryRow, at: Place): void {
    const settle = prepared(this.#store, 'UPDATE holds SET from_cell = ?, to_cell = ?, provisional = 0 WHERE id = ?');
    for (const hold of entry.holds) {
      if (!isThere(hold, at)) this.release(hold);
      else settle.run(at.from, at.to, hold.id);
      this.#board.forgetLane(hold.workstation);
    }
    prepared(this.#store, 'UPDATE entries SET from_cell = ?, to_cell = ? WHERE id = ?').run(at.from, at.to, entry.id);
    this.#unsettle(entry);
    this.#change(entry.id, 'state = state');
  }

  /** Entries that a desk which stopped left between two states: nobody was answered. New ones go, moved ones stay where they were. */
  putInOrder(): void {
    const pending = prepared<[], { id: string }>(this.#store, `SELECT id FROM entries WHERE state = 'pending'`).all();
    for (const { id } of pending) this.#with(id, (entry) => this.cancel(entry));
    const between = prepared<[], { id: string }>(
      this.#store,
      `SELECT DISTINCT entry AS id FROM holds JOIN entries ON entries.id = entry
       WHERE released_at IS NULL AND (provisional = 1 OR arrived_at IS NULL
         AND (holds.from_cell < entries.from_cell OR holds.to_cell > entries.to_cell))`,
    ).all();
    for (const { id } of between) this.#with(id, (entry) => this.settle(entry, placeOf(entry)));
  }

  /** Frees the cells; what has been freed before stays as it was. */
  release({ id, workstation }: Pick<HoldRow, 'id' | 'workstation'>): void {
    prepared(this.#store, 'UPDATE holds SET released_at = ? WHERE id = ? AND released_at IS NULL').run(
      this.#clock(),
      id,
    );
    this.#board.released(workstation, id);
  }

  /** Does it take its cells now? Not when it is released, or nobody came for it in time. */
  counts({ id, workstation, releasedAt, ...span }: HoldRow): boolean {
    return releasedAt === null && !this.#board.lapsed(workstation, span).some((lapsed) => lapsed.id === id);
  }

  /** Somebody has come for it: it lapses no more. */
  arrived({ id, workstation }: HoldRow, at: number): void {
    prepared(this.#store, 'UPDATE holds SET arrived_at = coalesce(arrived_at, ?) WHERE id = ?').run(at, id);
    this.#board.forgetLane(workstation);
  }

  /** It was over before its end, or went on after it; throws when that reaches into another one. */
  endAt({ id, workstation, from }: HoldRow, cell: number): void {
    if (cell <= from) {
      this.release({ id, workstation });
      return;
    }
    prepared(this.#store, 'UPDATE holds SET to_cell = ? WHERE id = ?').run(cell, id);
    this.#board.forgetLane(workstation);
  }

  /** Whoever it waits for may come until then. */
  waitUntil({ id, workstation }: HoldRow, cell: number): void {
    prepared(this.#store, 'UPDATE holds SET release_cell = ? WHERE id = ?').run(cell, id);
    this.#board.forgetLane(workstation);
  }

  excuse(id: string, excused: boolean): void {
    prepared(this.#store, 'UPDATE entries SET excused = ? WHERE id = ?').run(excused ? 1 : 0, id);
    this.#change(id, 'state = state');
  }

  #with(id: string, act: (entry: EntryRow) => void): void {
    const entry = this.find(id);
    if (entry !== null) act(entry);
  }

  #hold(entry: string, hold: NewHold, provisional = false): HoldRow {
    const { kind, workstation, ticket, from, to, releaseCell = null } = hold;
    for (const lapsed of this.#board.lapsed(workstation, { from, to })) this.release({ id: lapsed.id, workstation });
    const { lastInsertRowid } = prepared(
      this.#store,
      'INSERT INTO holds (entry, workstation, from_cell, to_cell, ticket, release_cell, provisional) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(entry, workstation, from, to, ticket, releaseCell, provisional ? 1 : 0);
    const id = Number(lastInsertRowid);
    this.#board.took(workstation, { id, entry, from, to, waits: kind === 'booking', until: releaseCell });
    return { id, workstation, from, to, ticket, arrivedAt: null, releasedAt: null, releaseCell, provisional };
  }

  #change(id: string, set: string): void {
    const changed = prepared<[number, string], CellSpan>(
      this.#store,
      `UPDATE entries SET ${set}, version = version + 1, changed_at = ? WHERE id = ? RETURNING from_cell AS "from", to_cell AS "to"`,
    ).get(this.#clock(), id);
    if (changed !== undefined) this.#unsettle(changed);
  }

  /** What is changed of the past changes its figures. */
  #unsettle({ from, to }: CellSpan): void {
    const past = { from: instantOfCell(from), to: Math.min(instantOfCell(to), this.#clock()) };
    if (past.from < past.to) unsettleDays(this.#store, past, this.#zone);
  }

  #whole(rows: readonly RawEntry[]): EntryRow[] {
    const holds = prepared<[string], RawHold>(
      this.#store,
      `SELECT ${holdColumns} FROM holds WHERE entry = ? ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, excused: row.excused === 1, holds: latestHolds(holds.all(row.id)) }));
  }
}
