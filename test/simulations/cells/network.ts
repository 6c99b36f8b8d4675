import type { Central } from '../../../central/central.ts';
import { communeScope, network, placeScope } from '../../../central/figures/scopes.ts';
import type { MonthSheet } from '../../../contract/figures/day-sheet.ts';
import { Chance } from '../../../deploy/year/chance.ts';
import { ask, daySheet, makePlace, monthSheet, outcomes, type Place, signedIn, Town } from '../../central/town.ts';
import { type Room, type TrueMonth, trueMonth } from './lives.ts';
import type { Ask } from './questions.ts';

/** A network whose places told everything that they have to tell, and of which we know what they hid. */
export interface ToldNetwork {
  readonly places: readonly { readonly scope: string; readonly commune: string; readonly threshold: number }[];
  /** All that can be asked about. */
  readonly scopes: readonly string[];
  readonly months: readonly string[];
  /** How many people are behind each hidden cell. */
  readonly truth: ReadonlyMap<string, number>;
  readonly ask: Ask;
  readonly close: () => Promise<void>;
}

export interface Size {
  readonly places: number;
  readonly months: number;
}

/** What a place says in the stead of what its desk would say. */
export type Retell = (month: TrueMonth, name: string) => Pick<MonthSheet, 'counts' | 'hidden'>;

/** The first has several places, the others one each: a commune that is one place tells as much as the place. */
const communes = [
  ['Port-Clair', '25900'],
  ['Montbel', '25901'],
  ['Valrive', '25902'],
] as const;

export const nameOf = (scope: string, month: string): string => `${scope} ${month}`;

export async function toldNetwork(
  seed: number,
  { size, retell }: { size: Size; retell: Retell },
): Promise<ToldNetwork> {
  const chance = new Chance(seed, 'cells');
  const months = monthsFrom('2024-11', size.months);
  const places = Array.from({ length: size.places }, (_, number) =>
    makePlace(`Espace ${number + 1}`, [
      ...(communes[Math.max(0, number + communes.length - size.places)] ?? communes[0]),
    ]),
  );
  const town = new Town(1, ...places);
  town.time = new Date('2027-01-15T12:00:00.000Z');
  const central = await town.open();
  const truth = new Map<string, number>();
  const rooms = places.map((place): Room & { place: Place } => ({
    ...{ place, lots: chance.between(1, 2 ** 30), threshold: chance.of([2, 3, 5, 5, 5, 11]) },
    communes: chance.of([[], [place.communeCode], [place.communeCode, '25910', '25911']]),
  }));
  for (const [number, room] of rooms.entries())
    for (const month of months) {
      const name = nameOf(placeScope(room.place.id), month);
      const life = trueMonth(new Chance(seed, number, month), { room, name });
      for (const [cell, count] of life.cells) truth.set(cell, count);
      await tell(central, room, { month, said: { threshold: room.threshold, ...retell(life, name) } });
    }
  const cookies = await signedIn(central);
  return {
    places: rooms.map(({ place, threshold }) => ({
      ...{ scope: placeScope(place.id), commune: communeScope(place.communeCode), threshold },
    })),
    scopes: [
      network,
      ...new Set(places.map(({ communeCode }) => communeScope(communeCode))),
      ...places.map(({ id }) => placeScope(id)),
    ],
    ...{ months, truth },
    ask: async (path, query) => {
      const answer = await ask(central, cookies, [path, query]);
      if (answer.statusCode !== 200)
        throw new Error(`central answered ${answer.statusCode} to ${path}: ${answer.body}`);
      return answer.json();
    },
    close: () => town.close(),
  };
}

/** A month, and one of its days, so that periods that cut it in two have something to tell. */
async function tell(
  central: Central,
  { place }: { place: Place },
  { month, said }: { month: string; said: Pick<MonthSheet, 'counts' | 'hidden' | 'threshold'> },
): Promise<void> {
  const sheets = [monthSheet(place, { month, ...said }), daySheet(place, { day: `${month}-12` })];
  const received = await outcomes(central, place, sheets);
  if (received.some((outcome) => outcome !== 'stored'))
    throw new Error(`central did not store ${month}: ${received.join()}`);
}

function monthsFrom(first: string, count: number): string[] {
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5))];
  return Array.from({ length: count }, (_, after) =>
    new Date(Date.UTC(year, month - 1 + after, 1)).toISOString().slice(0, 7),
  );
}
