import type { Counts } from '../../contract/figures/counts.ts';
import type { durationBands } from '../../contract/figures/dimensions.ts';
import type { MeasureName } from '../../contract/figures/measures.ts';
import { Tally } from '../../contract/figures/tally.ts';
import { Chance, shareOut } from './chance.ts';
import type { DemoPlace } from './network.ts';
import { demandOn, hoursOn } from './seasons.ts';

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
  const tally = new Tally();
  if (hours.length === 0) return tally.counts;
  const chance = new Chance(seed, place.id, day);
  tally.add('open-days', 1);
  const broken = chance.is(0.04) ? 1 : 0;
  const working = place.workstations.length - broken;
  const occupied = hours.map((hour) => use(tally, { place, day, chance, hour, working }));
  if (broken > 0) {
    const minutes = hours.length * 60;
    tally.addBoth('outage', 'outage', [['out-of-service', minutes]]);
    tally.addBoth('incidents', 'incident', [['fault', 1]]);
  }
  const used = occupied.reduce((sum, { minutes }) => sum + minutes, 0);
  const crowd = used / (hours.length * 60 * Math.max(1, working));
  // People have a favourite seat, but none can be used for longer than it is there.
  const uneven = Math.min(1, 1 / crowd - 1);
  const seats = Object.fromEntries(place.workstations.slice(broken).map((id) => [id, 1 + uneven * chance.next()]));
  const sessions = visits(tally, { chance, used, hours: occupied, seats });
  table(tally, 'occupied', shareOut(used, seats));
  table(
    tally,
    'offered',
    place.workstations.slice(broken).map((id) => [id, hours.length * 60]),
  );
  aroundVisits(tally, { chance, sessions, crowd });
  if (chance.is(0.12)) workshop(tally, chance);
  return tally.counts;
}

const table = (tally: Tally, measure: MeasureName, shares: readonly (readonly [string, number])[]): void =>
  tally.addTo(measure, 'workstation', shares);

interface Hour {
  readonly hour: number;
  readonly minutes: number;
}

/** One hour's minutes: offered and used. */
function use(
  tally: Tally,
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
  tally.addBoth('open-minutes', 'hour', [[name, 60]]);
  const supervised = Math.round(offered * (chance.is(0.9) ? 1 : 0.5));
  for (const [measure, value] of [
    ['offered', offered],
    ['supervised', supervised],
    ['occupied', minutes],
  ] as const) {
    tally.addBoth(measure, 'hour', [[name, value]]);
  }
  return { hour, minutes };
}

function visits(
  tally: Tally,
  {
    chance,
    used,
    hours,
    seats,
  }: { chance: Chance; used: number; hours: readonly Hour[]; seats: Readonly<Record<string, number>> },
): number {
  const sessions = used === 0 ? 0 : Math.max(1, chance.whole(used / meanSessionMinutes));
  tally.addBoth('sessions', 'access', shareOut(sessions, accessWeights));
  tally.addTo('sessions', 'end', shareOut(sessions, endWeights));
  tally.addTo('sessions', 'duration', shareOut(sessions, durationWeights));
  const byHour = Object.fromEntries(hours.map(({ hour, minutes }) => [String(hour).padStart(2, '0'), minutes]));
  tally.addTo('sessions', 'hour', shareOut(sessions, byHour));
  table(tally, 'sessions', shareOut(sessions, seats));
  return sessions;
}

/** What goes with visits; a crowded room has people who wait, and some who go. */
function aroundVisits(
  tally: Tally,
  { chance, sessions, crowd }: { chance: Chance; sessions: number; crowd: number },
): void {
  tally.add('tickets', chance.whole(sessions * 0.75));
  tally.addBoth('wipes', 'proof', [['complete', sessions]]);
  const extensions = chance.whole(sessions * 0.15 * (1 - crowd));
  tally.addBoth('extensions', 'extender', shareOut(extensions, { automatic: 6, visitor: 3, facilitator: 1 }));
  const bookings = chance.whole(sessions * 0.2);
  tally.add('bookings', bookings);
  tally.add('no-shows', Math.min(bookings, chance.whole(bookings * 0.12)));
  for (let left = crowd > 0.55 ? chance.whole(sessions * (crowd - 0.5)) : 0; left > 0; left -= 1) wait(tally, chance);
  tally.add('queue-left', crowd > 0.6 ? chance.whole(sessions * (crowd - 0.6) * 0.4) : 0);
  const refusals = crowd > 0.7 ? chance.whole(sessions * (crowd - 0.7) * 0.5) : 0;
  tally.addBoth('refusals', 'reason', [['refused-someone-waits', refusals]]);
  const blocks = chance.whole(sessions * 0.3);
  tally.addBoth('blocks', 'category', shareOut(blocks, categoryWeights));
}

function wait(tally: Tally, chance: Chance): void {
  const minutes = Math.round(2 + 40 * chance.next() ** 2);
  tally.add('wait-minutes', minutes);
  tally.addBoth('waits', 'minutes', [[minutes, 1]]);
}

function workshop(tally: Tally, chance: Chance): void {
  const seats = chance.between(6, 10);
  const registered = chance.between(3, seats);
  tally.add('workshop-sessions', 1);
  tally.add('workshop-seats', seats);
  tally.add('workshop-registered', registered);
  tally.add('workshop-present', chance.between(Math.ceil(registered / 2), registered));
  tally.add('workshop-waiting', registered === seats ? chance.between(0, 3) : 0);
}
