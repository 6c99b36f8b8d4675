import type { Coverage } from '../../contract/central-routes.ts';
import { pieces } from '../database/replacing.ts';
import type { Write } from '../database/transactions.ts';
import type { Scope } from './scopes.ts';
import { buckets, dayAfter, daysIn, earlier, lastOfMonth, later, type Period } from './spans.ts';

/** What is known of a place when one asks how much of a figure is known. */
export interface KnownPlace {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  readonly commune_code: string | null;
  readonly listed: number;
  readonly last_heard_at: string | null;
  readonly first_day: string | null;
  readonly last_day: string | null;
}

/** Places of a scope that are to be heard, and those that once were. */
export function knownPlaces(transaction: Write, scope: Scope): Promise<KnownPlace[]> {
  const all = transaction
    .selectFrom('places')
    .select(['id', 'name', 'commune', 'commune_code', 'listed', 'last_heard_at', 'first_day', 'last_day'])
    .where((where) => where.or([where('listed', '=', 1), where('first_day', 'is not', null)]));
  if (scope.kind === 'network') return all.execute();
  return (
    scope.kind === 'place' ? all.where('id', '=', scope.id) : all.where('commune_code', '=', scope.code)
  ).execute();
}

const placesAtOnce = 1_000;
const silentAfterMs = 3 * 24 * 60 * 60 * 1000;

/** What there is to say of one period about any number of places. */
export class PeriodCoverage {
  readonly #period: Period;
  readonly #yesterday: string;
  readonly #silentSince: string;
  readonly #heard: ReadonlySet<string>;
  readonly #setAside: ReadonlyMap<string, number>;

  private constructor(parts: { period: Period; now: Date; heard: Set<string>; setAside: Map<string, number> }) {
    this.#period = parts.period;
    this.#yesterday = dayAfter(parts.now.toISOString().slice(0, 10), -1);
    this.#silentSince = new Date(parts.now.getTime() - silentAfterMs).toISOString();
    this.#heard = parts.heard;
    this.#setAside = parts.setAside;
  }

  static async read(
    transaction: Write,
    { places, period, now }: { places: readonly KnownPlace[]; period: Period; now: Date },
  ): Promise<PeriodCoverage> {
    const heard = await heardIn(transaction, places, period);
    return new PeriodCoverage({ period, now, heard, setAside: await setAsideIn(transaction, period) });
  }

  of(places: readonly KnownPlace[], daysHeard: number): Coverage {
    return {
      places: places.length,
      placesHeard: places.filter(({ id }) => this.#heard.has(id)).length,
      daysExpected: places.reduce((sum, place) => sum + this.#expected(place), 0),
      daysHeard,
      setAside: places.reduce((sum, { id }) => sum + (this.#setAside.get(id) ?? 0), 0),
      silent: this.#silent(places),
    };
  }

  /** From the first day that it told of until yesterday, or today where it spoke already; until its last one where it left the directory. */
  #expected({ listed, first_day, last_day }: KnownPlace): number {
    if (first_day === null || last_day === null) return 0;
    const until = listed === 1 ? later(this.#yesterday, last_day) : last_day;
    return daysIn({ from: later(this.#period.from, first_day), to: earlier(this.#period.to, until) });
  }

  #silent(places: readonly KnownPlace[]): Coverage['silent'] {
    return places
      .filter(({ listed, last_heard_at }) => listed === 1 && (last_heard_at ?? '') < this.#silentSince)
      .map(({ id, name, last_heard_at }) => ({ place: id, name, since: last_heard_at }))
      .sort((one, other) => ((one.since ?? '') < (other.since ?? '') ? -1 : 1));
  }
}

/** Mostly told by a place's first and last day, or by the sums of a whole month; its sheets are asked where neither tells. */
async function heardIn(transaction: Write, places: readonly KnownPlace[], period: Period): Promise<Set<string>> {
  const heard = new Set(places.filter((place) => hasEdgeIn(place, period)).map(({ id }) => id));
  const unsure = new Set(places.filter((place) => isAround(place, period)).map(({ id }) => id));
  for (const id of await heardInMonth(transaction, unsure, period)) if (unsure.delete(id)) heard.add(id);
  for (const some of pieces([...unsure], placesAtOnce))
    for (const id of await withSheets(transaction, some, period)) heard.add(id);
  return heard;
}

const hasEdgeIn = ({ first_day, last_day }: KnownPlace, { from, to }: Period): boolean =>
  [first_day, last_day].some((day) => day !== null && from <= day && day <= to);

const isAround = ({ first_day, last_day }: KnownPlace, { from, to }: Period): boolean =>
  first_day !== null && last_day !== null && first_day < from && last_day > to;

/** Places that were heard in the first whole month of the period, if it has one. */
async function heardInMonth(transaction: Write, wanted: ReadonlySet<string>, period: Period): Promise<string[]> {
  const month = [...buckets(period, 'month')].find(
    ({ name, from, to }) => from === `${name}-01` && to === lastOfMonth(name),
  );
  if (wanted.size === 0 || month === undefined) return [];
  const rows = await transaction
    .selectFrom('rollups')
    .select('scope')
    .where('grain', '=', 'month')
    .where('period', '=', month.name)
    .where('scope', '>=', 'place:')
    .where('scope', '<', 'place;')
    .where('days_heard', '>', 0)
    .execute();
  return rows.map(({ scope }) => scope.slice('place:'.length));
}

async function withSheets(transaction: Write, places: readonly string[], { from, to }: Period): Promise<string[]> {
  const found = await transaction
    .selectFrom('places')
    .select('id')
    .where('id', 'in', places)
    .where((where) =>
      where.exists(
        where
          .selectFrom('day_sheets')
          .select('day')
          .whereRef('day_sheets.place', '=', 'places.id')
          .where('day', '>=', from)
          .where('day', '<=', to)
          .where('counted', '=', 1),
      ),
    )
    .execute();
  return found.map(({ id }) => id);
}

async function setAsideIn(transaction: Write, { from, to }: Period): Promise<Map<string, number>> {
  const days = transaction
    .selectFrom('day_sheets')
    .select('place')
    .where('counted', '=', 0)
    .where('day', '>=', from)
    .where('day', '<=', to);
  const months = transaction
    .selectFrom('month_sheets')
    .select(['place', 'month'])
    .where('counted', '=', 0)
    .where('month', '>=', from.slice(0, 7))
    .where('month', '<=', to.slice(0, 7));
  const inside = (await months.execute()).filter(({ month }) => `${month}-01` >= from && lastOfMonth(month) <= to);
  const counts = new Map<string, number>();
  for (const { place } of [...(await days.execute()), ...inside]) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
