import type { z } from 'zod';
import type { centralRoutes, Grain, KeyFigures } from '../../../contract/central-routes.ts';
import { type Counts, readKey, sumOf } from '../../../contract/figures/counts.ts';
import { keyMeasures } from '../../../contract/figures/measures.ts';
import { dayOf } from '../../../deploy/year/day-life.ts';
import { monthOf } from '../../../deploy/year/month-life.ts';
import { type DemoPlace, networkOf } from '../../../deploy/year/network.ts';

/** A made-up network, and central's answers about it worked out the slow way: every question counts every day again. */

type Answer<Name extends 'figures.report' | 'figures.series' | 'figures.parts'> = z.output<
  (typeof centralRoutes)[Name]['output']
>;

interface Asked {
  readonly scope: string;
  readonly from: string;
  readonly to: string;
}

export const seed = 7;

export class ToldNetwork {
  readonly places: readonly DemoPlace[];
  readonly #from: string;
  readonly #to: string;

  /** Days before `from` and after `to` are not known. */
  constructor(size: { communes: number; places: number }, days: { from: string; to: string }) {
    this.places = networkOf(seed, size);
    this.#from = days.from;
    this.#to = days.to;
  }

  report(asked: Asked): Answer<'figures.report'> {
    const before = this.#counts(yearBefore(asked));
    return {
      path: this.#path(asked.scope),
      counts: this.#counts(asked),
      before: Object.keys(before).length === 0 ? null : before,
      coverage: this.#coverage(asked),
    };
  }

  series({ grain, ...asked }: Asked & { readonly grain: Grain }): Answer<'figures.series'> {
    const length = { day: 10, month: 7, year: 4 }[grain];
    const periods = Map.groupBy(this.#days(asked), (day) => day.slice(0, length));
    const places = this.#in(asked.scope);
    return {
      rows: [...periods].map(([period, days]) => ({
        period,
        figures: keyFiguresOf(sumOf(places.flatMap((place) => days.map((day) => dayOf(seed, place, day))))),
      })),
    };
  }

  parts({ by, ...asked }: Asked & { readonly by: 'commune' | 'place' }): Answer<'figures.parts'> {
    const places = this.#in(asked.scope);
    const scopes =
      by === 'place'
        ? places.map(({ id, name }) => ({ scope: `place:${id}`, name }))
        : [...new Map(places.map(({ communeCode, commune }) => [communeCode, commune]))].map(([code, name]) => ({
            scope: `commune:${code}`,
            name,
          }));
    return {
      rows: scopes.map((part) => ({
        ...part,
        figures: keyFiguresOf(this.#counts({ ...asked, scope: part.scope })),
        coverage: this.#coverage({ ...asked, scope: part.scope }),
      })),
    };
  }

  #in(scope: string): DemoPlace[] {
    const [kind, id] = scope.split(':');
    if (kind === 'network') return [...this.places];
    return this.places.filter((place) => (kind === 'commune' ? place.communeCode : place.id) === id);
  }

  #path(scope: string): Answer<'figures.report'>['path'] {
    const network = { scope: 'network', name: 'Agglomération de Port-Clair' };
    const [place] = this.#in(scope);
    if (scope === 'network' || place === undefined) return [network];
    const commune = { scope: `commune:${place.communeCode}`, name: place.commune };
    return scope === commune.scope ? [network, commune] : [network, commune, { scope, name: place.name }];
  }

  #days({ from, to }: { readonly from: string; readonly to: string }): string[] {
    const days: string[] = [];
    const last = to < this.#to ? to : this.#to;
    for (let day = from > this.#from ? from : this.#from; day <= last; day = dayAfter(day)) days.push(day);
    return days;
  }

  #counts(asked: Asked): Record<string, number> {
    const isPlace = asked.scope.startsWith('place:');
    const days = this.#days(asked);
    return sumOf(
      this.#in(asked.scope).flatMap((place) => [
        ...days.map((day) => inPeriod(dayOf(seed, place, day), { day, isPlace })),
        ...wholeMonths(days).map((inMonth) => monthIn(place, inMonth)),
      ]),
    );
  }

  #coverage(asked: Asked): Answer<'figures.report'>['coverage'] {
    const places = this.#in(asked.scope);
    const days = this.#days(asked).length;
    return {
      ...{ places: places.length, placesHeard: days === 0 ? 0 : places.length },
      ...{ daysExpected: places.length * days, daysHeard: places.length * days, setAside: 0, silent: [] },
    };
  }
}

/** Hours become hours of the week, and what is a workstation's stays at its place. */
function inPeriod(counts: Counts, { day, isPlace }: { day: string; isPlace: boolean }): Record<string, number> {
  const weekday = ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;
  return Object.fromEntries(
    Object.entries(counts).flatMap(([key, value]) => {
      const { measure, cell } = readKey(key);
      if (cell?.dimension === 'workstation' && !isPlace) return [];
      return [[cell?.dimension === 'hour' ? `${measure}/slot/${weekday}-${cell.value}` : key, value]];
    }),
  );
}

/** The days of each month that is whole among them. */
const wholeMonths = (days: readonly string[]): string[][] =>
  [...Map.groupBy(days, (day) => day.slice(0, 7)).values()].filter(
    ([first = '', ...rest]) => first.endsWith('-01') && dayAfter(rest.at(-1) ?? '').endsWith('-01'),
  );

/** What a place keeps to itself is one place that keeps it. */
function monthIn(place: DemoPlace, days: readonly string[]): Record<string, number> {
  const { counts, hidden } = monthOf(seed, place, days);
  const kept = hidden.map((key) => [key.replace(/^[a-z-]+/, '$&-hidden'), 1] as const);
  return { ...counts, ...Object.fromEntries(kept) };
}

const keyFiguresOf = (counts: Counts): KeyFigures =>
  Object.fromEntries(keyMeasures.map((measure) => [measure, counts[measure] ?? 0])) as KeyFigures;

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const yearBefore = (asked: Asked): Asked => ({ ...asked, from: earlier(asked.from), to: earlier(asked.to) });

const earlier = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
