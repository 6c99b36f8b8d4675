import Database from 'better-sqlite3';
import { z } from 'zod';
import { daySheetSchema, type DaySheet } from '../contract/figures/day-sheet.ts';
import { factSchema, type Fact } from '../contract/desk-link.ts';

/** A desk's book (`book.db`), read beside the desk while it runs. */

function read(file: string, query: string): readonly unknown[] {
  const database = new Database(file, { readonly: true });
  try {
    const texts = z.array(z.string()).parse(database.prepare(query).pluck().all());
    return texts.map((text): unknown => JSON.parse(text));
  } finally {
    database.close();
  }
}

/** Everything that its only workstation told, in order. */
export const factsIn = (book: string): readonly Fact[] =>
  read(book, 'SELECT body FROM facts ORDER BY seq').map((body) => factSchema.parse(body));

/** The figures of each day, oldest first. */
export const sheetsIn = (book: string): readonly DaySheet[] =>
  read(book, 'SELECT bytes FROM sheets WHERE length(period) = 10 ORDER BY period').map((sheet) =>
    daySheetSchema.parse(sheet),
  );
