import type { LightMyRequestResponse as Response } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Central } from '../../central/central.ts';
import type { Counts } from '../../contract/figures/counts.ts';
import { onEveryStore } from './stores.ts';
import {
  account,
  ask,
  daySheet,
  makePlace,
  monthSheet,
  outcomes,
  readFigures,
  signedIn,
  Town,
  type Place,
} from './town.ts';

await onEveryStore('sheets that cannot be', (store) => {
  let place: Place;
  let town: Town;
  let central: Central;
  let cookies: Record<string, string>;

  const odd = (revision = 1): ReturnType<typeof daySheet> =>
    daySheet(place, { revision, counts: { ...daySheet(place).counts, occupied: 481, 'occupied/hour/09': 481 } });
  const report = async (): Promise<{ counts: Counts; coverage: unknown }> =>
    (await readFigures(central, cookies)).json();
  const listed = async (): Promise<unknown[]> =>
    (await ask(central, cookies, ['sheets/set-aside'])).json<{ sheets: unknown[] }>().sheets;
  const confirm = (changes: object = {}): Promise<Response> =>
    central.server.inject({
      method: 'POST',
      url: '/v1/sheets/confirm',
      cookies,
      payload: { kind: 'day', place: place.id, period: '2026-11-12', revision: 1, ...changes },
    });

  beforeEach(async () => {
    place = makePlace('Médiathèque Pierre-Bayle');
    town = new Town(1, place).on(store);
    central = await town.open();
    cookies = await signedIn(central);
  });
  afterEach(() => town.close());

  it('are kept, told with their reasons, and stand in no figure', async () => {
    expect(await outcomes(central, place, [odd(), odd()])).toEqual(['stored', 'known']);
    expect(await report()).toMatchObject({ counts: {}, coverage: { setAside: 1, placesHeard: 0, daysHeard: 0 } });
    expect(await listed()).toEqual([
      {
        sheet: { kind: 'day', place: place.id, period: '2026-11-12', revision: 1 },
        ...{ name: place.name, commune: place.commune, receivedAt: '2026-11-12T18:00:00.000Z' },
        doubts: [{ rule: 'part-over-whole', where: 'occupied', says: 481, most: 480 }],
      },
    ]);
    expect(town.logged.filter((line) => line.includes('set aside'))).toHaveLength(1);
  });

  it('count from the moment that somebody confirms them, once, and it is known who did', async () => {
    await outcomes(central, place, [odd()]);
    expect((await confirm()).statusCode).toBe(200);
    expect(await report()).toMatchObject({ counts: { occupied: 481 }, coverage: { setAside: 0, daysHeard: 1 } });
    expect(await listed()).toEqual([]);
    expect(await town.rows('select confirmed_by, confirmed_at from day_sheets')).toEqual([
      { confirmed_by: account.name, confirmed_at: '2026-11-12T18:00:00.000Z' },
    ]);
    expect((await confirm()).json()).toMatchObject({ problem: { code: 'stale' } });
    expect(await report()).toMatchObject({ counts: { occupied: 481 } });
  });

  it('of a month are confirmed like those of a day', async () => {
    await outcomes(central, place, [monthSheet(place, { month: '2026-11' })]);
    expect((await confirm({ kind: 'month', period: '2026-11' })).statusCode).toBe(200);
    expect(await report()).toMatchObject({ counts: { supports: 30 } });
  });

  it('give way to a later revision that can be, and take an earlier one out', async () => {
    await outcomes(central, place, [daySheet(place)]);
    await outcomes(central, place, [odd(2)]);
    expect(await report()).toMatchObject({ counts: {}, coverage: { setAside: 1, placesHeard: 0 } });
    expect((await confirm()).json()).toMatchObject({ problem: { code: 'stale' } });
    await outcomes(central, place, [daySheet(place, { revision: 3 })]);
    expect(await report()).toMatchObject({ counts: { occupied: 90 }, coverage: { setAside: 0, placesHeard: 1 } });
    expect(await listed()).toEqual([]);
  });

  it('are named to nobody who is not signed in, and one that is not there is not found', async () => {
    expect((await ask(central, {}, ['sheets/set-aside'])).statusCode).toBe(401);
    expect((await confirm({ period: '2026-11-11' })).statusCode).toBe(404);
    cookies = {};
    expect((await confirm()).statusCode).toBe(401);
  });
});
