import { randomUUID } from 'node:crypto';
import type { SliceTicket } from '../../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import { unsettle } from '../figures/unsettled-days.ts';
import { dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { codeHash, drawCode } from './draw-code.ts';
import { expiryOf } from './expiry.ts';

/** More open tickets than this is a mistake, and would not fit into a kiosk's slice. */
export const mostOpenTickets = 300;

export interface GivenTicket {
  /** Normalised; nowhere else after this. */
  readonly code: string;
  readonly minutes: number;
  readonly expiresAt: number;
}

interface TicketRow {
  readonly id: string;
  readonly minutes: number;
  readonly expires_at: number;
  readonly claimed_by: string | null;
  readonly started: number;
}

/** Tickets given, and who opened them. A ticket opens one session, on one workstation. */
export class TicketBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #settings: DeskSettings;

  constructor(store: Store, settings: DeskSettings, clock: Clock) {
    this.#store = store;
    this.#settings = settings;
    this.#clock = clock;
  }

  give(minutes: number): Result<GivenTicket> {
    const write = this.#store.transaction(() => {
      if (this.countOpen() >= mostOpenTickets) {
        return failed(
          'not-now',
          'tickets',
          `fewer than ${mostOpenTickets} open tickets; wait until some are used or expired`,
        );
      }
      const now = this.#clock();
      const ticket = { code: this.#freeCode(), minutes, expiresAt: expiryOf(now, this.#settings.place.zone) };
      this.#write(ticket, now);
      unsettle(this.#store, dayOf(now, this.#settings.place.zone));
      return ok(ticket);
    });
    return write.immediate();
  }

  /**
   * May this ticket open a session on this workstation? Asking again for the same workstation is answered alike until the session has started,
   * since the first answer may have been lost on the way.
   */
  claim(ticket: string, workstation: string): Result<{ minutes: number }> {
    const claim = this.#store.transaction((): Result<{ minutes: number }> => {
      const row = this.#store
        .prepare<[string], TicketRow>('SELECT id, minutes, expires_at, claimed_by, started FROM tickets WHERE id = ?')
        .get(ticket);
      if (row === undefined || row.expires_at <= this.#clock()) {
        return failed('code-refused', 'ticket', 'a ticket given today and not yet used');
      }
      if (row.started === 1 || (row.claimed_by !== null && row.claimed_by !== workstation)) {
        return failed('ticket-in-use', 'ticket', 'a ticket that has not opened a session yet');
      }
      this.#store
        .prepare('UPDATE tickets SET claimed_by = ?, claimed_at = coalesce(claimed_at, ?) WHERE id = ?')
        .run(workstation, this.#clock(), ticket);
      return ok({ minutes: row.minutes });
    });
    return claim.immediate();
  }

  /**
   * A session started with this ticket; called while its fact is stored. A kiosk that was cut off opened it without asking.
   */
  started(ticket: string, workstation: string): void {
    this.#store
      .prepare(
        `UPDATE tickets SET started = 1, claimed_by = coalesce(claimed_by, ?), claimed_at = coalesce(claimed_at, ?) WHERE id = ?`,
      )
      .run(workstation, this.#clock(), ticket);
  }

  /** The tickets that this workstation may open. */
  openFor(workstation: string): SliceTicket[] {
    return this.#store
      .prepare<[string, number, string], { ticket: string; codeHash: string; minutes: number; expires_at: number }>(
        `SELECT tickets.id AS ticket, hash AS codeHash, minutes, expires_at
         FROM tickets JOIN ticket_hashes ON ticket_hashes.ticket = tickets.id AND workstation = ?
         WHERE expires_at > ? AND started = 0 AND (claimed_by IS NULL OR claimed_by = ?)
         ORDER BY given_at, tickets.id`,
      )
      .all(workstation, this.#clock(), workstation)
      .map(({ expires_at, ...ticket }) => ({ ...ticket, expiresAt: instantOf(expires_at) }));
  }

  countOpen(): number {
    const row = this.#store
      .prepare<[number], { open: number }>(
        'SELECT count(*) AS open FROM tickets WHERE expires_at > ? AND claimed_by IS NULL',
      )
      .get(this.#clock());
    return row?.open ?? 0;
  }

  countGiven(from: number, to: number): number {
    const row = this.#store
      .prepare<[number, number], { given: number }>(
        'SELECT count(*) AS given FROM tickets WHERE given_at >= ? AND given_at < ?',
      )
      .get(from, to);
    return row?.given ?? 0;
  }

  /** An expired ticket stays as a count; what could recognise its code goes. */
  forgetExpired(): void {
    this.#store
      .prepare('DELETE FROM ticket_hashes WHERE ticket IN (SELECT id FROM tickets WHERE expires_at <= ?)')
      .run(this.#clock());
  }

  #freeCode(): string {
    const taken = this.#store.prepare<[string, string], { hash: string }>(
      'SELECT hash FROM ticket_hashes WHERE workstation = ? AND hash = ?',
    );
    for (;;) {
      const code = drawCode();
      if (!this.#settings.workstations.some(({ id, key }) => taken.get(id, codeHash(code, key)) !== undefined))
        return code;
    }
  }

  #write(ticket: GivenTicket, now: number): void {
    const id = randomUUID();
    this.#store
      .prepare('INSERT INTO tickets (id, minutes, given_at, expires_at) VALUES (?, ?, ?, ?)')
      .run(id, ticket.minutes, now, ticket.expiresAt);
    const hashes = this.#store.prepare('INSERT INTO ticket_hashes (workstation, hash, ticket) VALUES (?, ?, ?)');
    for (const { id: workstation, key } of this.#settings.workstations)
      hashes.run(workstation, codeHash(ticket.code, key), id);
  }
}
