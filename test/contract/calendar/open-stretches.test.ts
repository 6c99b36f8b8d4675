import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { openStretches } from '../../../contract/calendar/open-stretches.ts';
import { hoursOn, type OpeningRules, type Week } from '../../../contract/calendar/opening-rules.ts';

const paris = 'Europe/Paris';
const everyDay = (...stretches: [string, string][]): Week =>
  Array.from({ length: 7 }, () => stretches.map(([from, to]) => ({ from, to })));

const daysAhead = 8;
const dayMs = 24 * 60 * 60_000;

const only = (week: Week): OpeningRules => ({ week, seasons: [], exceptions: [], closedOnHolidays: null });

const openHours = (week: Week, at: number, zone: string) =>
  openStretches(only(week), { from: at, to: at + (daysAhead - 1) * dayMs }, zone);

const instants = (week: Week, at: string, zone = paris): [string, string][] =>
  openHours(week, Date.parse(at), zone).map(({ opensAt, closesAt }) => [
    new Date(opensAt).toISOString().slice(0, 16),
    new Date(closesAt).toISOString().slice(0, 16),
  ]);

describe('the hours of a week, as instants', () => {
  test('are those of every day that the span touches, on the place’s clock', () => {
    const hours = instants(everyDay(['09:00', '12:00']), '2026-11-23T23:30:00Z');
    expect(hours).toHaveLength(daysAhead);
    expect(hours[0]).toEqual(['2026-11-24T08:00', '2026-11-24T11:00']);
  });

  test('follow the clock on the wall through both changes of summer time', () => {
    const opens = (at: string): string[] => instants(everyDay(['09:00', '17:00']), at).map(([opensAt]) => opensAt);
    expect(opens('2026-03-28T12:00:00Z').slice(0, 2)).toEqual(['2026-03-28T08:00', '2026-03-29T07:00']);
    expect(opens('2026-10-24T12:00:00Z').slice(0, 2)).toEqual(['2026-10-24T07:00', '2026-10-25T08:00']);
  });

  test('that the clock jumps over begin at the jump, and are nothing when they lie wholly in it', () => {
    const [jump] = instants(everyDay(['02:30', '04:00']), '2026-03-29T00:00:00Z');
    expect(jump).toEqual(['2026-03-29T01:00', '2026-03-29T02:00']);
    const first = instants(everyDay(['02:10', '02:50']), '2026-03-29T00:00:00Z')[0];
    expect(first).toEqual(['2026-03-30T00:10', '2026-03-30T00:50']);
  });

  test('that come twice last through both', () => {
    const [twice] = instants(everyDay(['02:15', '02:45']), '2026-10-25T00:00:00Z');
    expect(twice).toEqual(['2026-10-25T00:15', '2026-10-25T01:45']);
  });

  test('that touch are one, so that nobody is sent away at noon', () => {
    expect(instants(everyDay(['09:00', '12:00'], ['12:00', '17:00']), '2026-11-24T10:00:00Z')).toHaveLength(daysAhead);
  });

  test('of a week without any are none', () => {
    expect(instants(everyDay(), '2026-11-24T10:00:00Z')).toEqual([]);
  });
});

const time = fc.integer({ min: 0, max: 24 * 60 - 1 });
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A day of up to three stretches, in order and apart. */
const day = fc
  .uniqueArray(time, { minLength: 0, maxLength: 6 })
  .map((times) => times.sort((a, b) => a - b).map(clock))
  .map((times) =>
    times.flatMap((from, index) => {
      const to = times[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    }),
  );
const week = fc.array(day, { minLength: 7, maxLength: 7 });
const zones = fc.constantFrom(paris, 'America/Martinique', 'Pacific/Noumea', 'America/Miquelon', 'UTC');
const moment = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });

test('in any week, zone and season every stretch maps back to its wall clock, in order and apart', () => {
  fc.assert(
    fc.property(week, zones, moment, (hours, zone, at) => {
      const stretches = openHours(hours, at, zone);
      stretches.forEach(({ opensAt, closesAt }, index) => {
        expect(opensAt).toBeLessThan(closesAt);
        expect(opensAt).toBeGreaterThan(stretches[index - 1]?.closesAt ?? -Infinity);
        for (const [edge, side] of [
          [opensAt, 'from'],
          [closesAt, 'to'],
        ] as const) {
          const wall = Temporal.Instant.fromEpochMilliseconds(edge).toZonedDateTimeISO(zone);
          const own = (hours[wall.dayOfWeek - 1] ?? []).map((stretch) => stretch[side]);
          const jumped = wall.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.equals(wall) ?? false;
          expect(jumped || own.includes(wall.toPlainTime().toString({ smallestUnit: 'minute' }))).toBe(true);
        }
      });
    }),
    { numRuns: 500 },
  );
});

describe('what is nearer to a day counts', () => {
  const week = everyDay(['09:00', '17:00']);
  const summer = { name: 'Été', from: '2026-07-06', to: '2026-08-30', week: everyDay(['10:00', '14:00']) };
  const rules: OpeningRules = {
    week,
    seasons: [summer],
    exceptions: [
      { day: '2026-07-14', hours: [{ from: '20:00', to: '24:00' }], reason: 'Bal' },
      { day: '2026-12-24', hours: [], reason: 'Veille de Noël' },
    ],
    closedOnHolidays: 'metropole',
  };
  const on = (day: string) => hoursOn(rules, { day, weekday: Temporal.PlainDate.from(day).dayOfWeek });

  test.each([
    ['2026-07-05', { because: 'week', hours: week[0] }],
    ['2026-07-06', { because: 'season', name: 'Été', hours: summer.week[0] }],
    ['2026-08-30', { because: 'season', name: 'Été', hours: summer.week[0] }],
    ['2026-08-15', { because: 'holiday', holiday: 'assumption', hours: [] }],
    ['2026-07-14', { because: 'exception', name: 'Bal', hours: [{ from: '20:00', to: '24:00' }] }],
    ['2026-12-24', { because: 'exception', name: 'Veille de Noël', hours: [] }],
    ['2026-12-25', { because: 'holiday', holiday: 'christmas', hours: [] }],
  ])('on %s', (day, expected) => {
    expect(on(day)).toEqual(expected);
  });

  test('and midnight is the end of the day, whatever its length', () => {
    const [bal] = openStretches(
      rules,
      { from: Date.parse('2026-07-14T10:00Z'), to: Date.parse('2026-07-14T10:00Z') },
      paris,
    );
    expect(bal).toEqual({ opensAt: Date.parse('2026-07-14T18:00Z'), closesAt: Date.parse('2026-07-14T22:00Z') });
  });
});
