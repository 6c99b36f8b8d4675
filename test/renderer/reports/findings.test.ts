import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  axisTop,
  busiest,
  byPlace,
  coverageOf,
  seriesOf,
  totalsOf,
  type DayRow,
  type Figures,
  type PlaceRow,
} from '../../../renderer/reports/findings.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const today = day('2026-11-12');
const november = { from: day('2026-11-01'), to: today };
const now = new Date('2026-11-12T12:00:00.000Z');

const place = (id: string, lastHeardAt: string | null = now.toISOString()): PlaceRow => ({
  id,
  name: id,
  commune: 'Besançon',
  lastHeardAt,
});
const row = (at: string, placeId: string, sessions: number): DayRow => ({
  place: placeId,
  day: at,
  sessions,
  occupiedMinutes: sessions * 30,
  revision: 1,
  computedAt: now.toISOString(),
});

const figures: Figures = {
  places: [place('grette'), place('bayle'), place('pirey')],
  days: [
    row('2026-11-12', 'bayle', 5),
    row('2026-11-10', 'bayle', 2),
    row('2026-11-10', 'grette', 3),
    row('2026-11-09', 'pirey', 0),
  ],
};

describe('findings', () => {
  it('count only places and days that had a session', () => {
    expect(totalsOf(figures)).toEqual({ sessions: 10, minutes: 300, places: 2, days: 2 });
  });

  it('list every place, the busiest first', () => {
    expect(byPlace(figures).map(({ place: { id }, sessions }) => [id, sessions])).toEqual([
      ['bayle', 7],
      ['grette', 3],
      ['pirey', 0],
    ]);
  });

  it('show every day of the period up to today, those without a session too', () => {
    const { unit, bars } = seriesOf(figures, { from: november.from, to: day('2026-11-30') }, today);
    expect(unit).toBe('day');
    expect(bars).toHaveLength(12);
    expect(
      bars.filter(({ sessions }) => sessions > 0).map(({ start, sessions }) => [start.toString(), sessions]),
    ).toEqual([
      ['2026-11-10', 5],
      ['2026-11-12', 5],
    ]);
  });

  it('show months where days would be too many', () => {
    const { unit, bars } = seriesOf(figures, { from: day('2026-01-15'), to: today }, today);
    expect(unit).toBe('month');
    expect(bars.map(({ start }) => start.month)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(bars.at(-1)).toMatchObject({ sessions: 10, minutes: 300 });
  });

  it('name the first of the busiest days, and none where nobody came', () => {
    expect(busiest(seriesOf(figures, november, today))?.start.toString()).toBe('2026-11-10');
    expect(busiest(seriesOf({ ...figures, days: [] }, november, today))).toBeNull();
  });

  it('give the axis a top that nothing exceeds and whose half is whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (largest) => {
        const top = axisTop(largest);
        expect(top).toBeGreaterThanOrEqual(Math.max(largest, 2));
        expect(top).toBeLessThanOrEqual(Math.max(largest * 2, 2));
        expect(top % 2).toBe(0);
      }),
    );
  });
});

describe('coverage', () => {
  const silentIn = (period: typeof november, ...places: PlaceRow[]): string[] =>
    coverageOf({ places, days: [] }, period, now).silent.map(({ id }) => id);

  it('counts a place as silent when it said nothing for three days, or never', () => {
    const places = [
      place('friday', '2026-11-09T12:00:00.000Z'),
      place('before', '2026-11-09T11:59:59.000Z'),
      place('never', null),
    ];
    expect(silentIn(november, ...places)).toEqual(['before', 'never']);
    expect(coverageOf({ places, days: [] }, november, now).heard).toBe(1);
  });

  it('is whole for a past period once its places were heard after it, however long ago', () => {
    const october = { from: day('2026-10-01'), to: day('2026-10-31') };
    expect(silentIn(october, place('closed-since', '2026-11-02T09:00:00.000Z'))).toEqual([]);
    expect(silentIn(october, place('gone', '2026-10-30T09:00:00.000Z'))).toEqual(['gone']);
  });
});
