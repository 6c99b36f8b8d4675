import type { z } from 'zod';
import type { centralRoutes, ScopeName } from '../../contract/central-routes.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { figuresOf } from '../database/key-columns.ts';
import type { Database } from '../database/open.ts';
import { reading, type Write } from '../database/transactions.ts';
import { type KnownPlace, knownPlaces, PeriodCoverage } from './coverage.ts';
import { communeScope, network, placeScope, readScope } from './scopes.ts';
import { buckets, daysIn, fewestSpans, type Period, type Span, wholeSpans, yearBefore } from './spans.ts';
import { added, countsIn, keySums, type KeySums, noSums, partSums, type Scopes } from './sums.ts';

type Routes = typeof centralRoutes;
type Name = 'figures.report' | 'figures.series' | 'figures.parts';
type Input<Route extends Name> = z.output<Routes[Route]['input']>;
type Output<Route extends Name> = z.output<Routes[Route]['output']>;

const mostDays = 3_660;

const nameOrder = new Intl.Collator('fr', { numeric: true });

/** A scope with the places that are in it. */
interface Found {
  readonly scope: ScopeName;
  readonly places: readonly KnownPlace[];
}

/** What reports ask for, worked out from the stored sums. Problems: `malformed` for the period, `not-found` for the scope. */
export class FiguresAnswers {
  readonly #database: Database;
  readonly #now: () => Date;

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  report(asked: Input<'figures.report'>): Promise<Result<Output<'figures.report'>>> {
    return this.#within(asked, async (transaction, { scope, places }) => {
      const counts = await countsIn(transaction, scope.scope, asked);
      const before = await countsIn(transaction, scope.scope, {
        from: yearBefore(asked.from),
        to: yearBefore(asked.to),
      });
      const heard = await daysHeard(transaction, scope.scope, asked);
      const coverage = await PeriodCoverage.read(transaction, { places, period: asked, now: this.#now() });
      return { path: pathTo(scope, places), counts: counts ?? {}, before, coverage: coverage.of(places, heard) };
    });
  }

  series(asked: Input<'figures.series'>): Promise<Result<Output<'figures.series'>>> {
    return this.#within(asked, async (transaction, { scope }) => {
      const wanted = [...buckets(asked, asked.grain)].map((bucket) => ({ ...bucket, spans: wholeSpans(bucket) }));
      const sums = await storedSums(
        transaction,
        scope.scope,
        wanted.flatMap(({ spans }) => spans),
      );
      const rows = wanted.flatMap(({ name, spans }) => {
        const known = spans.flatMap((span) => sums.get(keyOf(span)) ?? []);
        const figures = known.reduce((all, some) => added(all, some, 1), noSums());
        return known.length === 0 ? [] : [{ period: name, figures: figuresOf(figures) }];
      });
      return { rows };
    });
  }

  parts(asked: Input<'figures.parts'>): Promise<Result<Output<'figures.parts'>>> {
    return this.#within(asked, async (transaction, found) => {
      const parts = asked.by === 'place' ? inOrder(found.places.map(asPart)) : communesOf(found.places);
      const sums = await partSums(transaction, {
        spans: fewestSpans(asked),
        scopes: scopesOf(found.scope.scope, asked.by, parts),
        arePlaces: asked.by === 'place',
      });
      const coverage = await PeriodCoverage.read(transaction, {
        places: found.places,
        period: asked,
        now: this.#now(),
      });
      const rows = parts.map(({ scope, places }) => {
        const known = sums.get(scope.scope) ?? noSums();
        return { ...scope, figures: figuresOf(known), coverage: coverage.of(places, known.days_heard) };
      });
      return { rows };
    });
  }

  async #within<Value>(
    { scope, from, to }: { readonly scope: string } & Period,
    answer: (transaction: Write, found: Found) => Promise<Value>,
  ): Promise<Result<Value>> {
    if (to < from) return failed('malformed', 'to', 'a day that is not before "from"');
    if (daysIn({ from, to }) > mostDays) return failed('malformed', 'to', 'a day at most ten years after "from"');
    return reading(this.#database, async (transaction) => {
      const found = foundIn(scope, await knownPlaces(transaction, readScope(scope)));
      return found === null
        ? failed('not-found', 'scope', 'a scope that you may see')
        : ok(await answer(transaction, found));
    });
  }
}

/** Null: there is no place in it. A commune has the name that its places give it; the network has none. */
function foundIn(scope: string, places: readonly KnownPlace[]): Found | null {
  const { kind } = readScope(scope);
  if (kind === 'network') return { scope: { scope, name: '' }, places };
  const [first] = places;
  return first === undefined ? null : { scope: { scope, name: kind === 'place' ? first.name : first.commune }, places };
}

/** A place is in the commune that its settings name, if any. */
function pathTo(scope: ScopeName, [first]: readonly KnownPlace[]): ScopeName[] {
  const top = { scope: network, name: '' };
  const asked = readScope(scope.scope);
  if (asked.kind === 'network') return [top];
  const code = first?.commune_code ?? null;
  if (asked.kind === 'commune' || first === undefined || code === null) return [top, scope];
  return [top, { scope: communeScope(code), name: first.commune }, scope];
}

const asPart = (place: KnownPlace): Found => ({
  scope: { scope: placeScope(place.id), name: place.name },
  places: [place],
});

/** In the order of their names, one for each code; the name is that of its first place. */
function communesOf(places: readonly KnownPlace[]): Found[] {
  const byCode = Map.groupBy(places, ({ commune_code }) => commune_code);
  return inOrder(
    [...byCode].flatMap(([code, inside]) =>
      code === null ? [] : [{ scope: { scope: communeScope(code), name: inside[0]?.commune ?? code }, places: inside }],
    ),
  );
}

const inOrder = (parts: Found[]): Found[] =>
  parts.sort((one, other) => nameOrder.compare(one.scope.name, other.scope.name));

/** All of a kind lie together in the tables; a few are asked for by their names. */
function scopesOf(scope: string, by: 'commune' | 'place', parts: readonly Found[]): Scopes {
  if (scope !== network) return { kind: 'these', scopes: parts.map((part) => part.scope.scope) };
  return by === 'place' ? { kind: 'all', of: 'place' } : { kind: 'all', of: 'commune' };
}

const keyOf = ({ grain, period }: Pick<Span, 'grain' | 'period'>): string => `${grain} ${period}`;

async function storedSums(transaction: Write, scope: string, spans: readonly Span[]): Promise<Map<string, KeySums>> {
  const all = new Map<string, KeySums>();
  for (const [grain, some] of Map.groupBy(spans, (span) => span.grain)) {
    const periods = some.map(({ period }) => period);
    for (const [period, sums] of await keySums(transaction, { scope, grain, periods }))
      all.set(keyOf({ grain, period }), sums);
  }
  return all;
}

/** Days that were heard in all. */
async function daysHeard(transaction: Write, scope: string, period: Period): Promise<number> {
  const spans = fewestSpans(period);
  const sums = await storedSums(transaction, scope, spans);
  return spans.reduce((all, span) => all + span.times * (sums.get(keyOf(span))?.days_heard ?? 0), 0);
}
