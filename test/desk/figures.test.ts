import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Outages } from '../../main/desk/figures/outages.ts';
import { Presence } from '../../main/desk/figures/presence.ts';
import { SheetBook } from '../../main/desk/figures/sheet-book.ts';
import type { DayRecords } from '../../main/desk/figures/day-records.ts';
import { openStore, type Store } from '../../main/desk/store/open-store.ts';
import { movableClock } from './place.ts';

const day = Date.parse('2026-11-24T00:00:00Z');
const whole = { from: day, to: day + 86_400_000 };
const minute = 60_000;

function openBook(): Store {
  const folder = mkdtempSync(join(tmpdir(), 'escale-figures-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.problem.expected);
  onTestFinished(() => {
    opened.value.close();
    rmSync(folder, { recursive: true });
  });
  return opened.value;
}

/** Minutes after midnight. */
const minutes = ({ from, to }: { from: number; to: number }): [number, number] => [
  (from - day) / minute,
  (to - day) / minute,
];

describe('the presence of a facilitator', () => {
  test('is one stretch while a screen is told something every few seconds, and another after a pause', () => {
    const clock = movableClock('2026-11-24T09:00:00Z');
    const presence = new Presence(openBook(), clock);
    for (let told = 0; told <= 60; told += 1) {
      presence.seen();
      clock.forward(10_000);
    }
    clock.forward(20 * minute);
    presence.seen();
    clock.forward(minute);
    presence.seen();
    expect(presence.between(whole).map(minutes)).toEqual([
      [540, 550],
      [570 + 1 / 6, 571 + 1 / 6],
    ]);
  });

  test('goes on when the clock of the desk is set back', () => {
    const clock = movableClock('2026-11-24T10:00:00Z');
    const presence = new Presence(openBook(), clock);
    presence.seen();
    clock.forward(-60 * minute);
    for (let told = 0; told <= 60; told += 1) {
      presence.seen();
      clock.forward(10_000);
    }
    expect(presence.between(whole).map(minutes)).toEqual([
      [540, 550],
      [600, 600],
    ]);
  });

  test('is never more than was seen when the desk falls over', () => {
    const store = openBook();
    const clock = movableClock('2026-11-24T09:00:00Z');
    const first = new Presence(store, clock);
    first.seen();
    clock.forward(minute);
    first.seen();
    clock.forward(30 * minute);
    new Presence(store, clock).seen();
    expect(new Presence(store, clock).between(whole).map(minutes)).toEqual([
      [540, 541],
      [571, 571],
    ]);
  });
});

describe('outages', () => {
  const seat = { id: '11111111-1111-4111-8111-111111111111' };

  function watch() {
    const store = openBook();
    const clock = movableClock('2026-11-24T09:00:00Z');
    let standing = { phase: 'free', since: clock() };
    const room = {
      phaseOf: () => standing.phase as 'free',
      sinceOf: () => standing.since,
    };
    const outages = new Outages(store, clock);
    const becomes = (phase: string): void => {
      standing = { phase, since: clock() };
      outages.look(room, [seat]);
    };
    const look = (seen = outages): void => seen.look(room, [seat]);
    return { store, clock, outages, becomes, look };
  }

  test('begin and end when the workstation said so, whoever looks later', () => {
    const { clock, outages, becomes, look } = watch();
    becomes('free');
    becomes('out-of-service');
    clock.forward(30 * minute);
    look();
    becomes('maintenance');
    clock.forward(10 * minute);
    becomes('free');
    const told = outages.between(whole).map(({ kind, from, to }) => [kind, ...minutes({ from, to })]);
    expect(told).toEqual([
      ['out-of-service', 540, 570],
      ['maintenance', 570, 580],
    ]);
  });

  test('are no line that was lost for a moment, and from its beginning one that stays away', () => {
    const { clock, outages, becomes, look } = watch();
    becomes('silent');
    clock.forward(minute);
    look();
    becomes('free');
    expect(outages.between(whole)).toEqual([]);
    becomes('silent');
    clock.forward(5 * minute);
    look();
    clock.forward(5 * minute);
    expect(outages.between(whole).map(({ kind, from, to }) => [kind, ...minutes({ from, to })])).toEqual([
      ['away', 541, 551],
    ]);
  });

  test('are told of a line that was away for some minutes, also when nobody looked meanwhile', () => {
    const { clock, outages, becomes } = watch();
    becomes('silent');
    clock.forward(4 * minute);
    becomes('free');
    clock.forward(minute);
    expect(outages.between(whole).map(({ kind, from, to }) => [kind, ...minutes({ from, to })])).toEqual([
      ['away', 540, 544],
    ]);
  });

  test('go on over a restart of the desk', () => {
    const { store, clock, becomes, look } = watch();
    becomes('out-of-service');
    clock.forward(60 * minute);
    const again = new Outages(store, clock);
    look(again);
    expect(again.between(whole).map(minutes)).toEqual([[540, 600]]);
  });
});

describe('the sheets of a place', () => {
  const records = (at: string, isOver: boolean): DayRecords => ({
    ...{ zone: 'Europe/Paris', day: at, now: 0, workstations: [], facts: [], open: null, presence: [], outages: [] },
    ...{ closures: [], ticketsGiven: isOver ? 2 : 1, waits: [], queueLeft: 0, bookings: 0, noShows: 0, workshops: [] },
  });

  /** Asked for at most as often as it may be sent. */
  const months = {
    figuresOf: (month: string) => ({ counts: { supports: Number(month.slice(5)) }, hidden: [], threshold: 5 }),
  };

  function book(start = '2026-11-24T09:00:00Z') {
    const clock = movableClock(start);
    const place = { id: '99999999-9999-4999-8999-999999999999', zone: 'Europe/Paris' };
    const sheets = new SheetBook({ store: openBook(), archive: { recordsOf: records }, months, place, clock });
    const waiting = () => sheets.waiting(50).map(({ period, revision }) => [period, revision]);
    return { clock, sheets, waiting };
  }

  test('are made for each day, also for those on which the desk was off, and of the last one again once it is over', () => {
    const { clock, sheets, waiting } = book();
    expect(sheets.settle()).toBe(1);
    expect(sheets.settle()).toBe(0);
    clock.forward(3 * 24 * 60 * minute);
    expect(sheets.settle()).toBe(4);
    expect(waiting()).toEqual([
      ['2026-11-24', 2],
      ['2026-11-25', 1],
      ['2026-11-26', 1],
      ['2026-11-27', 1],
    ]);
  });

  test('of a month are made when it is over, and not while it runs', () => {
    const { clock, sheets, waiting } = book('2026-11-29T09:00:00Z');
    sheets.settle();
    expect(waiting().map(([period]) => period)).toEqual(['2026-11-29']);
    clock.forward(2 * 24 * 60 * minute);
    sheets.settle();
    expect(waiting().map(([period]) => period)).toEqual(['2026-11', '2026-11-29', '2026-11-30', '2026-12-01']);
    expect(sheets.settle()).toBe(0);
  });

  test('wait until central has the very revision that was sent', () => {
    const { clock, sheets, waiting } = book();
    sheets.settle();
    const [sent] = sheets.waiting(1);
    clock.forward(24 * 60 * minute);
    sheets.settle();
    if (sent !== undefined) sheets.delivered(sent);
    expect(waiting()).toEqual([
      ['2026-11-24', 2],
      ['2026-11-25', 1],
    ]);
  });
});
