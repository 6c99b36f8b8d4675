import { Temporal } from 'temporal-polyfill';
import type { OpenStretch } from '../allowance.ts';
import { hoursOn, type OpeningRules, type Stretch } from './opening-rules.ts';
import { instantOn, type ZoneDay, zoneDay } from './zone-day.ts';

/** `[from, to)`, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The hours of every day that the span touches, as instants; what is partly in it is whole. Rules are wall-clock: at the changes of summer time a
 * stretch is an hour shorter or longer, but opens and closes when the clock on the wall says so. A time that the clock jumps over is the moment of
 * the jump; of one that comes twice, a stretch opens at the first and closes at the second. Stretches that touch are one.
 */
export function openStretches(rules: OpeningRules, span: Span, zone: string): OpenStretch[] {
  const first = plainDay(span.from, zone);
  const count = first.until(plainDay(span.to, zone)).days + 1;
  return Array.from({ length: count }, (_, ahead) => first.add({ days: ahead }))
    .flatMap((day) => openOn(rules, day, zone))
    .reduce<OpenStretch[]>(joined, []);
}

const plainDay = (instant: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();

function openOn(rules: OpeningRules, date: Temporal.PlainDate, zone: string): OpenStretch[] {
  const day = date.toString();
  const { hours } = hoursOn(rules, { day, weekday: date.dayOfWeek });
  return hours
    .map((stretch) => stretchOn(zoneDay(day, zone), stretch))
    .filter(({ opensAt, closesAt }) => opensAt < closesAt);
}

/** One stretch on one day, as instants. */
export const stretchOn = (day: ZoneDay, { from, to }: Stretch): OpenStretch => ({
  opensAt: instantOn(day, wallMs(from), 'earlier'),
  closesAt: instantOn(day, wallMs(to), 'later'),
});

const wallMs = (time: string): number => (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;

function joined(stretches: OpenStretch[], next: OpenStretch): OpenStretch[] {
  const last = stretches.at(-1);
  if (last === undefined || last.closesAt < next.opensAt) return [...stretches, next];
  return [...stretches.slice(0, -1), { opensAt: last.opensAt, closesAt: Math.max(last.closesAt, next.closesAt) }];
}
