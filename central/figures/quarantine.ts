import { createHash } from 'node:crypto';
import type { SignedSheet } from '../../contract/central-routes.ts';
import type { Problem } from '../../contract/problem.ts';
import { pack } from '../database/packed.ts';
import type { Write } from '../database/transactions.ts';

interface Quarantined {
  readonly place: string;
  readonly signed: SignedSheet;
  readonly problem: Problem;
  readonly receivedAt: string;
}

/** Keeps a sheet that nobody may count for a person to look at. True: it was not there before. */
export async function quarantine(
  transaction: Write,
  { place, signed: { sheet, signature }, problem, receivedAt }: Quarantined,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('quarantined_sheets')
    .values({
      place,
      digest: createHash('sha256').update(sheet).digest('hex'),
      problem_code: problem.code,
      problem_where: storable(problem.where),
      problem_expected: storable(problem.expected),
      sheet: pack(sheet),
      signature,
      received_at: receivedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** A fault may quote what was sent, and PostgreSQL takes no text with the character of number 0. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD');
