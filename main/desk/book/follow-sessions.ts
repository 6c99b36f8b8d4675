import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import type { Fact } from '../../../contract/desk-link.ts';
import type { Board } from './board.ts';
import { earlyMs } from './bookings.ts';
import type { EntryRow, HoldRow } from './entry-rows.ts';
import type { EntryStore } from './entry-store.ts';

export interface FollowParts {
  readonly entries: EntryStore;
  readonly board: Board;
  /** The ticket of a session; null for one that nobody has a ticket for. */
  readonly ticketOf: (session: string) => string | null;
}

type Started = Extract<Fact, { kind: 'session-started' }>;

/**
 * The book follows what happened: who came, and how long they stayed. A walk-in gets its place on the timeline by it. Facts never fail here: what
 * was, was, and a promise that stands in the way keeps its cells.
 */
export class FollowSessions {
  readonly #parts: FollowParts;
  /** The entry of each session that began without a booking; found again by its ticket after a restart. */
  readonly #walkIns = new Map<string, string>();

  constructor(parts: FollowParts) {
    this.#parts = parts;
  }

  /** Within the write that stores the fact. */
  follow(workstation: string, fact: Fact): void {
    if (fact.kind === 'session-started') this.#begin(workstation, fact);
    if (fact.kind === 'session-extended') {
      this.#withHold(workstation, fact.session, (hold, entry) => {
        if (sitsThere(entry)) this.#reach(hold, hold.to + cellFrom(fact.minutes * 60_000));
      });
    }
    if (fact.kind === 'session-ended') {
      this.#withHold(workstation, fact.session, (hold, entry) => {
        if (sitsThere(entry)) this.#reach(hold, cellAt(Date.parse(fact.at)));
      });
      this.#walkIns.delete(fact.session);
    }
  }

  #begin(workstation: string, fact: Started): void {
    const { entries } = this.#parts;
    const at = Date.parse(fact.at);
    const entry = fact.ticket === null ? null : entries.ofTicket(fact.ticket);
    const hold = entry?.holds.find((one) => one.workstation === workstation && isOfItsTime(one, at)) ?? null;
    if (hold === null) {
      this.#walkIn(workstation, fact);
      return;
    }
    entries.arrived(hold, at);
    if (hold.releasedAt === null) this.#reach(hold, Math.max(hold.to, cellFrom(at + fact.minutes * 60_000)));
  }

  /** Its cells, as far as they are free: the rest of a cell in which somebody else left is theirs. */
  #walkIn(workstation: string, { at, minutes, session, ticket }: Started): void {
    const { board, entries } = this.#parts;
    const startsAt = Date.parse(at);
    const wished = {
      from: cellAt(startsAt),
      to: Math.max(cellAt(startsAt) + 1, cellFrom(startsAt + minutes * 60_000)),
    };
    const lapsed = new Set(board.lapsed(workstation, wished).map(({ id }) => id));
    const others = board.within(workstation, wished).filter(({ id }) => !lapsed.has(id));
    const before = others.filter((hold) => hold.from <= wished.from);
    const from = Math.max(wished.from, ...before.map((hold) => hold.to));
    const to = Math.min(wished.to, ...others.filter((hold) => hold.from > wished.from).map((hold) => hold.from));
    if (from >= to) return;
    const { id, holds } = entries.add({
      ...{ kind: 'walk-in', state: 'confirmed', from, to, madeBy: null },
      holds: [{ workstation, ticket }],
    });
    for (const hold of holds) entries.arrived(hold, startsAt);
    this.#walkIns.set(session, id);
  }

  #withHold(workstation: string, session: string, act: (hold: HoldRow, entry: EntryRow) => void): void {
    const { entries, ticketOf } = this.#parts;
    const known = this.#walkIns.get(session);
    const ticket = ticketOf(session);
    const entry = known === undefined ? (ticket === null ? null : entries.ofTicket(ticket)) : entries.find(known);
    const hold = entry?.holds.find((one) => isThere(one, workstation));
    if (entry !== null && hold !== undefined) act(hold, entry);
  }

  /** Not beyond the next promise. */
  #reach(hold: HoldRow, cell: number): void {
    const { board, entries } = this.#parts;
    const next = board
      .within(hold.workstation, { from: hold.to, to: Math.max(hold.to, cell) })
      .filter(({ id }) => id !== hold.id)
      .map(({ from }) => from);
    entries.endAt(hold, Math.min(cell, ...next));
  }
}

/** Whoever was let in before the ticket's time came for where it was booked before it was moved: what they do says nothing of its new cells. */
const isOfItsTime = ({ from }: HoldRow, at: number): boolean => at >= instantOfCell(from) - earlyMs;

/** They have come for it. */
const isThere = (hold: HoldRow, workstation: string): boolean =>
  hold.workstation === workstation && hold.arrivedAt !== null && hold.releasedAt === null;

/** A workshop keeps its workstations when one of its visitors leaves. */
const sitsThere = ({ kind }: EntryRow): boolean => kind === 'booking' || kind === 'walk-in';
