import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import type pg from 'pg';
import { isPostgres, type Write } from '../database/transactions.ts';

const channel = 'escale_figures';
/** Readers ask again at each word: many changes within this time are one. */
const togetherMs = 1_000;
const listenAgainMs = 2_000;

/**
 * Tells readers that figures have changed, whichever of central's programs took the sheets. On PostgreSQL the word travels with the transaction to
 * all of them; on SQLite there is one program.
 */
export class FigureChanges {
  readonly #readers = new EventEmitter<{ changed: [] }>().setMaxListeners(0);
  readonly #pool: pg.Pool | null;
  #listening: pg.PoolClient | null = null;
  #again: NodeJS.Timeout | null = null;
  #pause: NodeJS.Timeout | null = null;
  #isDue = false;
  #isClosed = false;

  /** `pool`: of PostgreSQL; null on SQLite. */
  constructor(pool: pg.Pool | null) {
    this.#pool = pool;
  }

  async open(): Promise<void> {
    if (this.#pool === null) return;
    const client = await this.#pool.connect();
    client.on('notification', () => this.#tell());
    client.on('error', () => this.#lost(client));
    this.#listening = client;
    await client.query(`listen ${channel}`);
  }

  /** Within a transaction that changes figures. */
  async announce(transaction: Write): Promise<void> {
    if (isPostgres(transaction)) await sql`select pg_notify(${channel}, '')`.execute(transaction);
  }

  /** After it. */
  committed(): void {
    if (this.#pool === null) this.#tell();
  }

  /** Returns how to stop listening. */
  follow(reader: () => void): () => void {
    this.#readers.on('changed', reader);
    return () => void this.#readers.off('changed', reader);
  }

  close(): void {
    this.#isClosed = true;
    for (const timer of [this.#again, this.#pause]) if (timer !== null) clearTimeout(timer);
    this.#listening?.release(true);
    this.#listening = null;
  }

  #tell(): void {
    if (this.#pause !== null) {
      this.#isDue = true;
      return;
    }
    this.#readers.emit('changed');
    this.#pause = setTimeout(() => {
      this.#pause = null;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.#tell();
    }, togetherMs).unref();
  }

  /** What was said meanwhile is lost: readers are told as soon as it can be heard again. */
  #lost(client: pg.PoolClient): void {
    if (this.#listening !== client) return;
    this.#listening = null;
    client.release(true);
    this.#listenAgain();
  }

  #listenAgain(): void {
    if (this.#isClosed) return;
    this.#again = setTimeout(() => {
      this.open().then(
        () => this.#tell(),
        () => this.#listenAgain(),
      );
    }, listenAgainMs).unref();
  }
}
