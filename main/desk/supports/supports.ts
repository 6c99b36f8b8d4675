import { randomUUID } from 'node:crypto';
import type { Support, Undescribed } from '../../../contract/book/support.ts';
import { type AgeBand, ageBandOf } from '../../../contract/figures/dimensions.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { type Clock, instantOf } from '../clock.ts';
import { unsettleMonth } from '../figures/unsettled.ts';
import { dayOf } from '../place-days.ts';
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

interface SupportRow {
  readonly topics: string;
  readonly autonomy: Support['autonomy'];
  readonly gender: Support['gender'];
  readonly age: AgeBand | null;
  readonly status: Support['status'];
  readonly commune: string | null;
  readonly equipment: string;
  readonly referral: Support['referral'];
}

/** What was said of one beneficiary's one activity; null and empty = nothing. */
export interface ToldSupport extends Omit<SupportRow, 'topics' | 'equipment'> {
  readonly topics: readonly string[];
  readonly equipment: readonly string[];
}

/** What help was given, without a word about whom. The latest word counts, in the month of the first one. */
export class Supports {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #zone: string;

  constructor(store: Store, clock: Clock, zone: string) {
    this.#store = store;
    this.#clock = clock;
    this.#zone = zone;
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
  describe(support: Support): Result<null> {
    return this.#store.transaction(() => this.#describe(support)).immediate();
  }

  /** What counts of a span of time: rows that say nothing only keep anybody from asking again. */
  between(from: number, to: number): ToldSupport[] {
    return prepared<[number, number], SupportRow>(
      this.#store,
      `SELECT topics, autonomy, gender, age, status, commune, equipment, referral FROM supports
         WHERE said_at >= ? AND said_at < ? ORDER BY session`,
    )
      .all(from, to)
      .map((row) => ({ ...row, topics: listIn(row.topics), equipment: listIn(row.equipment) }))
      .filter(
        ({ topics, equipment, ...said }) => topics.length + equipment.length > 0 || Object.values(said).some(Boolean),
      );
  }

  #describe({ session, ...said }: Support): Result<null> {
    if (session !== null && !this.#isOurs(session)) return failed('not-found', 'session', 'a session of this place');
    const { topics, autonomy, gender, birthYear, status, commune, equipment, referral } = said;
    const now = this.#clock();
    const day = dayOf(now, this.#zone);
    const age = birthYear === null ? null : ageBandOf(birthYear, Number(day.slice(0, 4)));
    const row = {
      topics: setOf(topics),
      autonomy,
      gender,
      age,
      status,
      commune,
      equipment: setOf(equipment),
      referral,
    };
    const saidAt = prepared<[object], { said_at: number }>(
      this.#store,
      `INSERT INTO supports (session, topics, autonomy, gender, age, status, commune, equipment, referral, said_at)
         VALUES (:session, :topics, :autonomy, :gender, :age, :status, :commune, :equipment, :referral, :now)
       ON CONFLICT (session) DO UPDATE SET topics = excluded.topics, autonomy = excluded.autonomy, gender = excluded.gender,
         age = excluded.age, status = excluded.status, commune = excluded.commune, equipment = excluded.equipment,
         referral = excluded.referral
       RETURNING said_at`,
    ).get({ ...row, session: session ?? randomUUID(), now });
    unsettleMonth(this.#store, dayOf(saidAt?.said_at ?? now, this.#zone).slice(0, 7));
    return ok(null);
  }

  #isOurs(session: string): boolean {
    const known = prepared<[string], { one: number }>(
      this.#store,
      `SELECT 1 AS one FROM facts WHERE session = ? AND kind = 'session-started'`,
    ).get(session);
    return known !== undefined;
  }
}

const setOf = (values: readonly string[]): string => JSON.stringify([...new Set(values)].sort());

const listIn = (text: string): string[] => JSON.parse(text) as string[];
