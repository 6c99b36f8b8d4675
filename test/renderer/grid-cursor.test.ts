import { describe, expect, test } from 'vitest';
import { cellAt } from '../../contract/book/cells.ts';
import { dayGrid } from '../../renderer/desk/book/day-grid.ts';
import { dayRows } from '../../renderer/desk/book/day-rows.ts';
import { GridCursor } from '../../renderer/desk/book/grid-cursor.svelte.ts';
import { bookOf, due, everyStanding, expected, fromTwo } from './book-day.ts';

const day = '2026-11-24';
const cell = (minutes: number): number => cellAt(Date.parse(fromTwo(minutes)));

function open(row: number, minutes: number) {
  const timeline = bookOf(everyStanding(), { from: day, to: day });
  const grid = dayGrid(timeline, day);
  if (grid === null) throw new Error('nothing is told of the day');
  const cursor = new GridCursor(() => ({ grid, rows: dayRows(timeline, grid, null) }));
  cursor.place(row - 1, cell(minutes));
  const press = (key: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}): boolean =>
    cursor.press({ key, shiftKey: false, ctrlKey: false, ...held });
  return { cursor, press, grid };
}

describe('the keyboard on the timeline', () => {
  test('goes by five minutes and by an hour, and stays on the board', () => {
    const { cursor, press, grid } = open(1, 60);
    press('ArrowRight');
    expect(cursor.cell).toBe(cell(65));
    press('ArrowLeft');
    press('ArrowLeft');
    expect(cursor.cell).toBe(cell(55));
    press('PageDown');
    expect(cursor.cell).toBe(cell(115));
    for (let times = 0; times < 20; times += 1) press('PageUp');
    expect(cursor.cell).toBe(grid.span.from);
    for (let times = 0; times < 20; times += 1) press('PageDown');
    expect(cursor.cell).toBe(grid.span.to - 1);
  });

  test('goes from workstation to workstation at the same time', () => {
    const { cursor, press } = open(1, 60);
    press('ArrowDown');
    expect([cursor.row?.name, cursor.cell]).toEqual(['Poste 2', cell(60)]);
    for (let times = 0; times < 20; times += 1) press('ArrowDown');
    expect(cursor.row?.name).toBe('Poste 9');
    for (let times = 0; times < 20; times += 1) press('ArrowUp');
    expect(cursor.row?.name).toBe('Poste 1');
  });

  test('jumps to where something begins or ends, to the opening and to the closing', () => {
    const { cursor, press } = open(2, 10);
    press('ArrowRight', { ctrlKey: true });
    expect([cursor.cell, cursor.block?.entry.id]).toEqual([cell(30), expected.id]);
    press('ArrowRight', { ctrlKey: true });
    expect([cursor.cell, cursor.block]).toEqual([cell(90), null]);
    press('ArrowLeft', { ctrlKey: true });
    expect(cursor.cell).toBe(cell(30));
    press('End');
    expect(cursor.cell).toBe(cell(235));
    press('Home');
    expect(cursor.cell).toBe(cell(-300));
  });

  test('stands on what is there', () => {
    expect(open(3, 30).cursor.block?.entry.id).toBe(due.id);
    expect(open(3, 60).cursor.block).toBeNull();
  });

  test('chooses free time with Shift, and no more than is free', () => {
    const { cursor, press } = open(2, 0);
    press('ArrowRight', { shiftKey: true });
    press('ArrowRight', { shiftKey: true });
    expect([cursor.chooses, cursor.span]).toEqual([true, { from: cell(0), to: cell(15) }]);
    press('PageDown', { shiftKey: true });
    expect(cursor.span).toEqual({ from: cell(0), to: cell(30) });
    press('PageUp', { shiftKey: true });
    expect(cursor.span).toEqual({ from: cell(-35), to: cell(5) });
    press('ArrowLeft');
    expect([cursor.chooses, cursor.span]).toEqual([false, { from: cell(-40), to: cell(-35) }]);
  });

  test('chooses nothing where somebody is', () => {
    const { cursor, press } = open(3, 30);
    press('ArrowRight', { shiftKey: true });
    expect([cursor.chooses, cursor.cell]).toEqual([false, cell(30)]);
  });

  test('leaves other keys alone', () => {
    const { press } = open(1, 0);
    expect(['Tab', 'a', 'Enter'].map((key) => press(key))).toEqual([false, false, false]);
  });
});
