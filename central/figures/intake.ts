import { createHash, verify, type KeyObject } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { centralRoutes, sheetReceiptSchema, SignedSheet } from '../../contract/central-routes.ts';
import type { DaySheet } from '../../contract/day-sheet.ts';
import { failed, ok, type Problem, type Result } from '../../contract/problem.ts';
import type { Database } from '../database/open.ts';
import type { Schema } from '../database/schema.ts';
import type { Directory } from '../places/directory.ts';
import { readSheet } from './read-sheet.ts';

type Delivery = z.output<(typeof centralRoutes)['sheets.send']['input']>;
type Receipt = z.output<typeof sheetReceiptSchema>;

interface IntakeParts {
  readonly database: Database;
  readonly directory: Directory;
  readonly now: () => Date;
  /** Told of each newly quarantined sheet: someone has to look. */
  readonly alarm: (place: string, problem: Problem) => void;
}

/**
 * Takes the sheets of a place. Latest revision wins, so that loss, duplication and disorder on the way change nothing.
 * A delivery is taken whole, in one durable transaction, or, when the place is unknown or one signature does not fit, not at all.
 */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  async receive({ place, sheets }: Delivery): Promise<Result<{ receipts: Receipt[] }>> {
    const { database, directory, now, alarm } = this.#parts;
    const key = directory.get(place);
    if (key === undefined) return failed('not-found', 'place', 'a place of this directory: ask central to list it');
    const forged = sheets.findIndex((signed) => !isSigned(signed, key));
    if (forged !== -1)
      return failed('signature-wrong', `sheets[${forged}].signature`, 'a signature by the key of the place');

    const alarms: Problem[] = [];
    const receipts = await database.transaction().execute(async (transaction) => {
      const receivedAt = now().toISOString();
      const shelf = new Shelf(transaction, place, receivedAt);
      await transaction.updateTable('places').set({ last_heard_at: receivedAt }).where('id', '=', place).execute();
      const given: Receipt[] = [];
      for (const signed of sheets) {
        const { receipt, isNews } = await shelf.put(signed);
        given.push(receipt);
        if (isNews && receipt.problem !== undefined) alarms.push(receipt.problem);
      }
      return given;
    });
    // Only now: an alarm for what was rolled back would be a false one.
    for (const problem of alarms) alarm(place, problem);
    return ok({ receipts });
  }
}

const isSigned = ({ sheet, signature }: SignedSheet, key: KeyObject): boolean =>
  verify(null, Buffer.from(sheet), key, Buffer.from(signature, 'base64'));

interface Placing {
  readonly receipt: Receipt;
  readonly isNews: boolean;
}

/** Where the sheets of one place are put, within one transaction. */
class Shelf {
  readonly #transaction: Transaction<Schema>;
  readonly #place: string;
  readonly #receivedAt: string;

  constructor(transaction: Transaction<Schema>, place: string, receivedAt: string) {
    this.#transaction = transaction;
    this.#place = place;
    this.#receivedAt = receivedAt;
  }

  async put(signed: SignedSheet): Promise<Placing> {
    const read = readSheet(this.#place, signed.sheet);
    if (!read.ok) return this.#quarantine(signed, read.problem);
    const sheet = read.value;
    const held = await this.#transaction
      .selectFrom('day_sheets')
      .select(['revision', 'sheet'])
      .where('place', '=', this.#place)
      .where('day', '=', sheet.day)
      .executeTakeFirst();
    if (held === undefined || sheet.revision > held.revision) return this.#store(signed, sheet);
    if (sheet.revision < held.revision) return { receipt: { outcome: 'older' }, isNews: false };
    if (signed.sheet === held.sheet) return { receipt: { outcome: 'known' }, isNews: false };
    const where = `sheet of ${sheet.day}, revision ${sheet.revision}`;
    return this.#quarantine(signed, {
      code: 'revision-conflict',
      where,
      expected:
        'the same bytes as before: two machines may be sending for this place, or one was set back to an old copy',
    });
  }

  async #store({ sheet: text, signature }: SignedSheet, sheet: DaySheet): Promise<Placing> {
    const row = {
      revision: sheet.revision,
      computed_at: sheet.computedAt,
      sessions: sheet.total.sessions,
      occupied_minutes: sheet.total.occupiedMinutes,
      sheet: text,
      signature,
      received_at: this.#receivedAt,
    };
    await this.#transaction
      .insertInto('day_sheets')
      .values({ place: this.#place, day: sheet.day, ...row })
      .onConflict((conflict) => conflict.columns(['place', 'day']).doUpdateSet(row))
      .execute();
    return { receipt: { outcome: 'stored' }, isNews: true };
  }

  async #quarantine({ sheet, signature }: SignedSheet, problem: Problem): Promise<Placing> {
    const { numInsertedOrUpdatedRows } = await this.#transaction
      .insertInto('quarantined_sheets')
      .values({
        place: this.#place,
        digest: createHash('sha256').update(sheet).digest('hex'),
        problem_code: problem.code,
        problem_where: problem.where,
        problem_expected: problem.expected,
        sheet,
        signature,
        received_at: this.#receivedAt,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    return { receipt: { outcome: 'quarantined', problem }, isNews: numInsertedOrUpdatedRows === 1n };
  }
}
