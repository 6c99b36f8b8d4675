import { expect, test } from '@playwright/test';
import type { DeskClient } from '../desk-client.ts';
import type { Citizen } from './citizen.ts';
import { stillRunning, type Demonstration } from './demonstration.ts';
import type { Facilitator } from './facilitator.ts';
import { begin, type Journey } from './journey.ts';
import type { Town } from './town.ts';
import { findTraces } from './traces.ts';

/**
 * The thinnest complete Escale, as people live it: through `npm start`, in real windows on a virtual display, with real keys; the kiosk's
 * screen is read from its pixels. Pictures of each step are kept under `out/journeys/`.
 */

test.describe.configure({ mode: 'serial' });

let journey: Journey;
let town: Town;
let place: Demonstration;
let citizen: Citizen;
let facilitator: Facilitator;
/** The same desk, for what its three buttons and a visit do not offer. */
let desk: DeskClient;

const traces = (): Promise<string[]> => findTraces(journey.secret, journey.since, [place.data]);

test.beforeAll(async () => {
  journey = await begin('a-visit', { graceSeconds: 0 });
  ({ town, place, citizen, facilitator, desk } = journey);
  await desk.stopExtensions();
});

test.afterAll(() => journey.end());

test('a facilitator gives a ticket, and the citizen is let in', async () => {
  await facilitator.sees('Libre');
  const code = await facilitator.givesTicket(15);
  await citizen.look('welcome');
  await citizen.sitsDown(code);
  await citizen.look('home');
  await facilitator.sees('Occupé');
});

test('real pages are read, and one is downloaded', async () => {
  await citizen.clicks('Le marché');
  await citizen.reads('Tout est en place');
  await citizen.look('market');
  await citizen.clicks('Lire la suite');
  await citizen.reads('Vous avez avancé');
  await citizen.clicks('Télécharger la liste');
  await expect.poll(() => town.asked).toContain('/liste.txt');
});

test('a refused page is explained in its place', async () => {
  await citizen.clicks('Vers un site refusé');
  await citizen.reads('pas ouvert');
  await citizen.look('refused');
});

test('the facilitator ends the session: locked, wiped, and not a trace left', async () => {
  await facilitator.endsSession();
  await citizen.reads('Tout est effacé');
  await citizen.look('erased');
  await facilitator.sees('Libre');
  expect(await traces()).toEqual([]);
});

test('a ticket opens once', async () => {
  await citizen.types(place.ticket);
  await citizen.presses('Return');
  await citizen.reads('Avant de commencer');
  await citizen.presses('Tab', 'Tab', 'Return');
  await citizen.reads('Tapez le code de');
  await citizen.types(place.ticket);
  await citizen.presses('Return');
  await citizen.reads("Ce code n'ouvre pas ce poste");
  await citizen.look('used-code');
});

test('when the time is over the screen locks, whatever the page does', async () => {
  const code = await desk.giveTicket(1);
  await citizen.presses('ctrl+a', 'BackSpace');
  await citizen.sitsDown(code);
  const seated = performance.now();
  await citizen.clicks('Le marché');
  await citizen.reads('Tout est en place');
  await citizen.reads('Tout est effacé', 120_000);
  expect((performance.now() - seated) / 1000).toBeGreaterThan(45);
  await citizen.look('time-over');
  expect(await traces()).toEqual([]);
});

test('whatever is killed, the kiosk stays locked or in session, and catches up', async () => {
  await citizen.sitsDown(await facilitator.givesTicket(30));
  await citizen.clicks('Le marché');
  await citizen.reads('Tout est en place');

  await test.step('the visitor’s browser', async () => {
    expect(await place.killAll(/Escale-visitor/)).toBeGreaterThan(0);
    await citizen.reads('Que voulez-vous faire');
    await facilitator.sees('Occupé');
  });
  await test.step('the screens’ browser', async () => {
    expect(await place.killAll(/Escale-bar/)).toBeGreaterThan(0);
    await citizen.reads('Prolonger');
    await citizen.look('screens-back');
    await facilitator.sees('Occupé');
  });
  await test.step('the desk', async () => {
    expect(await place.killAll(/main\/desk\/main\.ts/)).toBeGreaterThan(0);
    await citizen.reads('Que voulez-vous faire');
    await facilitator.sees('Occupé', 60_000);
  });
  await test.step('central', async () => {
    expect(await place.killAll(/central\/main\.ts/)).toBeGreaterThan(0);
    await citizen.reads('Que voulez-vous faire');
  });
  await citizen.endsSession();
  await citizen.reads('Tout est effacé');
  await facilitator.sees('Libre');
  expect(await traces()).toEqual([]);
});

test('the municipality reads the sessions', async () => {
  const page = await journey.browser.newPage({ locale: 'fr-FR', timezoneId: 'Europe/Paris' });
  await page.goto(place.reports);
  await page.getByLabel('Nom du compte').fill(place.logins.reports.name);
  await page.getByLabel('Mot de passe').fill(place.logins.reports.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByLabel('Mot de passe')).toBeHidden();
  // Three sessions that ran; the one whose terms were refused is counted apart.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('3 séances', { timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await page.screenshot({ path: `${journey.pictures}/reports.png`, fullPage: true });
});

test('Ctrl-C ends everything within five seconds', async () => {
  const before = await place.processes();
  const { code, seconds } = await place.stop();
  expect(code).toBe(0);
  expect(seconds).toBeLessThan(5);
  expect(await stillRunning(before)).toEqual([]);
});
