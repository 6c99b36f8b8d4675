import { randomUUID } from 'node:crypto';
import type { Used } from '../../../contract/allowance.ts';
import type { SliceTicket } from '../../../contract/desk-link.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';
import { unsettle } from '../figures/unsettled.ts';
import { beginningsAt, dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import { hashLength } from './code-keys.ts';
import { expiryOf } from './expiry.ts';
import { TicketCodes } from './ticket-codes.ts';
import type { TicketSessions } from './ticket-sessions.ts';
import { interruption, usedSince } from './what-is-left.ts';
import { prepared } from '../store/prepared.ts';

/** More open tickets than this is a mistake, and would not fit into a kiosk's slice. */
export const mostOpenTickets = 300;

/** So long after its end a facilitator can still be told that a code has expired, and is not just wrong. */
const rememberedMs = 7 * 24 * 60 * 60 * 1000;

export interface GivenTicket {
  /** Normalised; nowhere else after this. */
  readonly code: string;
  readonly minutes: number;
  readonly expiresAt: number;
}

/** Of a ticket for later; points of time in milliseconds since 1970. */
export interface TicketTime {
  readonly minutes: number;
  readonly validFrom: number;
  readonly expiresAt: number;
}

type NewTicket = Pick<TicketTime, 'minutes' | 'expiresAt'> & { readonly validFrom: number | null };

/** `code`: normalised; nowhere else after this. */
export interface GivenAhead {
  readonly id: string;
  readonly code: string;
}

/** What a claim is answered with. `leftSeconds`: of the interrupted session that goes on; `minutes` are the same, rounded up. */
export interface Claim {
  readonly minutes: number;
  readonly resumed: boolean;
  readonly leftSeconds?: number;
}

/** What the book knows of a code. */
export type KnownTicket =
  | { readonly known: 'unknown' | 'expired' | 'used' }
  | { readonly known: 'open'; readonly ticket: string; readonly minutes: number; readonly expiresAt: number };

export interface TicketBookParts {
  readonly store: Store;
  readonly sessions: TicketSessions;
  readonly settings: DeskSettings;
  readonly clock: Clock;
  /** How long the rest of an interrupted session may be taken up again. */
  readonly resumeMs: () => number;
}

interface TicketRow {
  readonly id: string;
  readonly minutes: number;
  readonly expires_at: number;
  readonly claimed_by: string | null;
  readonly started: number;
  readonly interrupted: string | null;
  readonly interrupted_at: number | null;
  readonly left_seconds: number | null;
  readonly valid_from: number | null;
}

interface OpenSearch {
  readonly workstation: string;
  readonly now: number;
  readonly until: number;
  /** Of the workstation's hash among those of a code. */
  readonly start: number;
}

/**
 * Tickets given, and who opened them. A ticket opens one session, on one workstation; when that was cut off, the ticket opens another one, on
 * any workstation, for what was left.
 */
export class TicketBook {
  readonly #parts: TicketBookParts;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #settings: DeskSettings;
  readonly #codes: TicketCodes;

  constructor(parts: TicketBookParts) {
    this.#parts = parts;
    this.#store = parts.store;
    this.#settings = parts.settings;
    this.#codes = new TicketCodes(parts.store, parts.settings.workstations);
    this.#clock = parts.clock;
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
      const expiresAt = expiryOf(now, this.#settings.place.zone);
      const code = this.#codes.give(this.#insert({ minutes, validFrom: null, expiresAt }, now));
      unsettle(this.#store, dayOf(now, this.#settings.place.zone));
      return ok({ code, minutes, expiresAt });
    });
    return write.immediate();
  }

  /** A ticket for somebody who is sent to this workstation: it has no code, and opens nothing anywhere else. Returns its id. */
  giveAt(workstation: string, minutes: number): string {
    const write = this.#store.transaction(() => {
      const now = this.#clock();
      const expiresAt = expiryOf(now, this.#settings.place.zone);
      const id = this.#insert({ minutes, validFrom: null, expiresAt }, now);
      this.#hand(id, workstation);
      unsettle(this.#store, dayOf(now, this.#settings.place.zone));
      return id;
    });
    return write.immediate();
  }

  /** A ticket for later: its code opens something from `validFrom` on, on the workstation that holds its cells. Within the caller's transaction. */
  giveAhead(time: TicketTime): GivenAhead {
    const id = this.setAside(time);
    return { id, code: this.#codes.give(id) };
  }

  /** Likewise for somebody who will be sent there: without a code. Returns its id. */
  setAside(time: TicketTime): string {
    return this.#insert(time, this.#clock());
  }

  /** For another time or length; its code stays. Within the caller's transaction. */
  renew(id: string, { minutes, validFrom, expiresAt }: TicketTime): void {
    prepared(this.#store, 'UPDATE tickets SET minutes = ?, valid_from = ?, expires_at = ? WHERE id = ?').run(
      minutes,
      validFrom,
      expiresAt,
      id,
    );
  }

  /** The ticket of a normalised code, whatever became of it; null when none is known. */
  idOf(code: string): string | null {
    return this.#codes.ticketOf(code);
  }

  /**
   * May this ticket open a session on this workstation? Asking again for the same workstation is answered alike until the session has started,
   * since the first answer may have been lost on the way.
   */
  claim(ticket: string, workstation: string): Result<Claim> {
    const claim = this.#store.transaction((): Result<Claim> => {
      const row = this.#row(ticket);
      if (row === undefined || row.expires_at <= this.#clock()) {
        return failed('code-refused', 'ticket', 'a ticket given today and not yet used');
      }
      const worth = this.#worth(row);
      if (worth === null || (row.claimed_by !== null && row.claimed_by !== workstation)) {
        return failed('ticket-in-use', 'ticket', 'a ticket that has not opened a session yet');
      }
      this.#hand(ticket, workstation);
      return ok(worth);
    });
    return claim.immediate();
  }

  /**
   * Something happened to a session of this ticket; called while its fact is stored. A session that was cut off frees its ticket, once: whoever
   * claims it then has it.
   */
  follow(ticket: string, workstation: string): void {
    const row = this.#row(ticket);
    if (row === undefined) return;
    const cut = interruption(this.#parts.sessions.of(ticket));
    prepared(
      this.#store,
      'UPDATE tickets SET started = 1, interrupted = ?, interrupted_at = ?, left_seconds = ? WHERE id = ?',
    ).run(
      ...(cut === null ? [null, null, null] : [cut.session, Math.min(cut.at, this.#clock()), cut.leftSeconds]),
      ticket,
    );
    if (cut === null && row.claimed_by === null) this.#hand(ticket, workstation);
    if (cut !== null && row.interrupted !== cut.session) this.#free(ticket);
  }

  /** The tickets that this workstation may open; of those for later, the ones whose cells are there and begin before `until`. */
  openFor(workstation: string, until: number): SliceTicket[] {
    const now = this.#clock();
    const start = this.#codes.startFor(workstation);
    if (start === null) return [];
    return prepared<[OpenSearch], TicketRow & { codeHash: string }>(
      this.#store,
      // Those that can still open something are few; hashes are kept of a whole week.
      `SELECT tickets.*, substr(hashes, :start, ${hashLength}) AS codeHash
         FROM tickets INDEXED BY tickets_by_expiry CROSS JOIN ticket_hashes ON ticket_hashes.ticket = tickets.id
         WHERE expires_at > :now AND (started = 0 OR interrupted IS NOT NULL) AND (claimed_by IS NULL OR claimed_by = :workstation)
           AND (valid_from IS NULL OR valid_from < :until AND EXISTS
             (SELECT 1 FROM holds WHERE holds.ticket = tickets.id AND holds.workstation = :workstation AND released_at IS NULL))
           AND substr(hashes, :start, 1) > ' '
         ORDER BY given_at, tickets.id`,
    )
      .all({ workstation, now, until, start })
      .flatMap((row): SliceTicket[] => {
        const worth = this.#worth(row);
        if (worth === null) return [];
        const used = row.started === 1 ? this.usedAt(row.id, now) : { todayMinutes: 0, weekMinutes: 0 };
        return [
          {
            ticket: row.id,
            access: row.valid_from === null ? 'ticket' : 'booking',
            codeHash: row.codeHash,
            minutes: worth.minutes,
            validFrom: row.valid_from === null ? null : instantOf(row.valid_from),
            expiresAt: instantOf(this.#endOf(row)),
            usedToday: used.todayMinutes,
            usedThisWeek: used.weekMinutes,
          },
        ];
      });
  }

  /** What a code is, told apart as no kiosk does it: a facilitator asks. `code` is normalised. */
  find(code: string): KnownTicket {
    const ticket = this.#codes.ticketOf(code);
    const row = ticket === null ? undefined : this.#row(ticket);
    if (row === undefined) return { known: 'unknown' };
    const worth = this.#worth(row);
    if (worth === null) return { known: 'used' };
    if (row.expires_at <= this.#clock()) return { known: 'expired' };
    return { known: 'open', ticket: row.id, minutes: worth.minutes, expiresAt: this.#endOf(row) };
  }

  /** What the sessions of this ticket took of the day and the week in which `at` lies. */
  usedAt(ticket: string, at: number): Used {
    return usedSince(this.#parts.sessions.of(ticket), beginningsAt(at, this.#settings.place.zone));
  }

  countOpen(): number {
    const row = prepared<[number], { open: number }>(
      this.#store,
      'SELECT count(*) AS open FROM tickets WHERE expires_at > ? AND claimed_by IS NULL AND valid_from IS NULL',
    ).get(this.#clock());
    return row?.open ?? 0;
  }

  countGiven(from: number, to: number): number {
    const row = prepared<[number, number], { given: number }>(
      this.#store,
      'SELECT count(*) AS given FROM tickets WHERE given_at >= ? AND given_at < ? AND valid_from IS NULL',
    ).get(from, to);
    return row?.given ?? 0;
  }

  /** An expired ticket stays as a count; what could recognise its code goes a week later. */
  forgetExpired(): void {
    prepared(
      this.#store,
      'DELETE FROM ticket_hashes WHERE ticket IN (SELECT id FROM tickets WHERE expires_at <= ?)',
    ).run(this.#clock() - rememberedMs);
  }

  #row(ticket: string): TicketRow | undefined {
    return prepared<[string], TicketRow>(this.#store, 'SELECT * FROM tickets WHERE id = ?').get(ticket);
  }

  /** Null when the ticket has opened what it can open. */
  #worth(row: TicketRow): Claim | null {
    if (row.started === 0) return { minutes: row.minutes, resumed: false };
    if (row.left_seconds === null || this.#endOf(row) <= this.#clock()) return null;
    return { minutes: Math.ceil(row.left_seconds / 60), resumed: true, leftSeconds: row.left_seconds };
  }

  /** Until when the ticket opens anything. */
  #endOf({ expires_at, interrupted_at }: TicketRow): number {
    return interrupted_at === null ? expires_at : Math.min(expires_at, interrupted_at + this.#parts.resumeMs());
  }

  #hand(ticket: string, workstation: string): void {
    prepared(this.#store, 'UPDATE tickets SET claimed_by = ?, claimed_at = coalesce(claimed_at, ?) WHERE id = ?').run(
      workstation,
      this.#clock(),
      ticket,
    );
  }

  #free(ticket: string): void {
    prepared(this.#store, 'UPDATE tickets SET claimed_by = NULL, claimed_at = NULL WHERE id = ?').run(ticket);
  }

  /** `validFrom` null: at once. */
  #insert({ minutes, validFrom, expiresAt }: NewTicket, now: number): string {
    const id = randomUUID();
    prepared(
      this.#store,
      'INSERT INTO tickets (id, minutes, given_at, expires_at, valid_from) VALUES (?, ?, ?, ?, ?)',
    ).run(id, minutes, now, expiresAt, validFrom);
    return id;
  }
}
