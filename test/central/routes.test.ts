import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Central } from '../../central/central.ts';
import { onEveryStore } from './stores.ts';
import { november, readFigures, signedIn, signIn, Town } from './town.ts';

await onEveryStore("central's routes", (store) => {
  let town: Town;
  let central: Central;

  beforeEach(async () => {
    town = new Town().on(store);
    central = await town.open();
  });
  afterEach(() => town.close());

  it.each([
    ['no place', { sheets: [] }, 'sheets.send: place'],
    ['no sheet', { place: 'b2f7a3c4-0f3e-4a55-9d0c-0a1b2c3d4e5f', sheets: [] }, 'sheets.send: sheets'],
    [
      'a signature that is not base64',
      { place: 'b2f7a3c4-0f3e-4a55-9d0c-0a1b2c3d4e5f', sheets: [{ sheet: '{}', signature: '?' }] },
      'sheets.send: sheets[0].signature',
    ],
  ])('name the field of a delivery with %s', async (_what, payload, where) => {
    const response = await central.server.inject({ method: 'POST', url: '/v1/sheets', payload });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ problem: { code: 'malformed', where } });
  });

  it.each([
    { what: 'that is no JSON', status: 400, type: 'application/json', payload: '{"name":' },
    { what: 'of another kind', status: 415, type: 'text/csv', payload: 'name;password' },
    { what: 'that is too large', status: 413, type: 'application/json', payload: JSON.stringify('x'.repeat(20_000)) },
  ])('say what is wrong with a body $what', async ({ status, type, payload }) => {
    const headers = { 'content-type': type };
    const response = await central.server.inject({ method: 'POST', url: '/v1/session', headers, payload });
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ problem: { code: 'malformed', where: 'request' } });
  });

  it.each([
    [{ from: '2026-11-01' }, 'figures.report: to'],
    [{ from: '1er novembre', to: '2026-11-30' }, 'figures.report: from'],
    [{ from: '2026-11-30', to: '2026-11-01' }, 'to'],
    [{ from: '2016-11-01', to: '2026-11-30' }, 'to'],
    [{ ...november, scope: 'commune:Besançon' }, 'figures.report: scope'],
  ])('name the field of the period %j', async (query, where) => {
    const response = await readFigures(central, await signedIn(central), query);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ problem: { code: 'malformed', where } });
  });

  it('answer an unknown one, and one of the health', async () => {
    const unknown = await central.server.inject('/v1/nothing');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.json()).toMatchObject({ problem: { code: 'not-found' } });
    const health = await central.server.inject('/health');
    expect(health.json()).toEqual({ program: 'central' });
  });

  it('show the page of the reports, under a policy that lets nothing foreign in', async () => {
    expect((await central.server.inject('/')).headers.location).toBe('/reports/');
    const page = await central.server.inject('/reports/');
    expect(page.body).toContain('<title>Escale</title>');
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'self';/);
  });

  it.each([
    '/reports/../../central.json',
    '/reports/%2e%2e/%2e%2e/data/central.sqlite',
    '/assets/..%2freports/index.html',
  ])('give no file beside the page: %s', async (url) => {
    town.settingsFile();
    expect((await central.server.inject({ method: 'GET', url })).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('do not log who asked for what', async () => {
    await signIn(central, { name: 'Jeanne Martin', password: 'un secret' });
    await central.server.inject('/v1/figures/report?from=2026-11-01');
    expect(town.logged.join('')).not.toMatch(/Jeanne|secret|figures|127\.0\.0\.1/);
  });
});
