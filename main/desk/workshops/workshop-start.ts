import { instantOfCell } from '../../../contract/book/cells.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Book } from '../book/book.ts';
import { earlyMs } from '../book/bookings.ts';
import type { EntryRow, HoldRow } from '../book/entry-rows.ts';
import type { Clock } from '../clock.ts';
import type { KioskLinks } from '../link/kiosk-links.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { DryRun } from '../rules/dry-run.ts';
import type { Store } from '../store/open-store.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';

export interface WorkshopStartParts {
  readonly store: Store;
  readonly book: Book;
  readonly tickets: TicketBook;
  readonly sessions: TicketSessions;
  readonly room: LiveRoom;
  readonly dryRun: DryRun;
  readonly links: KioskLinks;
  readonly clock: Clock;
}

export interface Started {
  readonly started: string[];
  readonly notStarted: string[];
}

/** Begins a session of a workshop on its workstations, without any code; again for those that were not free the first time. */
export class WorkshopStart {
  readonly #parts: WorkshopStartParts;

  constructor(parts: WorkshopStartParts) {
    this.#parts = parts;
  }

  /** Problems: `not-found`, `not-now`: it does not run, and is not about to begin. */
  start(id: string): Result<Started> {
    const { book, clock } = this.#parts;
    const entry = book.entries.find(id);
    if (entry?.kind !== 'workshop' || entry.state !== 'confirmed')
      return failed('not-found', 'entry', 'a session of a workshop');
    const now = clock();
    if (now < instantOfCell(entry.from) - earlyMs || now >= instantOfCell(entry.to))
      return failed('not-now', 'entry', 'a session that runs or is about to begin');
    const holds = entry.holds.filter(({ releasedAt }) => releasedAt === null);
    const begun = new Set(holds.filter((hold) => this.#begin(entry, hold)));
    const named = (which: boolean): string[] =>
      holds.filter((hold) => begun.has(hold) === which).map(({ workstation }) => workstation);
    return ok({ started: named(true), notStarted: named(false) });
  }

  #begin({ to }: EntryRow, hold: HoldRow): boolean {
    const { room, links, dryRun, clock } = this.#parts;
    const { workstation } = hold;
    if (!room.isFree(workstation) || !links.isOnLine(workstation)) return false;
    const now = clock();
    const minutes = Math.max(1, Math.floor((instantOfCell(to) - now) / 60_000));
    const ticket = this.#ticketOf(hold, minutes);
    const answer = dryRun.explain({ workstation, code: null, ticket, minutes, at: now });
    if (!answer.ok || !answer.value.granted) return false;
    // A kiosk that is still told of another ticket would keep the workstation for that one.
    links.handOut(workstation);
    links.send(workstation, { type: 'start-session', ticket, minutes, label: null });
    room.placed(workstation);
    return true;
  }

  /** The one that was set aside; a new one when somebody has sat there with it already. */
  #ticketOf(hold: HoldRow, minutes: number): string {
    const { store, book, tickets, sessions, clock } = this.#parts;
    if (hold.ticket !== null && sessions.of(hold.ticket).length === 0) return hold.ticket;
    return store
      .transaction(() => {
        const ticket = tickets.setAside({ minutes, validFrom: clock(), expiresAt: instantOfCell(hold.to) });
        book.labels.handTo(hold, ticket);
        return ticket;
      })
      .immediate();
  }
}
