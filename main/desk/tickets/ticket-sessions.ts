import type { Fact } from '../../../contract/desk-link.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

type Ended = Extract<Fact, { kind: 'session-ended' }>;

/** One session of a ticket, as far as its facts have arrived. Points of time in milliseconds since 1970. */
export interface TicketSession {
  readonly session: string;
  readonly ticket: string | null;
  readonly startedAt: number;
  /** Granted when it began, and added since. */
  readonly minutes: number;
  readonly extendedMinutes: number;
  /** It took up the rest of the session before it. */
  readonly resumed: boolean;
  /** Null while it runs, or its end is not told yet. */
  readonly end: (Pick<Ended, 'reason' | 'usedSeconds'> & { readonly at: number }) | null;
}

/** The sessions behind the tickets, read from the facts: nothing about them is kept twice. */
export class TicketSessions {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** In the order in which they began. */
  of(ticket: string): TicketSession[] {
    return prepared<[string], { session: string }>(
      this.#store,
      `SELECT session FROM facts WHERE kind = 'session-started' AND json_extract(body, '$.ticket') = ? ORDER BY at, seq`,
    )
      .all(ticket)
      .flatMap(({ session }) => this.find(session) ?? []);
  }

  /** Of a session; null when it has none, or its start has not been told. */
  ticketOf(session: string): string | null {
    const row = prepared<[string], { ticket: string | null }>(
      this.#store,
      `SELECT json_extract(body, '$.ticket') AS ticket FROM facts WHERE session = ? AND kind = 'session-started' ORDER BY seq LIMIT 1`,
    ).get(session);
    return row?.ticket ?? null;
  }

  /** Null while its start has not been told. */
  find(session: string): TicketSession | null {
    const facts = prepared<[string], { body: string }>(
      this.#store,
      'SELECT body FROM facts WHERE session = ? ORDER BY seq',
    )
      .all(session)
      .map(({ body }) => JSON.parse(body) as Fact);
    const start = facts.find((fact) => fact.kind === 'session-started');
    if (start === undefined) return null;
    const end = facts.find((fact) => fact.kind === 'session-ended');
    return {
      session,
      ticket: start.ticket,
      startedAt: Date.parse(start.at),
      minutes: start.minutes,
      extendedMinutes: facts.reduce((sum, fact) => sum + (fact.kind === 'session-extended' ? fact.minutes : 0), 0),
      resumed: start.resumed,
      end: end === undefined ? null : { reason: end.reason, usedSeconds: end.usedSeconds, at: Date.parse(end.at) },
    };
  }
}
