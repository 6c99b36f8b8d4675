import type { Transaction } from 'better-sqlite3';
import { type Fact, type NumberedFact, numberedFactSchema } from '../../../contract/desk-link.ts';
import { describe, failed, parse, type Problem } from '../../../contract/problem.ts';
import type { Clock } from '../clock.ts';
import type { PlacedFact } from '../figures/day-records.ts';
import { unsettle, unsettleMonth } from '../figures/unsettled.ts';
import { dayOf } from '../place-days.ts';
import type { Store } from '../store/open-store.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';
import { prepared } from '../store/prepared.ts';

export interface Received {
  /** Highest number of what is now on the disk; 0 when nothing carried a number. */
  readonly upTo: number;
  readonly quarantined: readonly Problem[];
}

export interface FactStoreParts {
  readonly store: Store;
  readonly tickets: TicketBook;
  readonly sessions: TicketSessions;
  /** What the book makes of it, within the same write. */
  readonly follow: (workstation: string, fact: Fact) => void;
  readonly zone: string;
  readonly clock: Clock;
}

interface FactRow {
  readonly workstation: string;
  readonly seq: number;
  readonly body: string;
}

/** What happened on the workstations, as they told it. Nothing is changed or taken out: figures are counted from it again at any time. */
export class FactStore {
  readonly #store: Store;
  readonly #tickets: TicketBook;
  readonly #sessions: TicketSessions;
  readonly #follow: FactStoreParts['follow'];
  readonly #zone: string;
  readonly #clock: Clock;
  /** Wrapped once: that costs as much as a small batch. */
  readonly #receiveAll: Transaction<(workstation: string, batch: readonly unknown[]) => Received>;

  constructor(parts: FactStoreParts) {
    this.#store = parts.store;
    this.#tickets = parts.tickets;
    this.#sessions = parts.sessions;
    this.#follow = parts.follow;
    this.#zone = parts.zone;
    this.#clock = parts.clock;
    this.#receiveAll = parts.store.transaction((workstation, batch) => this.#receive(workstation, batch));
  }

  /**
   * Stores a batch, all of it or none; durable when this returns. What was stored before is passed over, what cannot be read is set aside:
   * neither holds up the facts behind it. A kiosk sends its oldest facts first, so everything up to the highest number is here.
   */
  receive(workstation: string, batch: readonly unknown[]): Received {
    return this.#receiveAll.immediate(workstation, batch);
  }

  #receive(workstation: string, batch: readonly unknown[]): Received {
    const quarantined: Problem[] = [];
    let upTo = 0;
    for (const item of batch) {
      const numbered = parse(numberedFactSchema, item, 'fact');
      const problem = numbered.ok ? this.#keep(workstation, numbered.value) : numbered.problem;
      if (problem !== null && this.#setAside(workstation, item, problem)) quarantined.push(problem);
      upTo = Math.max(upTo, numberOf(item));
    }
    return { upTo, quarantined };
  }

  #keep(workstation: string, { seq, fact }: NumberedFact): Problem | null {
    const body = JSON.stringify(fact);
    const known = prepared<[string, number], FactRow>(
      this.#store,
      'SELECT body FROM facts WHERE workstation = ? AND seq = ?',
    ).get(workstation, seq);
    if (known?.body === body) return null;
    if (known !== undefined) {
      return failed('malformed', 'fact: seq', `a number not used before; ${seq} stands for another fact`).problem;
    }
    const session = 'session' in fact ? fact.session : null;
    prepared(
      this.#store,
      'INSERT INTO facts (workstation, seq, kind, session, at, body) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(workstation, seq, fact.kind, session, instantIn(fact), body);
    const ticket = session === null ? null : this.#sessions.ticketOf(session);
    if (ticket !== null) this.#tickets.follow(ticket, workstation);
    this.#follow(workstation, fact);
    this.#unsettle(fact);
    return null;
  }

  /** A session's end changes the figures of the day on which it started, too; who came, those of the month. */
  #unsettle(fact: Fact): void {
    const startedAt = fact.kind === 'session-ended' ? this.startOf(fact.session) : null;
    for (const instant of [startedAt ?? instantIn(fact), instantIn(fact)]) {
      unsettle(this.#store, dayOf(instant, this.#zone));
    }
    if (fact.kind === 'session-started') unsettleMonth(this.#store, dayOf(instantIn(fact), this.#zone).slice(0, 7));
  }

  /** When a session started, in milliseconds since 1970; null while its fact has not arrived. */
  startOf(session: string): number | null {
    const row = prepared<[string], { at: number }>(
      this.#store,
      `SELECT at FROM facts WHERE session = ? AND kind = 'session-started'`,
    ).get(session);
    return row?.at ?? null;
  }

  /** Facts of a span of time, and the ends of the sessions that started in it. */
  between(from: number, to: number): PlacedFact[] {
    return prepared<[number, number, number, number], FactRow>(
      this.#store,
      `SELECT workstation, seq, body FROM facts WHERE at >= ? AND at < ?
         UNION
         SELECT workstation, seq, body FROM facts WHERE kind = 'session-ended' AND session IN
           (SELECT session FROM facts WHERE kind = 'session-started' AND at >= ? AND at < ?)`,
    )
      .all(from, to, from, to)
      .map(({ workstation, seq, body }) => ({ workstation, seq, fact: JSON.parse(body) as Fact }));
  }

  /** Returns false when the same thing was set aside before. */
  #setAside(workstation: string, item: unknown, problem: Problem): boolean {
    const { changes } = prepared(
      this.#store,
      'INSERT OR IGNORE INTO quarantine (workstation, body, problem, received_at) VALUES (?, ?, ?, ?)',
    ).run(workstation, JSON.stringify(item), describe(problem), this.#clock());
    return changes > 0;
  }
}

const instantIn = (fact: Fact): number => Date.parse(fact.kind === 'refusals-counted' ? fact.hour : fact.at);

/** The number of a fact even when the rest of it cannot be read, so that it can be acknowledged. */
function numberOf(item: unknown): number {
  const seq = typeof item === 'object' && item !== null && 'seq' in item ? item.seq : null;
  return typeof seq === 'number' && Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}
