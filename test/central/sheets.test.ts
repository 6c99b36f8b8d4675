import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Central } from '../../central/central.ts';
import { unpack } from '../../central/database/packed.ts';
import type { Counts } from '../../contract/figures/counts.ts';
import { onEveryStore } from './stores.ts';
import {
  ask,
  daySheet,
  listed,
  makePlace,
  monthSheet,
  outcomes,
  readFigures,
  send,
  signed,
  signedIn,
  Town,
  workstation,
  type Place,
} from './town.ts';

const problemOf = (response: { json: () => { problem: unknown } }): unknown => response.json().problem;

await onEveryStore('sheets', (store) => {
  let place: Place;
  let town: Town;
  let central: Central;

  const counts = async (query?: Record<string, string>): Promise<Counts> => {
    const response = await readFigures(central, await signedIn(central), query);
    return response.json<{ counts: Counts }>().counts;
  };
  const texts = async (table: string): Promise<string[]> =>
    (await town.rows(`select sheet from ${table}`)).map(({ sheet }) => unpack(sheet as Uint8Array));

  beforeEach(async () => {
    place = makePlace('Médiathèque Pierre-Bayle');
    town = new Town(1, place).on(store);
    central = await town.open();
  });
  afterEach(() => town.close());

  it('count in the figures of their place, commune and network, in the hours of their weekday', async () => {
    expect(await outcomes(central, place, [daySheet(place)])).toEqual(['stored']);
    // 12 November 2026 is a Thursday.
    const shared = { 'open-days': 1, 'occupied/slot/4-09': 90, sessions: 4, 'sessions/access/ticket': 4 };
    expect(await counts()).toMatchObject(shared);
    expect(await counts({ from: '2026-11-12', to: '2026-11-12', scope: 'commune:25056' })).toMatchObject(shared);
    const ofPlace = await counts({ from: '2026-01-01', to: '2026-12-31', scope: `place:${place.id}` });
    expect(ofPlace).toMatchObject({ ...shared, [`sessions/workstation/${workstation}`]: 4 });
    expect(Object.keys(await counts()).filter((key) => /workstation|hour/.test(key))).toEqual([]);
  });

  it('are kept as the exact text that was signed, with its signature', async () => {
    const text = JSON.stringify(daySheet(place), null, 3);
    const sent = signed(place, text);
    await send(central, place, [sent]);
    expect(await texts('day_sheets')).toEqual([text]);
    expect(await town.rows('select signature from day_sheets')).toEqual([{ signature: sent.signature }]);
  });

  it('give way to a later revision and never to an earlier one', async () => {
    const first = daySheet(place);
    const second = daySheet(place, { revision: 2, counts: { ...first.counts, 'no-shows': 0, tickets: 6 } });
    expect(await outcomes(central, place, [second, first, second])).toEqual(['stored', 'older', 'known']);
    const third = daySheet(place, { revision: 3, counts: { ...first.counts, tickets: 7 } });
    expect(await outcomes(central, place, [third])).toEqual(['stored']);
    expect(await counts()).toMatchObject({ tickets: 7, sessions: 4 });
  });

  it('of a month count for months that are asked for whole, and tell what was hidden', async () => {
    expect(await outcomes(central, place, [monthSheet(place)])).toEqual(['stored']);
    const october = { from: '2026-10-01', to: '2026-10-31' };
    expect(await counts(october)).toEqual({
      supports: 30,
      'supports/gender/unknown': 12,
      'supports/kind/individual': 30,
      'supports-hidden/gender/feminin': 1,
      'supports-hidden/gender/masculin': 1,
    });
    expect(await counts({ ...october, to: '2026-10-30' })).toEqual({});
  });

  it.each([
    ['day-sheet-1', { from: '2026-10-05', to: '2026-10-05' }],
    ['day-sheet-2', { from: '2026-11-10', to: '2026-11-10' }],
    ['month-sheet-2', { from: '2026-10-01', to: '2026-10-31' }],
  ])('of every version are read as they were: %s', async (name, query) => {
    const golden = readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8');
    const id = 'b2f7a3c4-0f3e-4a55-9d0c-0a1b2c3d4e5f';
    const old: Place = { ...place, id };
    const known = { id, name: place.name, commune: place.commune, communeCode: '25056', publicKey: place.publicKey };
    central = await town.reopen({ places: [known] });
    const response = await send(central, old, [signed(old, golden)]);
    expect(response.json()).toEqual({ receipts: [{ outcome: 'stored' }] });
    expect(await counts(query)).toEqual(
      JSON.parse(readFileSync(new URL(`golden/${name}.counts.json`, import.meta.url), 'utf8')),
    );
  });

  it('with measures that this version does not know are added up all the same', async () => {
    const newer = { ...daySheet(place).counts, 'scans-made': 3, 'scans-made/format/a4': 3 };
    await outcomes(central, place, [daySheet(place, { counts: newer })]);
    await outcomes(central, place, [daySheet(place, { day: '2026-11-11', counts: newer })]);
    expect(await counts()).toMatchObject({ 'scans-made': 6, 'scans-made/format/a4': 6 });
  });

  it('of the same revision with other bytes are quarantined, with an alarm, and the first stands', async () => {
    const other = daySheet(place, { counts: { sessions: 9 } });
    expect(await outcomes(central, place, [daySheet(place), other, other])).toEqual([
      'stored',
      'quarantined',
      'quarantined',
    ]);
    expect(await counts()).toMatchObject({ sessions: 4 });
    expect(await town.rows('select problem_code from quarantined_sheets')).toEqual([
      { problem_code: 'revision-conflict' },
    ]);
    expect(town.logged.filter((line) => line.includes('quarantined'))).toHaveLength(1);
  });

  it.each<{ what: string; fault: string | object; problem: { code: string; where: string } }>([
    { what: 'no JSON', fault: '{"version":1,', problem: { code: 'malformed', where: 'sheet' } },
    {
      what: 'a number below zero',
      fault: { counts: { sessions: -1 } },
      problem: { code: 'malformed', where: 'sheet: counts.sessions' },
    },
    {
      what: 'words that somebody typed',
      fault: { counts: { 'visitors/name/Jeanne Martin': 1 } },
      problem: { code: 'malformed', where: 'sheet: counts.visitors/name/Jeanne Martin' },
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
      fault: { version: 3, news: true },
      problem: { code: 'version-unknown', where: 'sheet: version' },
    },
    { what: 'what a text must not hold', fault: '\0{"\0":1}', problem: { code: 'malformed', where: 'sheet' } },
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
    expect(await texts('quarantined_sheets')).toEqual([text]);
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
    for (const table of ['day_sheets', 'quarantined_sheets', 'rollups'])
      expect(await town.rows(`select * from ${table}`)).toEqual([]);
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
    expect(await counts()).toMatchObject({ sessions: 4 });
    expect((await send(central, place, [signed(place, '{}')])).statusCode).toBe(404);
  });

  it('of a place that moved count in its new commune', async () => {
    const other = makePlace('Grette');
    central = await town.reopen({ places: [place, other].map(listed) });
    for (const one of [place, other]) await outcomes(central, one, [daySheet(one)]);
    const november = { from: '2026-11-01', to: '2026-11-30' };
    expect(await counts({ ...november, scope: 'commune:25056' })).toMatchObject({ sessions: 8 });
    const moved = { ...place, commune: 'Pirey', communeCode: '25454' };
    central = await town.reopen({ places: [moved, other].map(listed) });
    expect(await counts({ ...november, scope: 'commune:25056' })).toMatchObject({ sessions: 4 });
    expect(await counts({ ...november, scope: 'commune:25454' })).toMatchObject({ sessions: 4 });
    expect(await counts()).toMatchObject({ sessions: 8 });
  });

  it('are there after central was started anew', async () => {
    await outcomes(central, place, [daySheet(place)]);
    central = await town.reopen();
    expect(await outcomes(central, place, [daySheet(place)])).toEqual(['known']);
  });

  it('that come at the same time are each answered for themselves', async () => {
    const days = Array.from({ length: 20 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
    const answers = await Promise.all(days.map((day) => outcomes(central, place, [daySheet(place, { day })])));
    expect(answers.flat()).toEqual(days.map(() => 'stored'));
    expect(await counts({ from: '2026-10-01', to: '2026-10-31' })).toMatchObject({ sessions: 80, 'open-days': 20 });
  });

  it('tell when their place was last heard, even when nothing in them is new', async () => {
    const silent = async (): Promise<unknown> => {
      const response = await ask(central, await signedIn(central), [
        'figures/report',
        { from: '2026-11-12', to: '2026-11-12' },
      ]);
      return response.json<{ coverage: { silent: unknown } }>().coverage.silent;
    };
    expect(await silent()).toEqual([{ place: place.id, name: place.name, since: null }]);
    await outcomes(central, place, [daySheet(place)]);
    town.time = new Date('2026-11-13T08:30:00.000Z');
    await outcomes(central, place, [daySheet(place)]);
    expect(await silent()).toEqual([]);
    town.time = new Date('2026-11-16T09:30:00.000Z');
    expect(await silent()).toEqual([{ place: place.id, name: place.name, since: '2026-11-13T08:30:00.000Z' }]);
  });
});
