import { describe, expect, test } from 'vitest';
import { weekDays } from '../../renderer/desk/book/week-cells.ts';
import { WeekCursor } from '../../renderer/desk/book/week-cursor.svelte.ts';
import { bookOf, everyStanding, placed } from './book-day.ts';
import { station } from './fake-place.ts';

const week = { from: '2026-11-23', to: '2026-11-29' };

describe('a week', () => {
  const days = weekDays(bookOf(everyStanding(), week), null);
  const halves = (day: number, number: number) => days[day]?.halves.get(station(number).id);

  test('tells of seven days and all workstations, or those of a room', () => {
    expect(days.map(({ day }) => day.slice(-2))).toEqual(['23', '24', '25', '26', '27', '28', '29']);
    expect(days.every((one) => one.halves.size === 9)).toBe(true);
    expect(weekDays(bookOf([], week), 'Atelier')[0]?.halves.size).toBe(3);
  });

  test('says how much of each half-day is taken, and by how many', () => {
    expect(halves(1, 2)).toEqual([
      { percent: 33, count: 1 },
      { percent: 25, count: 1 },
    ]);
    expect(halves(0, 2)).toEqual([
      { percent: 0, count: 0 },
      { percent: 0, count: 0 },
    ]);
  });

  test('counts neither who did not come nor what was cancelled', () => {
    expect(halves(1, 5)).toEqual([
      { percent: 0, count: 0 },
      { percent: 25, count: 1 },
    ]);
    expect(halves(1, 1)?.[1].count).toBe(2);
  });

  test('counts open time only, and what spans both halves in both', () => {
    expect(halves(1, 6)).toEqual([
      { percent: 100, count: 1 },
      { percent: 100, count: 1 },
    ]);
    const early = placed({ station: 3, from: -360, to: -300 });
    const before = weekDays(bookOf([early], week), null)[1]?.halves.get(station(3).id);
    expect(before?.[0]).toEqual({ percent: 0, count: 1 });
  });

  test('has no share where the place is closed', () => {
    expect(halves(2, 1)).toEqual([
      { percent: 0, count: 0 },
      { percent: null, count: 0 },
    ]);
    expect(halves(6, 1)?.map(({ percent }) => percent)).toEqual([null, null]);
  });
});

test('the arrows go over the week and stay in it', () => {
  const cursor = new WeekCursor(() => ({ rows: 9, columns: 7 }));
  const at = (...keys: string[]) => {
    for (const key of keys) cursor.press(key);
    return [cursor.row, cursor.column];
  };
  expect(at('ArrowUp', 'ArrowLeft')).toEqual([0, 0]);
  expect(at('ArrowDown', 'ArrowRight', 'ArrowRight')).toEqual([1, 2]);
  expect(at('End')).toEqual([1, 6]);
  expect(at('ArrowRight')).toEqual([1, 6]);
  expect(at('Home')).toEqual([1, 0]);
  expect(cursor.press('Tab')).toBe(false);
});
