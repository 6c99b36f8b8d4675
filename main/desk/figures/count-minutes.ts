import type { outageKinds } from '../../../contract/figures/dimensions.ts';
import type { Tally } from '../../../contract/figures/tally.ts';
import { DayMinutes } from './day-minutes.ts';
import type { DayRecords } from './day-records.ts';
import type { Use } from './day-sessions.ts';

type Kind = (typeof outageKinds)[number];

/** What each minute of the day was, as 1 or 0 by its place in the day. */
interface Ground {
  readonly minutes: DayMinutes;
  readonly open: Uint8Array;
  readonly present: Uint8Array;
}

/**
 * Minutes of opening, and what each workstation was in them. One in which somebody sat there was offered, whatever else is said of it; else it
 * was offered when the place was open and nothing closed the workstation or put it out of use.
 */
export function countMinutes(tally: Tally, records: DayRecords, uses: readonly Use[]): void {
  const ground = groundOf(records, uses);
  const seats = [...new Set([...records.workstations, ...uses.map(({ workstation }) => workstation)])];
  for (const workstation of seats) countSeat(tally, ground, { workstation, records, uses });
  tally.addBoth('open-minutes', 'hour', byHour(ground, ground.open));
  if (ground.open.includes(1)) tally.add('open-days');
}

function groundOf({ day, zone, now, open, presence }: DayRecords, uses: readonly Use[]): Ground {
  const minutes = new DayMinutes(day, zone);
  const present = minutes.of(presence);
  const opened = open === null ? minutes.of(presence) : minutes.of(open);
  if (open === null) for (const { startedAt, minutes: used } of uses) minutes.markUse(opened, startedAt, used);
  // Of today, only what has passed.
  const passed = minutes.of([{ from: minutes.from, to: now }]);
  return { minutes, open: opened.map((is, at) => is & (passed[at] ?? 0)), present };
}

interface Seat {
  readonly workstation: string;
  readonly records: DayRecords;
  readonly uses: readonly Use[];
}

function countSeat(tally: Tally, ground: Ground, { workstation, records, uses }: Seat): void {
  const { minutes, open, present } = ground;
  const used = new Uint8Array(minutes.count);
  for (const use of uses) if (use.workstation === workstation) minutes.markUse(used, use.startedAt, use.minutes);
  const isHere = (one: { readonly workstation: string }): boolean => one.workstation === workstation;
  const closed = minutes.of(records.closures.filter(isHere));
  const outages = records.outages.filter(isHere);
  const out = outageAt(minutes, outages);
  const listed = records.workstations.includes(workstation);
  const meant = open.map((is, at) => (listed && is && !closed[at] ? 1 : 0));
  const offered = meant.map((is, at) => used[at] || (is && out[at] === undefined ? 1 : 0));
  tally.addBoth('offered', 'hour', byHour(ground, offered));
  tally.addBoth('occupied', 'hour', byHour(ground, used));
  tally.addBoth(
    'supervised',
    'hour',
    byHour(
      ground,
      offered.map((is, at) => is & (present[at] ?? 0)),
    ),
  );
  tally.addTo('offered', 'workstation', [[workstation, sum(offered)]]);
  tally.addTo('occupied', 'workstation', [[workstation, sum(used)]]);
  for (const [at, kind] of out.entries()) {
    if (kind !== undefined && meant[at] && !used[at]) tally.addBoth('outage', 'outage', [[kind, 1]]);
  }
  // What is switched off in the evening has not failed.
  const lost = outages.filter(({ kind, from }) => kind === 'away' && meant[minutes.at(from)]);
  tally.addBoth('incidents', 'incident', [['away', lost.length]]);
}

/** What kept the workstation from being used, minute by minute; of several the last one told. */
function outageAt(minutes: DayMinutes, outages: DayRecords['outages']): (Kind | undefined)[] {
  const kinds = Array.from<Kind | undefined>({ length: minutes.count });
  for (const outage of outages) {
    minutes.of([outage]).forEach((is, at) => {
      if (is) kinds[at] = outage.kind;
    });
  }
  return kinds;
}

/** How many of the marked minutes lie in each hour. */
function byHour({ minutes }: Ground, marked: Uint8Array): Map<string, number> {
  const hours = new Map<string, number>();
  marked.forEach((is, at) => {
    if (is) hours.set(minutes.hourAt(at), (hours.get(minutes.hourAt(at)) ?? 0) + 1);
  });
  return hours;
}

const sum = (marked: Uint8Array): number => marked.reduce((total, is) => total + is, 0);
