import type Database from 'better-sqlite3';
import { z } from 'zod';
import { factSchema, sliceSchema, type Fact, type NumberedFact, type Slice } from '../../../contract/desk-link.ts';
import { ok, parse, parseJson, type Result } from '../../../contract/problem.ts';
import { accessWaySchema, type AccessWay } from '../../../contract/session.ts';
import type { Opening } from '../session/session.ts';
import type { Interrupted } from '../session/start.ts';
import { openDatabase } from './open-database.ts';

const outboxRows = z.array(z.object({ seq: z.int(), fact: z.string() }));
const runningRow = z.object({
  session: z.string(),
  noted_at: z.string(),
  used_seconds: z.int(),
  ended: z.int(),
  ticket: z.nullable(z.string()),
  code_hash: z.nullable(z.string()),
  length_seconds: z.int(),
});
const resumableRows = z.array(
  z.object({
    ticket: z.string(),
    access: accessWaySchema,
    code_hash: z.string(),
    left_seconds: z.int(),
    cut_at: z.string(),
  }),
);
const bodyRow = z.object({ body: z.string() });
const triesRow = z.object({ tries: z.int() });

/** What a session left that was cut off here. */
export interface Rest {
  readonly ticket: string;
  readonly access: AccessWay;
  /** Keyed hash of the code that began it, hex. */
  readonly codeHash: string;
  readonly leftSeconds: number;
  readonly cutAt: string;
}

/** What cannot be read any more was something: fail closed. */
function readKinds(kinds: unknown): readonly string[] {
  const read = parseJson(z.array(z.string()).min(1), String(kinds), 'traces');
  return read.ok ? read.value : ['unchecked'];
}

const dayMs = 24 * 60 * 60_000;

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

  /** Facts into the outbox, what they say about the running session, and what a wipe left, in one transaction. */
  record(facts: readonly Fact[], { opening, traces }: { opening?: Opening; traces?: readonly string[] } = {}): void {
    this.#write(() => {
      if (traces !== undefined) this.#keepTraces(traces);
      for (const fact of facts) {
        this.#database.prepare('INSERT INTO outbox (fact) VALUES (?)').run(JSON.stringify(fact));
        this.#follow(fact);
        if (opening !== undefined && fact.kind === 'session-started') this.#keepOpening(fact.session, opening);
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

  /** What a wipe left that nobody has seen yet: kinds of places; empty = nothing. */
  traces(): readonly string[] {
    const kinds = this.#database.prepare('SELECT kinds FROM traces').pluck().get();
    return kinds === undefined ? [] : readKinds(kinds);
  }

  /** What was planted in the browser that lives, or lived; null when the last wipe was proven and nothing was planted since. */
  get token(): string | null {
    return z.nullable(z.string()).parse(this.#database.prepare('SELECT token FROM witness').pluck().get() ?? null);
  }

  set token(token: string | null) {
    this.#write(() => {
      this.#database.prepare('DELETE FROM witness').run();
      if (token !== null) this.#database.prepare('INSERT INTO witness (one, token) VALUES (1, ?)').run(token);
    });
  }

  interrupted(): Interrupted | null {
    const row = this.#database.prepare('SELECT * FROM running').get();
    if (row === undefined) return null;
    const read = runningRow.parse(row);
    const byCode = read.ticket !== null && read.code_hash !== null;
    return {
      session: read.session,
      ended: read.ended === 1,
      notedAt: read.noted_at,
      usedSeconds: read.used_seconds,
      leftSeconds: byCode ? Math.max(0, read.length_seconds - read.used_seconds) : 0,
    };
  }

  /** What was cut off here and not taken up again since. How long it may be is the place's rule, not the store's. */
  rests(): readonly Rest[] {
    return resumableRows.parse(this.#database.prepare('SELECT * FROM resumable').all()).map((row) => ({
      ticket: row.ticket,
      access: row.access,
      codeHash: row.code_hash,
      leftSeconds: row.left_seconds,
      cutAt: row.cut_at,
    }));
  }

  /** Seconds of use of a card here that the slice may not count yet. */
  cardUseSeconds(ticket: string): number {
    const used = this.#database.prepare('SELECT seconds FROM card_use WHERE ticket = ?').pluck().get(ticket);
    return used === undefined ? 0 : z.int().parse(used);
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
      // The desk knew of everything when it made this slice.
      if (this.#database.prepare('SELECT 1 FROM outbox LIMIT 1').get() === undefined) {
        this.#database.prepare('DELETE FROM card_use').run();
      }
    });
  }

  /** How far the machine's clock is off the desk's. */
  get offsetMs(): number {
    return z.int().parse(this.#database.prepare('SELECT offset_ms FROM place_clock').pluck().get());
  }

  set offsetMs(offsetMs: number) {
    this.#write(() => this.#database.prepare('UPDATE place_clock SET offset_ms = ?').run(offsetMs));
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
      case 'session-started':
        this.#begin(fact);
        return;
      case 'session-extended': {
        const extend = 'UPDATE running SET length_seconds = length_seconds + ? WHERE session = ?';
        this.#database.prepare(extend).run(fact.minutes * 60, fact.session);
        return;
      }
      case 'session-ended':
        this.#end(fact);
        return;
      case 'wiped':
        this.#database.prepare('DELETE FROM running WHERE session = ?').run(fact.session);
        return;
      case 'refused':
      case 'refusals-counted':
        return;
    }
  }

  #begin(fact: Extract<Fact, { kind: 'session-started' }>): void {
    const { session, ticket, access, at, minutes } = fact;
    const begin =
      'INSERT INTO running (one, session, noted_at, used_seconds, ticket, access, length_seconds) VALUES (1, ?, ?, 0, ?, ?, ?)';
    this.#database.prepare(begin).run(session, at, ticket, access, minutes * 60);
    if (ticket === null) return;
    this.#database.prepare('INSERT OR IGNORE INTO spent_tickets (ticket) VALUES (?)').run(ticket);
    this.#database.prepare('DELETE FROM resumable WHERE ticket = ?').run(ticket);
  }

  #keepTraces(kinds: readonly string[]): void {
    this.#database.prepare('DELETE FROM traces').run();
    if (kinds.length === 0) return;
    this.#database.prepare('INSERT INTO traces (one, kinds) VALUES (1, ?)').run(JSON.stringify(kinds));
  }

  #keepOpening(session: string, { codeHash, lengthSeconds }: Opening): void {
    const keep = 'UPDATE running SET code_hash = ?, length_seconds = ? WHERE session = ?';
    this.#database.prepare(keep).run(codeHash, lengthSeconds, session);
  }

  #end({ session, at, usedSeconds, reason }: Extract<Fact, { kind: 'session-ended' }>): void {
    const end = 'UPDATE running SET ended = 1, noted_at = ?, used_seconds = ? WHERE session = ?';
    this.#database.prepare(end).run(at, usedSeconds, session);
    const countCard = `
      INSERT INTO card_use (ticket, seconds)
      SELECT ticket, used_seconds FROM running WHERE session = ? AND access = 'card' AND ticket IS NOT NULL
      ON CONFLICT (ticket) DO UPDATE SET seconds = seconds + excluded.seconds`;
    this.#database.prepare(countCard).run(session);
    if (reason !== 'power-cut') return;
    const forget = 'DELETE FROM resumable WHERE cut_at < ?';
    this.#database.prepare(forget).run(new Date(Date.parse(at) - dayMs).toISOString());
    const offer = `
      INSERT OR REPLACE INTO resumable (ticket, access, code_hash, left_seconds, cut_at)
      SELECT ticket, access, code_hash, length_seconds - used_seconds, noted_at FROM running
      WHERE session = ? AND ticket IS NOT NULL AND code_hash IS NOT NULL AND length_seconds > used_seconds`;
    this.#database.prepare(offer).run(session);
  }

  #write(change: () => void): void {
    this.#database.transaction(change).immediate();
  }
}
