import type { Counts } from '../../contract/figures/counts.ts';
import { type Dimension, dimensions } from '../../contract/figures/dimensions.ts';
import { cell, measures } from '../../contract/figures/measures.ts';
import { protect } from '../../contract/figures/suppression.ts';
import { Chance, shareOut } from './chance.ts';
import { dayOf } from './day-life.ts';
import type { DemoPlace } from './network.ts';

/** As a place would hide them that has set nothing else. */
export const threshold = 5;

export interface MonthLife {
  readonly counts: Counts;
  readonly hidden: readonly string[];
}

/** How often each value is said, of a hundred; those that are not named are never said. */
const weights: Partial<Record<Dimension, Readonly<Record<string, number>>>> = {
  kind: { individual: 88, workshop: 12 },
  topic: {
    ...{
      argent_impots: 18,
      social_sante: 15,
      email: 14,
      papiers_elections_citoyennete: 11,
      prendre_en_main_du_materiel: 10,
    },
    ...{ bureautique: 8, travail_formation: 8, navigation_sur_internet: 6, logement: 5, unknown: 5 },
  },
  autonomy: { entierement_accompagne: 32, partiellement_autonome: 38, autonome: 15, unknown: 15 },
  gender: { feminin: 48, masculin: 37, unknown: 15 },
  age: { '12-17': 3, '18-24': 8, '25-39': 15, '40-59': 22, '60-69': 20, '70-120': 17, unknown: 15 },
  status: { retraite: 33, sans_emploi: 24, en_emploi: 17, scolarise: 6, unknown: 20 },
  equipment: { ordinateur: 35, telephone: 40, tablette: 8, aucun: 7, unknown: 10 },
  referral: { aucune: 70, administration: 12, aide_sociale: 6, mediation_numerique: 4, unknown: 8 },
};

/** A month of a place as its desk would send it: whom it helped and with what, small cells hidden. `days`: of that month. */
export function monthOf(seed: number, place: DemoPlace, days: readonly string[]): MonthLife {
  const chance = new Chance(seed, place.id, 'month', days[0] ?? '');
  const sessions = days.reduce((sum, day) => sum + (dayOf(seed, place, day)['sessions'] ?? 0), 0);
  const supports = chance.whole(sessions * place.diligence);
  const all = { ...weights, commune: { [place.communeCode]: 62, elsewhere: 23, unknown: 15 } };
  const tables = (Object.keys(all) as Dimension[]).map((dimension) => {
    const said = Object.entries(all[dimension] ?? {});
    const uneven: Record<string, number> = Object.fromEntries(
      said.map(([value, weight]) => [value, weight * chance.around()] as const),
    );
    return tableOf(dimension, { counts: Object.fromEntries(shareOut(supports, uneven)), people: supports, chance });
  });
  return {
    counts: Object.assign({}, supports === 0 ? {} : { supports }, ...tables.map(({ told }) => told)) as Counts,
    hidden: tables.flatMap(({ hidden }) => hidden),
  };
}

function tableOf(
  dimension: Dimension,
  { counts, people, chance }: { counts: Record<string, number>; people: number; chance: Chance },
): { told: Counts; hidden: string[] } {
  const listed: readonly string[] | RegExp = dimensions[dimension];
  const values = listed instanceof RegExp ? Object.keys(counts) : listed;
  const several = measures.supports.several?.includes(dimension) ?? false;
  const draw = (large: readonly string[]): string | undefined => (large.length === 0 ? undefined : chance.of(large));
  // Days tell as much of kinds: they say nothing of anybody.
  const { told, hidden } =
    dimension === 'kind'
      ? { told: counts, hidden: [] }
      : protect({ values, counts, people, several }, { threshold, draw });
  const named = (value: string): string => cell('supports', dimension, value);
  return {
    told: Object.fromEntries(
      Object.entries(told).flatMap(([value, count]) => (count === 0 ? [] : [[named(value), count]])),
    ),
    hidden: hidden.map(named),
  };
}
