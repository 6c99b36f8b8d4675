import { Temporal } from 'temporal-polyfill';

/** The VTIMEZONE of a zone (RFC 5545, 3.6.5) for a span of time: what was in force at its beginning, and each change of the clock in it. */
export function zoneBlock(zone: string, span: { readonly from: number; readonly to: number }): string {
  const begin = Temporal.Instant.fromEpochMilliseconds(span.from).toZonedDateTimeISO(zone);
  const standard = standardOffset(begin);
  const lines = ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...inForce(begin, standard)];
  let last: Temporal.ZonedDateTime | null = begin.getTimeZoneTransition('next');
  for (; last !== null && last.epochMilliseconds <= span.to; last = last.getTimeZoneTransition('next')) {
    lines.push(...observance(last, { from: offsetBefore(last), standard }));
  }
  return [...lines, 'END:VTIMEZONE'].join('\r\n');
}

/** What the clock goes by at the beginning: since its last change, or, where that is long ago, since ever. */
function inForce(begin: Temporal.ZonedDateTime, standard: number): string[] {
  const since = begin.getTimeZoneTransition('previous');
  return since === null || since.year < firstYear
    ? ['BEGIN:STANDARD', `DTSTART:${firstYear}0101T000000`, ...offsets(begin.offset, begin.offset), 'END:STANDARD']
    : observance(since, { from: offsetBefore(since), standard });
}

/** Before it offsets had seconds, which the format has not. */
const firstYear = 1980;

function observance(
  change: Temporal.ZonedDateTime,
  { from, standard }: { readonly from: string; readonly standard: number },
): string[] {
  const kind = change.offsetNanoseconds > standard ? 'DAYLIGHT' : 'STANDARD';
  // The clock on the wall as it was before the change: that is when the change begins.
  const wall = change.toInstant().toZonedDateTimeISO(from).toPlainDateTime();
  const onset = wall.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  return [`BEGIN:${kind}`, `DTSTART:${onset}`, ...offsets(from, change.offset), `END:${kind}`];
}

const offsets = (from: string, to: string): string[] => [
  `TZOFFSETFROM:${from.replace(':', '')}`,
  `TZOFFSETTO:${to.replace(':', '')}`,
];

const offsetBefore = (change: Temporal.ZonedDateTime): string => change.subtract({ nanoseconds: 1 }).offset;

/** The smaller of the offsets of the year: in winter the clock goes by it. */
function standardOffset(at: Temporal.ZonedDateTime): number {
  const halves = [1, 7].map((month) => at.with({ month, day: 1, hour: 12 }).offsetNanoseconds);
  return Math.min(...halves);
}
