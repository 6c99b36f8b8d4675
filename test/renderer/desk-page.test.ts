import { AxeBuilder } from '@axe-core/playwright';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { standing } from '../desk/kiosk-state.ts';
import { buildDeskPage, openDeskPage, signIn, type DeskStage } from './desk-stage.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-desk-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

async function openRoom(): Promise<DeskStage> {
  const stage = await openDeskPage(browser, { screens });
  await signIn(stage.page);
  return stage;
}

const session = randomUUID();
const longSite = `${'un-site-au-nom-'.repeat(4)}interminable.example`;
const inHalfAnHour = (): string => new Date(Date.now() + 30 * 60_000).toISOString();

/** A room with a session under way on its second workstation. */
async function openBusyRoom(): Promise<DeskStage> {
  const stage = await openRoom();
  stage.lines[1]?.say(standing({ phase: 'active', session, endsAt: inHalfAnHour() }));
  await stage.page.getByRole('button', { name: 'Prolonger la séance, Poste 2' }).waitFor();
  return stage;
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('the desk’s page', () => {
  it('places someone on a free workstation, by keyboard alone', async () => {
    const { page, lines, complaints } = await openRoom();
    await button(page, 'Placer ici, Poste 1').press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('30 minutes, en entier').waitFor();
    await page.getByLabel('Repère affiché').fill('41');
    await page.getByRole('dialog').getByRole('button', { name: 'Placer ici' }).press('Enter');
    expect(await lines[0]?.next('start-session')).toMatchObject({ minutes: 30, label: '41' });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('gives a ticket of any length', async () => {
    const { page } = await openRoom();
    await button(page, 'Donner un ticket').click();
    await page.getByLabel('Autre durée').fill('50');
    await button(page, 'Choisir').click();
    await page.getByText('50 minutes, à commencer au plus tard').waitFor();
  });

  it('extends a session once it is seen what stands against it', async () => {
    const { page, lines } = await openBusyRoom();
    await button(page, 'Prolonger la séance, Poste 2').click();
    await button(page, '15 minutes').click();
    await page.getByText('Rien ne s’y oppose').waitFor();
    await button(page, 'Prolonger').click();
    expect(await lines[1]?.next('extend-session')).toMatchObject({ session, minutes: 15 });
  });

  it('says which rules an extension breaks, and lets the facilitator decide', async () => {
    const { page, lines } = await openBusyRoom();
    lines[1]?.say(
      standing({
        phase: 'active',
        session,
        endsAt: inHalfAnHour(),
        limits: { sessionMinutes: 20, dayMinutes: null, weekMinutes: null },
      }),
    );
    await button(page, 'Prolonger la séance, Poste 2').click();
    await button(page, '60 minutes').click();
    await page.getByText('La durée maximale d’une séance').waitFor();
    await button(page, 'Prolonger quand même').click();
    expect(await lines[1]?.next('extend-session')).toMatchObject({ minutes: 60 });
  });

  it('unlocks a pause, and takes a workstation into maintenance and back', async () => {
    const { page, lines } = await openRoom();
    lines[1]?.say(standing({ phase: 'paused', session, endsAt: inHalfAnHour() }));
    await button(page, 'Déverrouiller, Poste 2').click();
    expect(await lines[1]?.next('release-pause')).toMatchObject({ session });
    await button(page, 'Entretien, Poste 1').click();
    expect(await lines[0]?.next('maintenance')).toMatchObject({ on: true });
    lines[0]?.say(standing({ phase: 'maintenance' }));
    await page.getByRole('button', { name: 'Remettre en service' }).click();
    expect(await lines[0]?.next('maintenance')).toMatchObject({ on: false });
  });

  it('explains what a code would get, and what is wrong with one at its field', async () => {
    const { page } = await openRoom();
    await button(page, 'Pourquoi ?').click();
    await page.getByRole('button', { name: 'Essayer' }).click();
    await page.getByText('30 minutes, en entier').waitFor();
    await page.getByLabel('Code du ticket').fill('K7M');
    await page.getByText('en entier').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Essayer' }).click();
    await page.getByText('Un code a six lettres ou chiffres').waitFor();
    await page.getByLabel('Code du ticket').fill('K7M-4QX');
    await page.getByRole('button', { name: 'Essayer' }).click();
    await page.getByText('Aucun ticket de ce lieu ne porte ce code').waitFor();
  });

  it('keeps hours and rules, and says beside the field what is wrong', async () => {
    const { page, lines, complaints } = await openRoom();
    await button(page, 'Réglages').click();
    await page.getByLabel('Le lieu a des horaires').check();
    await button(page, 'Ajouter des heures, lundi').click();
    await page.getByLabel('Fermeture, lundi').fill('08:00');
    await page.getByLabel('Reprise après une coupure').fill('500');
    await button(page, 'Enregistrer').click();
    await page.getByText('Rien n’est enregistré').waitFor();
    await page.getByText('puis une heure de fermeture plus tardive').waitFor();
    await page.getByText('Un nombre entier, de 0 à 120').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Ouverture, lundi');

    await page.getByLabel('Fermeture, lundi').fill('12:30');
    await page.getByLabel('Reprise après une coupure').fill('20');
    await button(page, 'Enregistrer').click();
    await page.getByText('Enregistré à').waitFor();
    const rules = async () => (await lines[0]?.next('slice'))?.slice.rules;
    expect(await rules()).toMatchObject({ resumeMinutes: 20 });
    await page.reload();
    await button(page, 'Réglages').click();
    expect(await page.getByLabel('Fermeture, lundi').inputValue()).toBe('12:30');
    expect(complaints).toEqual([]);
  });

  it('opens a site that a visitor asks for: for the session at once, for the place with a reason, and takes it back', async () => {
    const { page, lines, complaints } = await openBusyRoom();
    const [first, second] = [randomUUID(), randomUUID()];
    lines[1]?.say({ type: 'site-asked', id: first, session, site: 'muguet.example', category: 'games' });
    lines[1]?.say({ type: 'site-asked', id: second, session, site: 'autre.example', category: null });
    await page.getByText('Poste 2 · jeux').waitFor();
    await button(page, 'Ouvrir muguet.example pour cette séance, Poste 2').press('Enter');
    expect(await lines[1]?.next('site-answered')).toMatchObject({ id: first, opened: true });
    await button(page, 'Ouvrir autre.example pour tout le lieu, demandé par Poste 2').click();
    await button(page, 'Ouvrir pour tous').click();
    await page.getByText('Dites en quelques mots pourquoi').waitFor();
    await page.keyboard.type('Démarches');
    await page.keyboard.press('Enter');
    expect(await lines[1]?.next('site-answered')).toMatchObject({ id: second, opened: true });
    await page.getByRole('heading', { name: 'Ouvrir un site ?' }).waitFor({ state: 'detached' });
    await button(page, 'Réglages').click();
    await page.getByText('Démarches').waitFor();
    await button(page, 'Refermer autre.example').click();
    await page.getByText('Aucun. Un site demandé').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says which filter list each workstation uses, and warns of one that was refused or is too old', async () => {
    const { page, lines, complaints } = await openRoom();
    const inUse = { version: 12, date: '2025-01-20T12:00:00.000Z', names: 4, digest: '0'.repeat(64) };
    const problem = { code: 'signature-wrong' as const, where: 'list', expected: 'a signed one' };
    lines[0]?.say(standing({ list: { inUse, refused: null } }));
    lines[1]?.say(standing({ list: { inUse: null, refused: { at: inHalfAnHour(), problem } } }));
    const card = (name: string) => page.getByRole('listitem', { name });
    await card('Poste 1').getByText('n° 12, du 20 janv. 2025').waitFor();
    await card('Poste 1').getByText('plus de trente jours').waitFor();
    await card('Poste 2').getByText('Pas encore de liste').waitFor();
    await card('Poste 2').getByText('elle n’est pas signée par qui fait vos listes').waitFor();
    expect(await page.getByText('plus de trente jours').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('puts who calls above the room when the reader’s text is twice as large', async () => {
    const { page } = await openRoom();
    const top = (selector: string) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().top);
    expect(await top('aside')).toBe(await top('main'));
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    expect(await top('aside')).toBeLessThan(await top('main'));
  });

  it.each([
    [1280, 100],
    [1920, 100],
    [1280, 200],
  ])('never scrolls sideways, %i wide with the text at %i %%', async (width, text) => {
    const { page, lines } = await openBusyRoom();
    lines[1]?.say({ type: 'site-asked', id: randomUUID(), session, site: longSite, category: 'games' });
    await page.getByText(longSite).waitFor();
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate((size) => document.documentElement.style.setProperty('font-size', `${size}%`), text);
    const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await tooWide()).toBeLessThanOrEqual(0);
    await button(page, 'Réglages').click();
    await page.getByLabel('Le lieu a des horaires').check();
    await button(page, 'Ajouter des heures, lundi').click();
    expect(await tooWide()).toBeLessThanOrEqual(0);
  });

  it.each(['light', 'dark'] as const)('has no violation of axe in the %s theme', async (colorScheme) => {
    const { page, lines } = await openDeskPage(browser, { screens });
    await page.emulateMedia({ colorScheme });
    const violations = async (): Promise<string[]> =>
      (await new AxeBuilder({ page }).setLegacyMode(true).analyze()).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html}`),
      );
    expect(await violations()).toEqual([]);
    await signIn(page);
    await button(page, 'Placer ici, Poste 1').waitFor();
    expect(await violations()).toEqual([]);
    for (const opener of ['Placer ici, Poste 1', 'Pourquoi ?', 'Donner un ticket']) {
      await button(page, opener).click();
      expect(await violations()).toEqual([]);
      await page.keyboard.press('Escape');
    }
    lines[1]?.say(standing({ phase: 'active', session, endsAt: inHalfAnHour() }));
    lines[1]?.say({ type: 'site-asked', id: randomUUID(), session, site: longSite, category: 'games' });
    await button(page, `Ouvrir ${longSite} pour tout le lieu, demandé par Poste 2`).click();
    await button(page, 'Ouvrir pour tous').click();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await button(page, 'Réglages').click();
    await page.getByLabel('Le lieu a des horaires').check();
    await button(page, 'Ajouter des heures, lundi').click();
    await page.getByLabel('Fermeture, lundi').fill('08:00');
    await page.getByLabel('Demander').check();
    await button(page, 'Enregistrer').click();
    await page.getByText('Rien n’est enregistré').waitFor();
    expect(await violations()).toEqual([]);
  });
});
