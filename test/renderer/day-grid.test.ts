import { describe, expect, test } from 'vitest';
import type { Timeline } from '../../contract/book/book-routes.ts';
import { cellAt, cellsFor } from '../../contract/book/cells.ts';
import { dayGrid, hoursOf, isOpenAt, placeIn, without } from '../../renderer/desk/book/day-grid.ts';
import { blockAt, dayRows, freeAround } from '../../renderer/desk/book/day-rows.ts';
import { bookOf, everyStanding, fromTwo, placed } from './book-day.ts';
import { station } from './fake-place.ts';

const tuesday = { from: '2026-11-24', to: '2026-11-24' };

/** The cell that begins so many minutes after two o'clock. */
const cell = (minutes: number): number => cellAt(Date.parse(fromTwo(minutes)));

function drawn(entries = everyStanding(), day = '2026-11-24') {
  const timeline = bookOf(entries, { from: day, to: day });
  const grid = dayGrid(timeline, day);
  if (grid === null) throw new Error(`nothing is told of ${day}`);
  return { grid, rows: dayRows(timeline, grid, null) };
}

const row = (number: number, entries = everyStanding()) => {
  const found = drawn(entries).rows.find(({ id }) => id === station(number).id);
  if (found === undefined) throw new Error(`no row for ${number}`);
  return found;
};

describe('the columns of a day', () => {
  test('reach from an hour before opening to an hour after closing', () => {
    const { grid } = drawn([]);
    expect(grid.span).toEqual({ from: cell(-360), to: cell(300) });
    expect(hoursOf(grid)).toHaveLength(11);
    expect(grid.closed.map(({ from, to }) => [from - grid.span.from, to - grid.span.from])).toEqual([
      [0, 12],
      [48, 72],
      [120, 132],
    ]);
    expect([cell(-300), cell(-121), cell(-120), cell(0)].map((at) => isOpenAt(grid, at))).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  test('reach farther where people are, in whole hours, but not for a closure of many days', () => {
    const late = placed({ station: 1, from: 320, to: 335 }, { kind: 'walk-in', standing: 'arrived' });
    const christmas = placed({ station: 2, from: -5000, to: 5000 }, { kind: 'closure', title: 'Noël' });
    expect(drawn([late, christmas]).grid.span).toEqual({ from: cell(-360), to: cell(360) });
  });

  test('are drawn on a day on which the place is closed, with the reason', () => {
    const { grid } = drawn([], '2026-12-25');
    expect(grid).toMatchObject({ open: [], because: { kind: 'holiday', name: 'christmas' }, closed: [grid.span] });
    expect(hoursOf(grid)).toHaveLength(11);
  });

  test('are as many as the day has hours when the clock changes', () => {
    const hoursOfDay = (day: string): number => {
      const open = [{ opensAt: `${day}T06:00:00.000Z`, closesAt: `${day}T16:00:00.000Z` }];
      const told: Timeline = { ...bookOf([], tuesday), days: [{ day, open, because: null }] };
      const bounds = dayGrid(told, day)?.bounds;
      return bounds === undefined ? 0 : (bounds.to - bounds.from) / cellsFor(60);
    };
    expect(['2026-10-24', '2026-10-25', '2027-03-28'].map(hoursOfDay)).toEqual([24, 25, 23]);
  });

  test('are not drawn for a day that was not told of', () => {
    expect(dayGrid(bookOf([], tuesday), '2026-11-30')).toBeNull();
  });

  test('place a span in per cent, cut off at the edges', () => {
    expect(placeIn({ from: 100, to: 200 }, { from: 125, to: 150 })).toEqual({ from: 25, width: 25 });
    expect(placeIn({ from: 100, to: 200 }, { from: 50, to: 150 })).toEqual({ from: 0, width: 50 });
    expect(placeIn({ from: 100, to: 200 }, { from: 250, to: 300 })).toEqual({ from: 100, width: 0 });
    expect(without({ from: 0, to: 10 }, [])).toEqual([{ from: 0, to: 10 }]);
    expect(without({ from: 0, to: 10 }, [{ from: -5, to: 3 }])).toEqual([{ from: 3, to: 10 }]);
  });
});

describe('the rows of a day', () => {
  test('stand in the place’s order, of one room or of all', () => {
    const timeline = bookOf([], tuesday);
    const grid = drawn([]).grid;
    expect(dayRows(timeline, grid, null)).toHaveLength(9);
    expect(dayRows(timeline, grid, 'Atelier').map(({ name }) => name)).toEqual(['Poste 7', 'Poste 8', 'Poste 9']);
  });

  test('show what stands there by its beginning, without what was cancelled', () => {
    expect(row(1).blocks.map(({ span }) => span.from)).toEqual([cell(-15), cell(60)]);
    expect(row(7).blocks.map(({ entry }) => entry.title)).toEqual(['Premiers mails', 'Premiers mails']);
  });

  test('put somebody who did not come below who came instead', () => {
    const blocks = row(5).blocks;
    expect(blocks.map(({ entry, under }) => [entry.standing, under])).toEqual([
      ['no-show', false],
      ['no-show', true],
      ['arrived', false],
    ]);
    expect(blockAt(row(5), cell(5))?.entry.standing).toBe('arrived');
    expect(blockAt(row(5), cell(-30))?.entry.standing).toBe('no-show');
  });

  test('mark what an absent kiosk may give by itself, from now on', () => {
    expect(row(9).offline).toEqual({ from: cell(5), to: cell(90) });
    expect(row(8).offline).toBeNull();
  });

  test('know the free stretch around a cell; a no-show is free again', () => {
    const { grid } = drawn();
    expect(freeAround(row(2), cell(0), grid.span)).toEqual({ from: cell(-180), to: cell(30) });
    expect(freeAround(row(2), cell(30), grid.span)).toBeNull();
    expect(freeAround(row(5), cell(-250), grid.span)).toEqual({ from: grid.span.from, to: cell(0) });
  });
});
