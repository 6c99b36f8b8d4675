import type { z } from 'zod';
import type { Grant } from '../../../contract/allowance.ts';
import type { explainedRefusalSchema } from '../../../contract/desk-routes.ts';
import { explain, type Visitor, type WorkstationTerms } from '../../../contract/explain.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { RefusalReason } from '../../../contract/reasons.ts';
import { normaliseCode } from '../../../contract/ticket-code.ts';
import type { Clock } from '../clock.ts';
import type { Book } from '../book/book.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';
import { extensionBreaks } from './extension-breaks.ts';
import type { RuleBook } from './rule-book.ts';

export type Explained =
  | Extract<Grant, { granted: true }>
  | { readonly granted: false; readonly reason: z.infer<typeof explainedRefusalSchema> };

/**
 * What is asked: `code` as typed, null = somebody with a fresh ticket of `minutes`, or with that `ticket`, for whom a workstation is held; `at` in
 * milliseconds since 1970.
 */
export interface Question {
  readonly workstation: string;
  readonly code: string | null;
  readonly ticket?: string | null;
  readonly minutes: number;
  readonly at: number;
}

export interface DryRunParts {
  readonly rules: RuleBook;
  readonly tickets: TicketBook;
  readonly sessions: TicketSessions;
  readonly room: LiveRoom;
  readonly book: Pick<Book, 'toldTo'>;
  /** People who wait for a workstation. */
  readonly waiting: () => number;
  readonly clock: Clock;
}

const reasonOf = { unknown: 'code-unknown', expired: 'code-expired', used: 'code-used' } as const;

/** No session is longer than a day. */
const lookAheadMs = 24 * 60 * 60_000;

const noUse = { todayMinutes: 0, weekMinutes: 0 };

/** What would happen, and why: asked by facilitators before they promise something. Nothing is changed by it. */
export class DryRun {
  readonly #parts: DryRunParts;

  constructor(parts: DryRunParts) {
    this.#parts = parts;
  }

  /** Problem `malformed`: what was typed can be no code. */
  explain(question: Question): Result<Explained> {
    const visitor = this.#visitor(question);
    if (!visitor.ok) return visitor;
    if (typeof visitor.value === 'string') return ok({ granted: false, reason: visitor.value });
    const { workstation, at } = question;
    if (!this.#parts.room.isFreeAt(workstation, at)) return ok({ granted: false, reason: 'not-free-then' });
    return ok(explain(visitor.value, this.#terms(workstation, at), at));
  }

  /** When the running session would end, and every rule that this breaks. Problem `not-now`: no such session runs there. */
  extension(asked: {
    workstation: string;
    session: string;
    minutes: number;
  }): Result<{ endsAt: number; breaks: RefusalReason[] }> {
    const { workstation, session, minutes } = asked;
    const endsAt = this.#parts.room.endOf(workstation, session);
    if (endsAt === null) return failed('not-now', 'session', 'a session that still runs there');
    const known = this.#parts.sessions.find(session);
    const ticket = known?.ticket ?? null;
    // The running session has no end yet, so that what its ticket used is what came before it.
    const used = ticket === null ? noUse : this.#parts.tickets.usedAt(ticket, this.#parts.clock());
    const granted = (known?.minutes ?? 0) + (known?.extendedMinutes ?? 0);
    const terms = this.#terms(workstation, endsAt);
    const breaks = extensionBreaks(minutes, { ticket, minutes: granted, used, endsAt }, terms);
    return ok({ endsAt: endsAt + minutes * 60_000, breaks });
  }

  #visitor({
    code,
    ticket = null,
    minutes,
    at,
  }: Question): Result<Visitor | 'code-unknown' | 'code-expired' | 'code-used'> {
    if (code === null) return ok({ ticket, minutes, used: noUse });
    const typed = normaliseCode(code);
    if (!typed.ok) return failed('malformed', 'explain.read: code', typed.problem.expected);
    const found = this.#parts.tickets.find(typed.value);
    if (found.known !== 'open') return ok(reasonOf[found.known]);
    if (found.expiresAt <= at) return ok('code-expired');
    return ok({ ticket: found.ticket, minutes: found.minutes, used: this.#parts.tickets.usedAt(found.ticket, at) });
  }

  #terms(workstation: string, at: number): WorkstationTerms {
    const { rules, book, room, waiting } = this.#parts;
    const bookings = book.toldTo(workstation, at + lookAheadMs);
    return { rules: rules.rulesAt(at), bookings, waiting: waiting(), until: null, limits: room.limitsOf(workstation) };
  }
}
