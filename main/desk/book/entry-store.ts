import { randomUUID } from 'node:crypto';
import { type CellSpan, instantOfCell, overlap } from '../../../contract/book/cells.ts';
import type { EntryKind, Purpose } from '../../../contract/book/entries.ts';
import type { Store } from '../store/open-store.ts';
import type { Board, Held } from './board.ts';
import { prepared } from '../store/prepared.ts';

export interface EntryRow extends CellSpan {
  readonly id: string;
  readonly kind: EntryKind;
  readonly state: 'pending' | 'confirmed' | 'cancelled';
  readonly title: string | null;
  readonly purpose: Purpose | null;
  readonly group: string | null;
  readonly person: string | null;
  readonly workshop: string | null;
  readonly excused: boolean;
  readonly version: number;
  readonly holds: readonly HoldRow[];
}

export interface HoldRow extends CellSpan {
  readonly id: number;
  readonly workstation: string;
  readonly ticket: string | null;
  readonly arrivedAt: number | null;
  readonly releasedAt: number | null;
  /** The cell from which on it takes nothing more if nobody has come; null = as its kind says. */
  readonly releaseCell: number | null;
  readonly provisional: boolean;
}

/** What a new entry says; the rest is worked out. */
export interface NewEntry extends CellSpan {
  readonly kind: EntryKind;
  readonly state: 'pending' | 'confirmed';
  readonly title?: string | null;
  readonly purpose?: Purpose | null;
  readonly group?: string | null;
  readonly person?: string | null;
  readonly workshop?: string | null;
  readonly override?: string | null;
  readonly madeBy: string | null;
  /** Where, each with the ticket that opens it. */
  readonly holds: readonly { readonly workstation: string; readonly ticket: string | null }[];
  /** The cell from which on it takes nothing more if nobody has come; else as its kind says. */
  readonly releaseCell?: number;
}

interface NewHold extends CellSpan {
  readonly kind: EntryKind;
  readonly workstation: string;
  readonly ticket: string | null;
  readonly releaseCell?: number | null;
}

/** Where an entry is: the same cells on each of its workstations. */
export interface Place extends CellSpan {
  readonly workstations: readonly string[];
}

interface RawEntry {
  readonly id: string;
  readonly kind: EntryKind;
  readonly state: EntryRow['state'];
  readonly from: number;
  readonly to: number;
  readonly title: string | null;
  readonly purpose: Purpose | null;
  readonly group: string | null;
  readonly person: string | null;
  readonly workshop: string | null;
  readonly excused: number;
  readonly version: number;
}

type RawHold = Omit<HoldRow, 'provisional'> & { readonly entry: string; readonly provisional: number };

const entryColumns = `id, kind, state, from_cell AS "from", to_cell AS "to", title, purpose, group_id AS "group", person, workshop, excused, version`;
const holdColumns = `id, entry, workstation, from_cell AS "from", to_cell AS "to", ticket, arrived_at AS arrivedAt, released_at AS releasedAt, release_cell AS releaseCell, provisional`;

/** The rows of the timeline. Every change goes through here, so that the board follows; to be called within a transaction. */
export class EntryStore {
  readonly #store: Store;
  readonly #board: Board;
  readonly #clock: () => number;

  constructor(store: Store, board: Board, clock: () => number) {
    this.#store = store;
    this.#board = board;
    this.#clock = clock;
  }

  /** Throws when a cell is taken: who calls has looked before. Returns its id. */
  add(entry: NewEntry): string {
    const id = randomUUID();
    const now = this.#clock();
    const { kind, state, from, to, title = null, purpose = null, group = null } = entry;
    const { person = null, workshop = null, override = null, madeBy } = entry;
    prepared(
      this.#store,
      `INSERT INTO entries (id, kind, state, from_cell, to_cell, title, purpose, group_id, person, workshop, override, made_by, made_at, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(id, kind, state, from, to, title, purpose, group, person, workshop, override, madeBy, now, now);
    for (const hold of entry.holds)
      this.#hold(id, { ...{ kind, from, to, releaseCell: entry.releaseCell ?? null }, ...hold });
    return id;
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

  /** What touches the span, by beginning; cancelled ones only where they are asked for. */
  between({ from, to }: CellSpan): EntryRow[] {
    return this.#whole(
      prepared<[number, number], RawEntry>(
        this.#store,
        `SELECT ${entryColumns} FROM entries WHERE to_cell > ? AND from_cell < ? AND state <> 'cancelled' ORDER BY from_cell, id`,
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

  /** Live holds of a workstation that touch the span: what its kiosk is told. */
  held(workstation: string, span: CellSpan): { readonly held: Held; readonly ticket: string | null }[] {
    const ticketOf = prepared<[number], { ticket: string | null }>(
      this.#store,
      'SELECT ticket FROM holds WHERE id = ?',
    );
    return this.#board
      .within(workstation, span)
      .map((held) => ({ held, ticket: ticketOf.get(held.id)?.ticket ?? null }));
  }

  confirm(id: string): void {
    prepared(this.#store, `UPDATE entries SET state = 'confirmed' WHERE id = ? AND state = 'pending'`).run(id);
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
   * First half of a move: takes the new cells beside the old ones, so that whatever happens it has a place. To be called when its own holds are
   * released within the same write; those that overlap their successor become one with it.
   */
  reach(entry: EntryRow, to: Place): void {
    const { from, to: end, workstations } = to;
    entry.holds.forEach((hold, place) => {
      const workstation = workstations[place] ?? hold.workstation;
      const both = { from: Math.min(hold.from, from), to: Math.max(hold.to, end) };
      const { ticket } = hold;
      if (workstation === hold.workstation && overlap(hold, to)) {
        this.#hold(entry.id, { kind: entry.kind, workstation, ticket, ...both });
        return;
      }
      this.#hold(entry.id, { kind: entry.kind, workstation: hold.workstation, ticket, from: hold.from, to: hold.to });
      this.#hold(entry.id, { kind: entry.kind, workstation, ticket, from, to: end }, 1);
    });
  }

  /** Second half: it has these cells and no others, be it the new ones or the old. */
  settle(entry: EntryRow, at: Place): void {
    const tickets = entry.holds.map(({ ticket }) => ticket);
    for (const hold of entry.holds) this.release(hold);
    at.workstations.forEach((workstation, place) => {
      const ticket = entry.holds.find((hold) => hold.workstation === workstation)?.ticket ?? tickets[place] ?? null;
      this.#hold(entry.id, { kind: entry.kind, workstation, ticket, from: at.from, to: at.to });
    });
    prepared(this.#store, 'UPDATE entries SET from_cell = ?, to_cell = ? WHERE id = ?').run(at.from, at.to, entry.id);
    this.#change(entry.id, 'state = state');
  }

  /** Entries that a desk which stopped left between two states: nobody was answered. New ones go, moved ones stay where they were. */
  putInOrder(): void {
    const pending = prepared<[], { id: string }>(this.#store, `SELECT id FROM entries WHERE state = 'pending'`).all();
    for (const { id } of pending) this.#with(id, (entry) => this.cancel(entry));
    const between = prepared<[], { id: string }>(
      this.#store,
      'SELECT DISTINCT entry AS id FROM holds WHERE provisional = 1 AND released_at IS NULL',
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

  /** Another ticket opens it. */
  handTo({ id }: HoldRow, ticket: string): void {
    prepared(this.#store, 'UPDATE holds SET ticket = ? WHERE id = ?').run(ticket, id);
  }

  /** The dates of a workshop that are not over have its title. */
  retitle(workshop: string, title: string): void {
    for (const { id, to } of this.ofWorkshop(workshop)) {
      if (instantOfCell(to) <= this.#clock()) continue;
      prepared(this.#store, 'UPDATE entries SET title = ? WHERE id = ?').run(title, id);
      this.#change(id, 'state = state');
    }
  }

  excuse(id: string, excused: boolean): void {
    prepared(this.#store, 'UPDATE entries SET excused = ? WHERE id = ?').run(excused ? 1 : 0, id);
    this.#change(id, 'state = state');
  }

  #with(id: string, act: (entry: EntryRow) => void): void {
    const entry = this.find(id);
    if (entry !== null) act(entry);
  }

  #hold(entry: string, hold: NewHold, provisional = 0): void {
    const { kind, workstation, ticket, from, to, releaseCell: until = null } = hold;
    for (const lapsed of this.#board.lapsed(workstation, { from, to })) this.release({ id: lapsed.id, workstation });
    const { lastInsertRowid } = prepared(
      this.#store,
      'INSERT INTO holds (entry, workstation, from_cell, to_cell, ticket, release_cell, provisional) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(entry, workstation, from, to, ticket, until, provisional);
    this.#board.took(workstation, { id: Number(lastInsertRowid), entry, from, to, waits: kind === 'booking', until });
  }

  #change(id: string, set: string): void {
    prepared(this.#store, `UPDATE entries SET ${set}, version = version + 1, changed_at = ? WHERE id = ?`).run(
      this.#clock(),
      id,
    );
  }

  #whole(rows: readonly RawEntry[]): EntryRow[] {
    const holds = prepared<[string], RawHold>(
      this.#store,
      `SELECT ${holdColumns} FROM holds WHERE entry = ? ORDER BY id`,
    );
    return rows.map((row) => ({ ...row, excused: row.excused === 1, holds: latestHolds(holds.all(row.id)) }));
  }
}

/** The place that an entry was promised, while it also has cells that it may move to. */
export function placeOf({ from, to, holds }: EntryRow): Place {
  const own = holds
    .filter((hold) => !hold.provisional && hold.from <= from && to <= hold.to)
    .map(({ workstation }) => workstation);
  return { from, to, workstations: [...new Set(own)] };
}

/** Where an entry stands, or stood last: holds that a move left behind are no longer its own. */
function latestHolds(raw: readonly RawHold[]): HoldRow[] {
  const holds = raw.map((hold) => ({ ...hold, provisional: hold.provisional === 1 }));
  const live = holds.filter(({ releasedAt }) => releasedAt === null);
  if (live.length > 0) return live;
  const last = Math.max(...holds.map(({ releasedAt }) => releasedAt ?? 0));
  return holds.filter(({ releasedAt }) => releasedAt === last);
}
