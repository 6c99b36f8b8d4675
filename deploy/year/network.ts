import { Chance } from './chance.ts';

/** A network that does not exist: names and commune codes are made up (no commune of the Doubs has a code from 25900 on). */

export interface DemoPlace {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  readonly communeCode: string;
  readonly workstations: readonly string[];
  /** Opening stretches in whole hours by weekday, Monday first. */
  readonly week: readonly (readonly (readonly [from: number, to: number])[])[];
  /** Busy hours of a workstation in a hundred. */
  readonly appeal: number;
  /** Closed for so many weeks in August. */
  readonly summerWeeks: number;
  /** The day after which it says nothing more, as a number of days before the end; 0 = it never falls silent. */
  readonly silentDays: number;
  /** Writes down what help it gave, in this share of sessions. */
  readonly diligence: number;
}

const firstNames = [
  'Val',
  'Mont',
  'Pont',
  'Saint-Aubin',
  'La Roche',
  'Les Prés',
  'Beau',
  'Haute',
  'Clair',
  'Neuve',
  'Font',
  'Bois',
];
const lastNames = [
  '-sur-Lise',
  'bel',
  '-le-Château',
  '-les-Vignes',
  'fleuri',
  'rive',
  '-en-Combe',
  '-aux-Saules',
  'mont',
  '-la-Croix',
];
const placeNames = [
  'Espace numérique',
  'Point numérique de la médiathèque',
  'Maison pour tous',
  'Centre social',
  'Cyber-espace',
];

const hex = (chance: Chance, digits: number): string =>
  Array.from({ length: digits }, () => chance.between(0, 15).toString(16)).join('');

const uuid = (chance: Chance): string =>
  `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-8${hex(chance, 3)}-${hex(chance, 12)}`;

const shortDay = [[14, 18]] as const;
const longDay = [
  [9, 12],
  [14, 18],
] as const;
const shut = [] as const;

const weeks: readonly DemoPlace['week'][] = [
  [shut, longDay, longDay, shortDay, longDay, [[9, 12]], shut],
  [shortDay, shortDay, longDay, shortDay, shortDay, shut, shut],
  [longDay, longDay, longDay, longDay, longDay, [[10, 17]], shut],
  [shut, shortDay, [[9, 12]], shut, shortDay, shut, shut],
];

export interface NetworkSize {
  readonly communes: number;
  readonly places: number;
}

/** The same seed makes the same places, and a larger network begins with the smaller one. */
export function networkOf(seed: number, { communes, places }: NetworkSize): DemoPlace[] {
  const names = communeNames(communes);
  return Array.from({ length: places }, (_, number) => {
    // The first one is the town, with more places than any village.
    const inTown = number >= communes && number % 3 !== 0;
    const commune = inTown ? 0 : number % communes;
    return placeOf(new Chance(seed, 'place', number), { number, commune, name: names[commune] ?? 'Port-Clair' });
  });
}

function placeOf(
  chance: Chance,
  { number, commune, name }: { number: number; commune: number; name: string },
): DemoPlace {
  const size = commune === 0 ? chance.between(6, 14) : chance.between(2, 7);
  return {
    id: uuid(chance),
    name: `${chance.of(placeNames)} ${number < 1 ? 'du Port' : `no ${number + 1}`}`,
    commune: name,
    communeCode: codeOf(commune),
    workstations: Array.from({ length: size }, () => uuid(chance)),
    week: chance.of(weeks),
    appeal: chance.between(20, 75),
    summerWeeks: chance.of([0, 0, 2, 3, 4]),
    silentDays: chance.is(0.05) ? chance.between(4, 60) : 0,
    diligence: chance.is(0.15) ? 0 : 0.2 + chance.next() * 0.6,
  };
}

export const codeOf = (commune: number): string => {
  const department = 25 + Math.floor(commune / 100);
  return `${department > 95 ? 95 : department}${900 + (commune % 100)}`;
};

function communeNames(count: number): string[] {
  const names = ['Port-Clair'];
  for (let number = 0; names.length < count; number += 1) {
    const name = `${firstNames[number % firstNames.length] ?? ''}${lastNames[Math.floor(number / firstNames.length) % lastNames.length] ?? ''}`;
    names.push(names.includes(name) ? `${name} ${number}` : name);
  }
  return names;
}
