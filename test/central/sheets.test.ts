import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Central } from '../../central/central.ts';
import { daySheet, makePlace, outcomes, readFigures, send, signed, signedIn, Town, type Place } from './town.ts';

const problemOf = (response: { json: () => { problem: unknown } }): unknown => response.json().problem;

describe('sheets', () => {
  let place: Place;
  let town: Town;
  let central: Central;

  const figures = async (): Promise<unknown> => {
    const response = await readFigures(central, await signedIn(central));
    return response.json<{ days: unknown[] }>().days;
  };
  const rows = (query: string): unknown[] => {
    const file = new Sqlite(join(town.settings.data, 'central.sqlite'), { readonly: true });
    try {
      return file.prepare(query).all();
    } finally {
      file.close();
    }
  };

  beforeEach(async () => {
    place = makePlace('Médiathèque Pierre-Bayle');
    town = new Town(1, place);
    central = await town.open();
  });
  afterEach(() => town.close());

  it('count in the figures of their place and day', async () => {
    expect(await outcomes(central, place, [daySheet(place)])).toEqual(['stored']);
    expect(await figures()).toEqual([
      {
        place: place.id,
        day: '2026-11-12',
        sessions: 4,
        occupiedMinutes: 90,
        revision: 1,
        computedAt: '2026-11-12T17:00:00.000Z',
      },
    ]);
  });

  it('are kept as the exact text that was signed, with its signature', async () => {
    const text = JSON.stringify(daySheet(place), null, 3);
    const sent = signed(place, text);
    await send(central, place, [sent]);
    expect(rows('select sheet, signature from day_sheets')).toEqual([sent]);
  });

  it('give way to a later revision and never to an earlier one', async () => {
    const first = daySheet(place);
    const second = daySheet(place, { revision: 2, total: { sessions: 6, occupiedMinutes: 130 } });
    expect(await outcomes(central, place, [second, first, second])).toEqual(['stored', 'older', 'known']);
    expect(await figures()).toMatchObject([{ sessions: 6, revision: 2 }]);
  });

  it('end in the same figures whatever was lost, doubled or reordered on the way', async () => {
    const cookies = await signedIn(central);
    const delivery = fc.record({
      day: fc.constantFrom('11-10', '11-11', '11-12'),
      revision: fc.integer({ min: 1, max: 4 }),
    });
    const deliveries = fc.array(fc.array(delivery, { minLength: 1, maxLength: 5 }), { maxLength: 6 });
    // Each history has a year of its own.
    let year = 2000;
    await fc.assert(
      fc.asyncProperty(deliveries, async (batches) => {
        year++;
        const latest = new Map<string, number>();
        for (const batch of batches) {
          const sheets = batch.map(({ day, revision }) =>
            daySheet(place, {
              day: `${year}-${day}`,
              revision,
              total: { sessions: revision * 3, occupiedMinutes: revision * 40 },
            }),
          );
          await outcomes(central, place, sheets);
          for (const { day, revision } of sheets) latest.set(day, Math.max(revision, latest.get(day) ?? 0));
        }
        const response = await readFigures(central, cookies, { from: `${year}-01-01`, to: `${year}-12-31` });
        const { days } = response.json<{ days: { day: string; revision: number; sessions: number }[] }>();
        expect(new Map(days.map(({ day, revision }) => [day, revision]))).toEqual(latest);
        for (const { revision, sessions } of days) expect(sessions).toBe(revision * 3);
      }),
      { numRuns: 200 },
    );
  });

  it('of the same revision with other bytes are quarantined, with an alarm, and the first stands', async () => {
    const other = daySheet(place, { total: { sessions: 99, occupiedMinutes: 99 } });
    expect(await outcomes(central, place, [daySheet(place), other, other])).toEqual([
      'stored',
      'quarantined',
      'quarantined',
    ]);
    expect(await figures()).toMatchObject([{ sessions: 4 }]);
    expect(rows('select problem_code from quarantined_sheets')).toEqual([{ problem_code: 'revision-conflict' }]);
    expect(town.logged.filter((line) => line.includes('quarantined'))).toHaveLength(1);
  });

  it.each<{ what: string; fault: string | object; problem: { code: string; where: string } }>([
    { what: 'no JSON', fault: '{"version":1,', problem: { code: 'malformed', where: 'sheet' } },
    {
      what: 'a number below zero',
      fault: { total: { sessions: -1, occupiedMinutes: 0 } },
      problem: { code: 'malformed', where: 'sheet: total.sessions' },
    },
    { what: 'a field too many', fault: { visitor: 'Jeanne' }, problem: { code: 'malformed', where: 'sheet' } },
    {
      what: 'a day that no calendar has',
      fault: { day: '2026-02-30' },
      problem: { code: 'malformed', where: 'sheet: day' },
    },
    {
      what: 'another place',
      fault: { place: 'b2f7a3c4-0f3e-4a55-9d0c-0a1b2c3d4e5f' },
      problem: { code: 'malformed', where: 'sheet: place' },
    },
    {
      what: 'a version to come',
      fault: { version: 2, news: true },
      problem: { code: 'version-unknown', where: 'sheet: version' },
    },
  ])('with $what are quarantined and acknowledged, and the others still count', async ({ fault, problem }) => {
    const text = typeof fault === 'string' ? fault : JSON.stringify({ ...daySheet(place), ...fault });
    const response = await send(central, place, [
      signed(place, text),
      signed(place, JSON.stringify(daySheet(place, { day: '2026-11-11' }))),
    ]);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      receipts: [{ outcome: 'quarantined', problem }, { outcome: 'stored' }],
    });
    expect(rows('select sheet from quarantined_sheets')).toEqual([{ sheet: text }]);
  });

  it('with a signature that does not fit are refused with all that came along', async () => {
    const stranger = makePlace('Une autre médiathèque');
    const text = JSON.stringify(daySheet(place));
    const response = await send(central, place, [
      signed(place, JSON.stringify(daySheet(place, { day: '2026-11-11' }))),
      signed(stranger, text),
    ]);
    expect(response.statusCode).toBe(403);
    expect(problemOf(response)).toMatchObject({ code: 'signature-wrong', where: 'sheets[1].signature' });
    expect(
      rows('select * from day_sheets union all select null, null, 1, 1, 1, 1, 1, 1, 1 from quarantined_sheets'),
    ).toEqual([]);
  });

  it('changed by one byte after signing are refused', async () => {
    const { sheet, signature } = signed(place, JSON.stringify(daySheet(place)));
    const response = await send(central, place, [{ sheet: sheet.replace('"sessions":4', '"sessions":5'), signature }]);
    expect(problemOf(response)).toMatchObject({ code: 'signature-wrong', where: 'sheets[0].signature' });
  });

  it('of a place that is not listed are refused', async () => {
    const stranger = makePlace('Une autre médiathèque');
    const response = await send(central, stranger, [signed(stranger, JSON.stringify(daySheet(stranger)))]);
    expect(response.statusCode).toBe(404);
    expect(problemOf(response)).toMatchObject({ code: 'not-found', where: 'place' });
  });

  it('of a place that left the directory keep counting, and no new one is taken', async () => {
    await outcomes(central, place, [daySheet(place)]);
    central = await town.reopen({ places: [] });
    expect(await figures()).toMatchObject([{ place: place.id, sessions: 4 }]);
    expect((await send(central, place, [signed(place, '{}')])).statusCode).toBe(404);
  });

  it('are there after central was started anew', async () => {
    await outcomes(central, place, [daySheet(place)]);
    central = await town.reopen();
    expect(await outcomes(central, place, [daySheet(place)])).toEqual(['known']);
  });

  it('tell when their place was last heard, even when nothing in them is new', async () => {
    const heard = async (): Promise<unknown> => {
      const response = await readFigures(central, await signedIn(central));
      return response.json<{ places: { lastHeardAt: unknown }[] }>().places.map(({ lastHeardAt }) => lastHeardAt);
    };
    expect(await heard()).toEqual([null]);
    await outcomes(central, place, [daySheet(place)]);
    town.time = new Date('2026-11-13T08:30:00.000Z');
    await outcomes(central, place, [daySheet(place)]);
    expect(await heard()).toEqual(['2026-11-13T08:30:00.000Z']);
  });
});
