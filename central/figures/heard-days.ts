import type { Write } from '../database/transactions.ts';

interface Heard {
  readonly id: string;
  readonly first_day: string | null;
  readonly last_day: string | null;
}

/** Keeps the first and the last day that counts of each place that a transaction touches. */
export class HeardDays {
  readonly #places = new Map<string, { readonly counted: string[]; readonly out: string[] }>();

  changed(place: string, day: string, isCounted: boolean): void {
    let changes = this.#places.get(place);
    if (changes === undefined) this.#places.set(place, (changes = { counted: [], out: [] }));
    (isCounted ? changes.counted : changes.out).push(day);
  }

  /** After the sheets were written: a day that no longer counts is looked for anew. */
  async write(transaction: Write, places: readonly Heard[]): Promise<void> {
    for (const place of places) {
      const changes = this.#places.get(place.id);
      if (changes === undefined) continue;
      const isAtEdge = changes.out.some((day) => day === place.first_day || day === place.last_day);
      const next = isAtEdge ? await this.#lookUp(transaction, place.id) : widened(place, changes.counted);
      if (next.first_day === place.first_day && next.last_day === place.last_day) continue;
      await transaction.updateTable('places').set(next).where('id', '=', place.id).execute();
    }
  }

  #lookUp(transaction: Write, place: string): Promise<Omit<Heard, 'id'>> {
    return transaction
      .selectFrom('day_sheets')
      .select((select) => [select.fn.min('day').as('first_day'), select.fn.max('day').as('last_day')])
      .where('place', '=', place)
      .where('counted', '=', 1)
      .executeTakeFirstOrThrow();
  }
}

function widened({ first_day, last_day }: Omit<Heard, 'id'>, days: readonly string[]): Omit<Heard, 'id'> {
  let [first, last] = [first_day, last_day];
  for (const day of days) {
    if (first === null || day < first) first = day;
    if (last === null || day > last) last = day;
  }
  return { first_day: first, last_day: last };
}
