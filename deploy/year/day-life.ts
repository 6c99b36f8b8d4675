import { type Counts, countsOf } from '../../contract/figures/counts.ts';
import type { Dimension, durationBands } from '../../contract/figures/dimensions.ts';
import { cell, type MeasureName } from '../../contract/figures/measures.ts';
import { Chance, shareOut } from './chance.ts';
import type { DemoPlace } from './network.ts';
import { demandOn, hoursOn } from './seasons.ts';

/** What a sheet of one day holds, filled in step by step. */
class Ledger {
  readonly #sums = new Map<string, number>();

  add(key: string, value: number): void {
    if (value !== 0) this.#sums.set(key, (this.#sums.get(key) ?? 0) + value);
  }

  /** A measure with one of its tables: the table comes to the measure. */
  table(measure: MeasureName, dimension: Dimension, shares: readonly (readonly [string, number])[]): void {
    for (const [value, count] of shares) this.add(cell(measure, dimension, value), count);
  }

  get counts(): Counts {
    return countsOf(this.#sums);
  }
}

const meanSessionMinutes = 43;
const accessWeights = { ticket: 70, booking: 18, open: 8, desk: 4 } as const;
const endWeights = {
  'visitor-ended': 58,
  'time-over': 26,
  'facilitator-ended': 6,
  'closing-time': 6,
  inactivity: 4,
} as const;
const durationWeights = { '0-29': 34, '30-59': 41, '60-119': 21, '120-1440': 4 } as const satisfies Record<
  (typeof durationBands)[number],
  number
>;
const categoryWeights = { 'category-adult': 3, 'category-gambling': 2, 'category-phishing': 1 } as const;

/** A day of a place as its desk would count it; the same seed, place and day give the same counts. A closed day counts nothing. */
export function dayOf(seed: number, place: DemoPlace, day: string): Counts {
  const hours = hoursOn(place, day);
  const ledger = new Ledger();
  if (hours.length === 0) return ledger.counts;
  const chance = new Chance(seed, place.id, day);
  ledger.add('open-days', 1);
  const broken = chance.is(0.04) ? 1 : 0;
  const working = place.workstations.length - broken;
  const occupied = hours.map((hour) => use(ledger, { place, day, chance, hour, working }));
  if (broken > 0) {
    const minutes = hours.length * 60;
    ledger.add('outage', minutes);
    ledger.add(cell('outage', 'outage', 'out-of-service'), minutes);
    ledger.add('incidents', 1);
    ledger.add(cell('incidents', 'incident', 'fault'), 1);
  }
  const used = occupied.reduce((sum, { minutes }) => sum + minutes, 0);
  const seats = Object.fromEntries(place.workstations.slice(broken).map((id) => [id, 1 + chance.next()]));
  const sessions = visits(ledger, { chance, used, hours: occupied, seats });
  table(ledger, 'occupied', shareOut(used, seats));
  table(
    ledger,
    'offered',
    place.workstations.slice(broken).map((id) => [id, hours.length * 60]),
  );
  aroundVisits(ledger, { chance, sessions, crowd: used / (hours.length * 60 * Math.max(1, working)) });
  if (chance.is(0.12)) workshop(ledger, chance);
  return ledger.counts;
}

const table = (ledger: Ledger, measure: MeasureName, shares: readonly (readonly [string, number])[]): void =>
  ledger.table(measure, 'workstation', shares);

interface Hour {
  readonly hour: number;
  readonly minutes: number;
}

/** One hour's minutes: offered and used. */
function use(
  ledger: Ledger,
  {
    place,
    day,
    chance,
    hour,
    working,
  }: { place: DemoPlace; day: string; chance: Chance; hour: number; working: number },
): Hour {
  const offered = working * 60;
  const name = String(hour).padStart(2, '0');
  const load = Math.min(1, (place.appeal / 100) * demandOn(day, hour) * chance.around());
  const minutes = Math.min(offered, Math.round(offered * load));
  ledger.add('open-minutes', 60);
  ledger.add(cell('open-minutes', 'hour', name), 60);
  const supervised = Math.round(offered * (chance.is(0.9) ? 1 : 0.5));
  for (const [measure, value] of [
    ['offered', offered],
    ['supervised', supervised],
    ['occupied', minutes],
  ] as const) {
    ledger.add(measure, value);
    ledger.add(cell(measure, 'hour', name), value);
  }
  return { hour, minutes };
}

function visits(
  ledger: Ledger,
  {
    chance,
    used,
    hours,
    seats,
  }: { chance: Chance; used: number; hours: readonly Hour[]; seats: Readonly<Record<string, number>> },
): number {
  const sessions = used === 0 ? 0 : Math.max(1, chance.whole(used / meanSessionMinutes));
  ledger.add('sessions', sessions);
  ledger.table('sessions', 'access', shareOut(sessions, accessWeights));
  ledger.table('sessions', 'end', shareOut(sessions, endWeights));
  ledger.table('sessions', 'duration', shareOut(sessions, durationWeights));
  const byHour = Object.fromEntries(hours.map(({ hour, minutes }) => [String(hour).padStart(2, '0'), minutes]));
  ledger.table('sessions', 'hour', shareOut(sessions, byHour));
  table(ledger, 'sessions', shareOut(sessions, seats));
  return sessions;
}

/** What goes with visits; a crowded room has people who wait, and some who go. */
function aroundVisits(
  ledger: Ledger,
  { chance, sessions, crowd }: { chance: Chance; sessions: number; crowd: number },
): void {
  ledger.add('tickets', chance.whole(sessions * 0.75));
  ledger.add('wipes', sessions);
  ledger.table('wipes', 'proof', [['complete', sessions]]);
  const extensions = chance.whole(sessions * 0.15 * (1 - crowd));
  ledger.add('extensions', extensions);
  ledger.table('extensions', 'extender', shareOut(extensions, { automatic: 6, visitor: 3, facilitator: 1 }));
  const bookings = chance.whole(sessions * 0.2);
  ledger.add('bookings', bookings);
  ledger.add('no-shows', Math.min(bookings, chance.whole(bookings * 0.12)));
  for (let left = crowd > 0.55 ? chance.whole(sessions * (crowd - 0.5)) : 0; left > 0; left -= 1) wait(ledger, chance);
  ledger.add('queue-left', crowd > 0.6 ? chance.whole(sessions * (crowd - 0.6) * 0.4) : 0);
  const refusals = crowd > 0.7 ? chance.whole(sessions * (crowd - 0.7) * 0.5) : 0;
  ledger.add('refusals', refusals);
  ledger.table('refusals', 'reason', [['refused-someone-waits', refusals]]);
  const blocks = chance.whole(sessions * 0.3);
  ledger.add('blocks', blocks);
  ledger.table('blocks', 'category', shareOut(blocks, categoryWeights));
}

function wait(ledger: Ledger, chance: Chance): void {
  const minutes = Math.round(2 + 40 * chance.next() ** 2);
  ledger.add('waits', 1);
  ledger.add('wait-minutes', minutes);
  ledger.add(cell('waits', 'minutes', minutes), 1);
}

function workshop(ledger: Ledger, chance: Chance): void {
  const seats = chance.between(6, 10);
  const registered = chance.between(3, seats);
  ledger.add('workshop-sessions', 1);
  ledger.add('workshop-seats', seats);
  ledger.add('workshop-registered', registered);
  ledger.add('workshop-present', chance.between(Math.ceil(registered / 2), registered));
  ledger.add('workshop-waiting', registered === seats ? chance.between(0, 3) : 0);
}
