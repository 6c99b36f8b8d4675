import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { stretchOn } from '../../../contract/calendar/open-stretches.ts';
import type { Stretch } from '../../../contract/calendar/opening-rules.ts';
import { type ZoneDay, zoneDay } from '../../../contract/calendar/zone-day.ts';

const first = Temporal.Instant.from('2020-01-01T00:00:00Z');
const last = Temporal.Instant.from('2041-01-01T00:00:00Z');
const minuteMs = 60_000;
const zones = Intl.supportedValuesOf('timeZone');

/** Every change of a zone's clock from 2020 to 2040. */
function* changesOf(zone: string): Generator<Temporal.ZonedDateTime> {
  let next = first.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
  while (next !== null && Temporal.Instant.compare(next.toInstant(), last) < 0) {
    yield next;
    next = next.getTimeZoneTransition('next');
  }
}

const timeOf = (quarter: number): string => {
  const [hour, minute] = [Math.floor(quarter / 4), (quarter % 4) * 15];
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
};

const quarters = Array.from({ length: 97 }, (_, quarter) => timeOf(quarter));

const openingAt = quarters.slice(0, 96).map((from) => ({ from, to: '24:00' }));
const closingAt = quarters.slice(1).map((to) => ({ from: '00:00', to }));

/**
 * The plain way: read the wall's clock at each minute of the day. A place opens at the first minute at which it says the time, and closes at the last
 * one; where it never says it, both are the minute after the last earlier one. A place whose whole hours the clock jumps over does not open.
 */
function readTheWall(day: Temporal.PlainDate, zone: string): { opens: number[]; closes: number[] } {
  const start = day.toZonedDateTime(zone).epochMilliseconds;
  const end = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  const walls = Array.from({ length: (end - start) / minuteMs }, (_, minute) =>
    wallAt(start + minute * minuteMs, zone),
  );
  const at = (minute: number): number => start + minute * minuteMs;
  const after = (time: number): number => at(walls.findLastIndex((wall) => wall < time) + 1);
  const opens = quarters.map((_, quarter) => {
    const said = walls.indexOf(quarter * 15);
    return said < 0 ? after(quarter * 15) : at(said);
  });
  const closes = quarters.map((_, quarter) => {
    const said = walls.lastIndexOf(quarter * 15);
    return said < 0 ? after(quarter * 15) : at(said);
  });
  return { opens, closes };
}

/** Undefined: nobody comes in. */
const whileOpen = (opensAt: number | undefined, closesAt: number | undefined, told: 'opens' | 'closes') =>
  opensAt === undefined || closesAt === undefined || opensAt >= closesAt
    ? undefined
    : told === 'opens'
      ? opensAt
      : closesAt;

function openOn(day: ZoneDay, stretch: Stretch, told: 'opens' | 'closes'): number | undefined {
  const { opensAt, closesAt } = stretchOn(day, stretch);
  return whileOpen(opensAt, closesAt, told);
}

/** Minutes after midnight that the wall's clock says. */
function wallAt(instant: number, zone: string): number {
  const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return hour * 60 + minute;
}

/** Zones whose clocks go alike on that day are read once: there are many names for the same clock. */
const read = new Map<string, ReturnType<typeof readTheWall>>();

function readOnce(day: Temporal.PlainDate, zone: string): ReturnType<typeof readTheWall> {
  const start = day.toZonedDateTime(zone);
  const change = start.getTimeZoneTransition('next');
  const key = [day, start.offset, change?.epochMilliseconds, change?.offset].join(' ');
  const known = read.get(key) ?? readTheWall(day, zone);
  read.set(key, known);
  return known;
}

test(
  'in every zone, at every change of its clock from 2020 to 2040, each quarter of an hour opens and closes by the wall',
  { timeout: 120_000 },
  () => {
    const wrong: string[] = [];
    let [changes, compared] = [0, 0];
    for (const zone of zones) {
      for (const change of changesOf(zone)) {
        changes += 1;
        // The day on which the clock goes, and the one before: some go at midnight.
        const before = change.subtract({ nanoseconds: 1 }).toPlainDate();
        for (const day of new Set([before.toString(), change.toPlainDate().toString()])) {
          const { opens, closes } = readOnce(Temporal.PlainDate.from(day), zone);
          const own = zoneDay(day, zone);
          openingAt.forEach((stretch, quarter) => {
            const said = whileOpen(opens[quarter], closes[96], 'opens');
            if (openOn(own, stretch, 'opens') !== said) wrong.push(`${zone} ${day} opens ${stretch.from}`);
          });
          closingAt.forEach((stretch, quarter) => {
            const said = whileOpen(opens[0], closes[quarter + 1], 'closes');
            if (openOn(own, stretch, 'closes') !== said) wrong.push(`${zone} ${day} closes ${stretch.to}`);
          });
          compared += openingAt.length + closingAt.length;
        }
      }
    }
    // For whoever wants to know how much was compared.
    process.stdout.write(`${zones.length} zones, ${changes} changes, ${compared} times compared\n`);
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(changes).toBeGreaterThan(5000);
  },
);
