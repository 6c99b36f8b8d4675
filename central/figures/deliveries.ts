import type { SheetReceipt } from '../../contract/central-routes.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Database } from '../database/open.ts';
import { Partitions } from '../database/partitions.ts';
import { type Write, writing } from '../database/transactions.ts';
import type { FigureChanges } from './changes.ts';
import { HeardDays } from './heard-days.ts';
import { RollupChanges } from './rollup-changes.ts';
import { type Arrival, Shelf } from './shelf.ts';

export interface Delivery {
  readonly place: string;
  readonly arrivals: readonly Arrival[];
}

interface Waiting {
  readonly delivery: Delivery;
  readonly done: (receipts: SheetReceipt[]) => void;
  readonly failed: (error: unknown) => void;
}

interface DeliveriesParts {
  readonly database: Database;
  readonly now: () => Date;
  readonly changes: FigureChanges;
  /** Told of each sheet that somebody has to look at, once. */
  readonly alarm: (place: string, what: 'quarantined' | 'set aside', problem: Problem) => void;
}

/** Beyond this many sheets the next transaction begins: nobody waits long, and a sum that all touch is still written seldom. */
const sheetsAtOnce = 1_200;

/**
 * Deliveries that come while others are written share the next transaction, and so one wait for the disk and one change of the sums that they have
 * in common. When it fails, each is tried on its own, so that it takes nothing of the others with it.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  readonly #partitions = new Partitions();
  #waiting: Waiting[] = [];
  #isWriting = false;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
  }

  /** What became of each sheet, once it is durable. */
  take(delivery: Delivery): Promise<SheetReceipt[]> {
    return new Promise((done, failed) => {
      this.#waiting.push({ delivery, done, failed });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      const fault = await this.#write(batch);
      if (fault === null) continue;
      for (const one of batch) {
        const own = batch.length === 1 ? fault : await this.#write([one]);
        if (own !== null) one.failed(own.error);
      }
    }
    this.#isWriting = false;
  }

  #nextBatch(): Waiting[] {
    let sheets = 0;
    const end = this.#waiting.findIndex(({ delivery }) => (sheets += delivery.arrivals.length) > sheetsAtOnce);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(1, end));
  }

  /** Null: done and told. Else nothing of it has happened. */
  async #write(batch: readonly Waiting[]): Promise<{ readonly error: unknown } | null> {
    const { database, alarm, changes } = this.#parts;
    try {
      const { placings, months } = await writing(database, (transaction) => this.#put(transaction, batch));
      this.#partitions.settle(months);
      changes.committed();
      for (const [index, { delivery, done }] of batch.entries()) {
        const ofDelivery = placings[index] ?? [];
        // Only now: an alarm for what was rolled back would be a false one.
        for (const placing of ofDelivery)
          if (placing.alarm !== null)
            alarm(
              delivery.place,
              placing.receipt.outcome === 'quarantined' ? 'quarantined' : 'set aside',
              placing.alarm,
            );
        done(ofDelivery.map(({ receipt }) => receipt));
      }
      return null;
    } catch (error) {
      return { error };
    }
  }

  async #put(transaction: Write, batch: readonly Waiting[]): Promise<Put> {
    const now = this.#parts.now();
    const places = await heardNow(transaction, [...new Set(batch.map(({ delivery }) => delivery.place))], now);
    const communes = new Map(places.map(({ id, commune_code }) => [id, commune_code]));
    const shelf = new Shelf(transaction, now);
    await shelf.open(batch.flatMap(({ delivery }) => delivery.arrivals));
    const placings = [];
    for (const { delivery } of batch) {
      const ofDelivery = [];
      for (const arrival of delivery.arrivals) ofDelivery.push(await shelf.put(arrival));
      placings.push(ofDelivery);
    }
    const months = await this.#partitions.prepare(transaction, shelf.days);
    const [rollups, heard] = [new RollupChanges(), new HeardDays()];
    await shelf.close((place) => communes.get(place) ?? null, { rollups, heard });
    await rollups.write(transaction);
    await heard.write(transaction, places);
    await this.#parts.changes.announce(transaction);
    return { placings, months };
  }
}

interface Put {
  readonly placings: Awaited<ReturnType<Shelf['put']>>[][];
  readonly months: Set<string>;
}

async function heardNow(
  transaction: Write,
  places: readonly string[],
  now: Date,
): Promise<{ id: string; commune_code: string | null; first_day: string | null; last_day: string | null }[]> {
  return transaction
    .updateTable('places')
    .set({ last_heard_at: now.toISOString() })
    .where('id', 'in', places)
    .returning(['id', 'commune_code', 'first_day', 'last_day'])
    .execute();
}
