import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { KeyFigures } from '../../../contract/central-routes.ts';
import { keyMeasures } from '../../../contract/figures/measures.ts';
import {
  breakdownOf,
  busiest,
  changeOf,
  fullestOf,
  lackIn,
  largestOf,
  picture,
  seriesOf,
  sessionsOf,
  weekOf,
} from '../../../renderer/reports/findings.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const figures = (sessions: number): KeyFigures =>
  Object.fromEntries(keyMeasures.map((measure) => [measure, measure === 'sessions' ? sessions : 0])) as KeyFigures;
const row = (period: string, sessions: number) => ({ period, figures: figures(sessions) });

describe('a series', () => {
  it('has a bar for every step of the period, those without a session too, each beside the one a year before', () => {
    const period = { from: day('2026-09-15'), to: day('2026-11-12') };
    const rows = [row('2026-09', 3), row('2026-11', 9)];
    const { bars } = seriesOf({ grain: 'month', period, rows, before: [row('2025-11', 4)] });
    expect(bars.map((bar) => [bar.start.toString(), sessionsOf(bar), bar.before?.sessions ?? null])).toEqual([
      ['2026-09-01', 3, null],
      ['2026-10-01', 0, null],
      ['2026-11-01', 9, 4],
    ]);
  });

  it('names its busiest bar, the first of equals, and none where nobody came', () => {
    const period = { from: day('2026-11-01'), to: day('2026-11-03') };
    const of = (...rows: ReturnType<typeof row>[]) => busiest(seriesOf({ grain: 'day', period, rows, before: [] }));
    expect(of(row('2026-11-02', 5), row('2026-11-03', 5))?.start.toString()).toBe('2026-11-02');
    expect(of(row('2026-11-02', 0))).toBeNull();
  });
});

describe('a share', () => {
  it.each([
    [0.01, 'hardly'],
    [0.11, 'tenth'],
    [0.47, 'half'],
    [0.62, 'two-thirds'],
    [0.97, 'all'],
  ])('of %d is pictured as %s', (share, pictured) => {
    expect(picture(share)).toBe(pictured);
  });

  it('is never pictured further off than a tenth', () => {
    const shares = { hardly: 0, tenth: 0.1, fifth: 0.2, quarter: 0.25, third: 1 / 3, half: 0.5 };
    const rest = { 'two-thirds': 2 / 3, 'three-quarters': 0.75, 'nine-tenths': 0.9, all: 1 };
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(Math.abs({ ...shares, ...rest }[picture(share)] - share)).toBeLessThanOrEqual(0.1);
      }),
    );
  });
});

describe('a change within a year', () => {
  it('is a share of what was counted, points of a share, and minutes of a wait', () => {
    expect(changeOf(120, 100, 'count')).toBeCloseTo(0.2);
    expect(changeOf(0.5, 0.42, 'share')).toBeCloseTo(0.08);
    expect(changeOf(9, 12, 'minutes')).toBe(-3);
  });

  it.each([
    [5, null, 'count'],
    [null, 5, 'share'],
    [5, 0, 'count'],
  ])('from %j and %j cannot be said', (now, before, unit) => {
    expect(changeOf(now, before, unit)).toBeNull();
  });
});

describe('the week', () => {
  const counts = {
    'offered/slot/3-14': 120,
    'occupied/slot/3-14': 110,
    'offered/slot/3-16': 120,
    'occupied/slot/3-16': 60,
    'offered/slot/6-10': 60,
  };

  it('has an hour for each between the first and the last, closed ones told apart from empty ones', () => {
    const week = weekOf(counts);
    expect(week.hours).toEqual([10, 11, 12, 13, 14, 15, 16]);
    expect(week.days.map(({ weekday }) => weekday)).toEqual([3, 6]);
    expect(week.days[1]?.cells.map(({ share }) => share)).toEqual([0, null, null, null, null, null, null]);
  });

  it('says when workstations are lacking, and else which hour is the fullest', () => {
    expect(lackIn(weekOf(counts))).toEqual({ half: 'afternoon', weekdays: [3] });
    const quiet = weekOf({ ...counts, 'occupied/slot/3-14': 20 });
    expect(lackIn(quiet)).toBeNull();
    expect(fullestOf(quiet)).toMatchObject({ weekday: 3, hour: 16 });
    expect(fullestOf(weekOf({}))).toBeNull();
  });
});

describe('a breakdown', () => {
  const counts = {
    supports: 20,
    'supports/gender/feminin': 9,
    'supports/gender/masculin': 3,
    'supports/gender/unknown': 8,
    'supports/topic/email': 15,
    'supports/topic/sante': 10,
    'supports-hidden/age/0-11': 2,
    'supports/age/70-120': 6,
  };

  it('shares out what is known, and tells the rest apart', () => {
    const gender = breakdownOf(counts, { measure: 'supports', dimension: 'gender' });
    expect(gender).toMatchObject({ known: 12, unknown: 8 });
    expect(gender.slices.map(({ value, share }) => [value, share])).toEqual([
      ['feminin', 0.75],
      ['masculin', 0.25],
    ]);
    expect(largestOf(gender)?.value).toBe('feminin');
  });

  it('of what has several values is in shares of the whole', () => {
    const topics = breakdownOf(counts, { measure: 'supports', dimension: 'topic' });
    expect(topics.slices.map(({ share }) => share)).toEqual([0.75, 0.5]);
  });

  it('says in how many places a value is kept back', () => {
    const age = breakdownOf(counts, { measure: 'supports', dimension: 'age' });
    expect(age.slices.find(({ value }) => value === '0-11')).toEqual({ value: '0-11', count: 0, share: 0, hidden: 2 });
  });
});
