import type Database from 'better-sqlite3';
import { z } from 'zod';
import { factSchema, sliceSchema, type Fact, type NumberedFact, type Slice } from '../../../contract/desk-link.ts';
import { ok, parse, parseJson, type Result } from '../../../contract/problem.ts';
import type { Interrupted } from '../session/start.ts';
import { openDatabase } from './open-database.ts';

const outboxRows = z.array(z.object({ seq: z.int(), fact: z.string() }));
const runningRow = z.object({ session: z.string(), noted_at: z.string(), used_seconds: z.int(), ended: z.int() });
const bodyRow = z.object({ body: z.string() });
const triesRow = z.object({ tries: z.int() });

/** What must survive a power cut. Every method is one transaction; when it returns, the disk has it. */
export class KioskStore {
  readonly #database: Database.Database;
  /** The name under which a damaged file is kept; null when all was well. */
  readonly setAside: string | null;

  private constructor(database: Database.Database, setAside: string | null) {
    this.#database = database;
    this.setAside = setAside;
  }

  /** `folder` is made when it is not there. Problems: not writable, in use by another kiosk, made by a newer Escale. */
  static open(folder: string): Result<KioskStore> {
    const opened = openDatabase(folder);
    return opened.ok ? ok(new KioskStore(opened.value.database, opened.value.setAside)) : opened;
  }

  close(): void {
    this.#database.close();
  }

  /** Facts into the outbox, and what they say about the running session, in one transaction. */
  record(facts: readonly Fact[]): void {
    this.#write(() => {
      for (const fact of facts) {
        this.#database.prepare('INSERT INTO outbox (fact) VALUES (?)').run(JSON.stringify(fact));
        this.#follow(fact);
      }
    });
  }

  /** How long the running session has been used, for the case that nobody sees its end. */
  noteUse({ session, at, usedSeconds }: { session: string; at: string; usedSeconds: number }): void {
    this.#write(() => {
      const note = 'UPDATE running SET noted_at = ?, used_seconds = ? WHERE session = ? AND ended = 0';
      this.#database.prepare(note).run(at, usedSeconds, session);
    });
  }

  interrupted(): Interrupted | null {
    const row = this.#database.prepare('SELECT * FROM running').get();
    if (row === undefined) return null;
    const read = runningRow.parse(row);
    return { session: read.session, ended: read.ended === 1, notedAt: read.noted_at, usedSeconds: read.used_seconds };
  }

  /** The oldest facts that the desk has not acknowledged. */
  waitingFacts(limit: number): readonly NumberedFact[] {
    const select = 'SELECT seq, fact FROM outbox WHERE unreadable = 0 ORDER BY seq LIMIT ?';
    return outboxRows.parse(this.#database.prepare(select).all(limit)).flatMap(({ seq, fact }) => {
      const read = parseJson(factSchema, fact, 'outbox');
      if (read.ok) return [{ seq, fact: read.value }];
      // An older Escale wrote it, or the disk did: kept for a technician, never in the way of those behind it.
      this.#write(() => this.#database.prepare('UPDATE outbox SET unreadable = 1 WHERE seq = ?').run(seq));
      return [];
    });
  }

  /** The desk has every fact up to and including `upTo` on its disk. */
  acknowledge(upTo: number): void {
    this.#write(() => this.#database.prepare('DELETE FROM outbox WHERE seq <= ? AND unreadable = 0').run(upTo));
  }

  /** The slice that came last, also from before a restart; null when there never was one, or it cannot be read any more. */
  slice(): Slice | null {
    const row = this.#database.prepare('SELECT body FROM slice').get();
    if (row === undefined) return null;
    const slice = parseJson(sliceSchema, bodyRow.parse(row).body, 'slice');
    return slice.ok ? slice.value : null;
  }

  keepSlice(slice: Slice): void {
    const offered = new Set(slice.tickets.map(({ ticket }) => ticket));
    this.#write(() => {
      const keep = 'INSERT INTO slice (one, body) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET body = excluded.body';
      this.#database.prepare(keep).run(JSON.stringify(slice));
      for (const ticket of this.#spentTickets()) {
        if (!offered.has(ticket)) this.#database.prepare('DELETE FROM spent_tickets WHERE ticket = ?').run(ticket);
      }
    });
  }

  /** Was this ticket used here already? Asked of tickets that the slice still offers. */
  isSpent(ticket: string): boolean {
    return this.#database.prepare('SELECT 1 FROM spent_tickets WHERE ticket = ?').get(ticket) !== undefined;
  }

  /** Wrong ticket codes since the last right one. */
  get wrongTries(): number {
    const row = parse(triesRow, this.#database.prepare('SELECT tries FROM wrong_tries').get(), 'wrong_tries');
    return row.ok ? row.value.tries : 0;
  }

  set wrongTries(tries: number) {
    this.#write(() => this.#database.prepare('UPDATE wrong_tries SET tries = ?').run(tries));
  }

  #spentTickets(): readonly string[] {
    return z.array(z.string()).parse(this.#database.prepare('SELECT ticket FROM spent_tickets').pluck().all());
  }

  #follow(fact: Fact): void {
    switch (fact.kind) {
      case 'session-started': {
        const begin = 'INSERT INTO running (one, session, noted_at, used_seconds) VALUES (1, ?, ?, 0)';
        this.#database.prepare(begin).run(fact.session, fact.at);
        if (fact.ticket !== null) {
          this.#database.prepare('INSERT OR IGNORE INTO spent_tickets (ticket) VALUES (?)').run(fact.ticket);
        }
        return;
      }
      case 'session-ended': {
        const end = 'UPDATE running SET ended = 1, noted_at = ?, used_seconds = ? WHERE session = ?';
        this.#database.prepare(end).run(fact.at, fact.usedSeconds, fact.session);
        return;
      }
      case 'wiped':
        this.#database.prepare('DELETE FROM running WHERE session = ?').run(fact.session);
        return;
      case 'refusals-counted':
        return;
    }
  }

  #write(change: () => void): void {
    this.#database.transaction(change).immediate();
  }
}
