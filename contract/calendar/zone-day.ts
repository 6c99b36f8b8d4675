import { Temporal } from 'temporal-polyfill';

/** One calendar day on one zone's wall clock. Instants and offsets in milliseconds. */
export interface ZoneDay {
  /** The day runs from here until just before `end`: 23 to 25 hours later, mostly 24. */
  readonly start: number;
  readonly end: number;
  /** What the wall's clock would say at `start` if it were UTC: midnight of the day, as an instant in UTC. */
  readonly midnight: number;
  readonly offset: number;
  /** The change of the clock within the day; null on most. */
  readonly change: { readonly at: number; readonly offset: number } | null;
}

const known = new Map<string, ZoneDay>();
/** Some years of one zone; then it is worked out anew. */
const mostKnown = 4000;

/** Asked of Temporal once for each day: the rest is arithmetic. `day`: `2026-12-25`. */
export function zoneDay(day: string, zone: string): ZoneDay {
  const key = `${zone} ${day}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const found = workOut(Temporal.PlainDate.from(day), zone);
  known.set(key, found);
  return found;
}

function workOut(day: Temporal.PlainDate, zone: string): ZoneDay {
  const start = day.toZonedDateTime(zone);
  const end = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const next = start.getTimeZoneTransition('next');
  const change =
    next === null || next.epochMilliseconds >= end ? null : { at: next.epochMilliseconds, offset: offsetOf(next) };
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  return { start: start.epochMilliseconds, end, midnight, offset: offsetOf(start), change };
}

const offsetOf = (moment: Temporal.ZonedDateTime): number => moment.offsetNanoseconds / 1e6;

/**
 * When the wall's clock says so many milliseconds after midnight. A time that the clock jumps over is the moment of the jump; of one that comes twice,
 * `ofTwo` says which.
 */
export function instantOn(
  { start, end, midnight, offset, change }: ZoneDay,
  wallMs: number,
  ofTwo: 'earlier' | 'later',
): number {
  const before = midnight + wallMs - offset;
  if (change === null) return Math.min(Math.max(before, start), end);
  const after = midnight + wallMs - change.offset;
  const comesBefore = before < change.at;
  const comesAfter = after >= change.at;
  if (!comesBefore && !comesAfter) return change.at;
  const first = comesBefore ? before : after;
  const second = comesAfter ? after : before;
  return Math.min(Math.max(ofTwo === 'earlier' ? first : second, start), end);
}
