import { lastOfMonth, yearBefore } from '../../../central/figures/spans.ts';
import { centralRoutes } from '../../../contract/central-routes.ts';
import type { Counts } from '../../../contract/figures/counts.ts';

/** Everything that can be asked about a network, so that nothing that is told stays out of the attack. */

/** What is told of a scope and a period. */
export interface Telling {
  readonly scope: string;
  readonly from: string;
  readonly to: string;
  readonly counts: Counts;
  /** What is not in it is 0. */
  readonly isAll: boolean;
}

export type Ask = (path: string, query: Readonly<Record<string, string>>) => Promise<unknown>;

interface Network {
  readonly scopes: readonly string[];
  /** In their order, none left out. */
  readonly months: readonly string[];
}

export const monthPeriod = (month: string): { from: string; to: string } => ({
  from: `${month}-01`,
  to: lastOfMonth(month),
});

export const monthsWithin = (months: readonly string[], { from, to }: { from: string; to: string }): string[] =>
  months.filter((month) => `${month}-01` >= from && lastOfMonth(month) <= to);

/** Months, quarters, years, all that begin or end with a month, and some that cut months in two. */
function* periods(months: readonly string[]): Generator<{ from: string; to: string }> {
  const [first = '', last = ''] = [months[0], months.at(-1)];
  for (const [number, month] of months.entries()) {
    yield monthPeriod(month);
    yield { from: `${first}-01`, to: lastOfMonth(month) };
    yield { from: `${month}-01`, to: lastOfMonth(last) };
    yield { from: `${month}-01`, to: lastOfMonth(months[number + 2] ?? last) };
    yield { from: `${month}-02`, to: lastOfMonth(months[number + 1] ?? last) };
    yield { from: `${month}-01`, to: `${months[number + 1] ?? last}-15` };
    yield { from: `${month}-12`, to: `${month}-12` };
  }
  for (const year of new Set(months.map((month) => month.slice(0, 4))))
    yield { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** Routes that tell figures; each has to be asked below. */
export const tellingRoutes = Object.keys(centralRoutes).filter((name) => name.startsWith('figures.'));

export const askedRoutes = ['figures.report', 'figures.series', 'figures.parts'] as const;

export async function* everything(ask: Ask, { scopes, months }: Network): AsyncGenerator<Telling> {
  const asked = new Map([...periods(months)].map((period) => [JSON.stringify(period), period]));
  for (const scope of scopes)
    for (const period of asked.values()) {
      yield* report(ask, { scope, ...period });
      for (const grain of ['month', 'year']) yield* series(ask, { scope, grain, ...period });
      for (const by of ['commune', 'place']) yield* parts(ask, { scope, by, ...period });
    }
}

type Asked = Readonly<Record<'scope' | 'from' | 'to', string>>;

export async function* report(ask: Ask, { scope, from, to }: Asked): AsyncGenerator<Telling> {
  const answer = await ask('figures/report', { scope, from, to });
  const { counts, before } = centralRoutes['figures.report'].output.parse(answer);
  yield { scope, from, to, counts, isAll: true };
  yield { scope, from: yearBefore(from), to: yearBefore(to), counts: before ?? {}, isAll: true };
}

async function* series(ask: Ask, { grain, ...of }: Asked & { readonly grain: string }): AsyncGenerator<Telling> {
  const { rows } = centralRoutes['figures.series'].output.parse(await ask('figures/series', { ...of, grain }));
  for (const { period, figures } of rows) {
    const whole = grain === 'year' ? { from: `${period}-01-01`, to: `${period}-12-31` } : monthPeriod(period);
    const [from, to] = [whole.from > of.from ? whole.from : of.from, whole.to < of.to ? whole.to : of.to];
    yield { scope: of.scope, from, to, counts: figures, isAll: false };
  }
}

async function* parts(ask: Ask, { by, ...of }: Asked & { readonly by: string }): AsyncGenerator<Telling> {
  const { rows } = centralRoutes['figures.parts'].output.parse(await ask('figures/parts', { ...of, by }));
  for (const { scope, figures } of rows) yield { ...of, scope, counts: figures, isAll: false };
}
