import type { Support, Undescribed } from '../../../contract/book/support.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** So long after its end somebody may still remember. */
const askedMs = 30 * 60_000;
const mostAsked = 8;

interface EndedRow {
  readonly session: string;
  readonly workstation: string;
  readonly at: number;
}

/** What help was given, session by session, without a word about whom. The latest word counts. */
export class Supports {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Sessions of the last half hour that nobody has described, the latest first. */
  undescribed(): Undescribed[] {
    return prepared<[number, number], EndedRow>(
      this.#store,
      `SELECT session, workstation, at FROM facts
       WHERE kind = 'session-ended' AND at > ? AND session NOT IN (SELECT session FROM supports)
         AND json_extract(body, '$.reason') <> 'charter-refused'
       ORDER BY at DESC LIMIT ?`,
    )
      .all(this.#clock() - askedMs, mostAsked)
      .map(({ session, workstation, at }) => ({ session, workstation, endedAt: instantOf(at) }));
  }

  /** Without a topic: nobody is asked again. Problem `not-found`: no session of this place. */
  describe({ session, topics, autonomy }: Support): Result<null> {
    const known = prepared<[string], { one: number }>(
      this.#store,
      `SELECT 1 AS one FROM facts WHERE session = ? AND kind = 'session-started'`,
    ).get(session);
    if (known === undefined) return failed('not-found', 'session', 'a session of this place');
    prepared(
      this.#store,
      `INSERT INTO supports (session, topics, autonomy, said_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (session) DO UPDATE SET topics = excluded.topics, autonomy = excluded.autonomy, said_at = excluded.said_at`,
    ).run(session, JSON.stringify([...new Set(topics)].sort()), autonomy, this.#clock());
    return ok(null);
  }
}
