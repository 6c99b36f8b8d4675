import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { type BookStage, button, enlarge, looks, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { entry, inMinutes, offerOf, queued, station, timeline, workshopSession } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-queue-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

/** One is called, one waits, for another nobody can say; the next number is 44. */
function play(desk: FakeDesk): void {
  const waiting = [
    queued(41, { offer: offerOf(3) }),
    queued(42, { minutes: 60, features: ['accessible-seat', 'libre-office'] }),
    queued(43, { wait: null }),
  ];
  desk.tell({ queue: { waiting, waitNow: { atLeastMinutes: 50, atMostMinutes: 95 } } });
  desk.answers['timeline.read'] = () => timeline([entry(), workshopSession({ startsAt: inMinutes(115) })]);
  desk.answers['queue.leave'] = () => ({});
  desk.answers['queue.place'] = () => ({ workstation: station(3).id, minutes: 30 });
  desk.answers['queue.join'] = ({ minutes, features }) => {
    const given = queued(44, { minutes, features });
    desk.tell({ queue: { ...desk.room.queue, waiting: [...desk.room.queue.waiting, given] } });
    return { id: given.id, number: 44 };
  };
}

async function openQueue(parts: Partial<Parameters<typeof openPage>[1]> = {}): Promise<BookStage> {
  const stage = await openPage(browser, { screens, play, ...parts });
  await button(stage.page, /^File d’attente, /).click();
  await stage.page.getByRole('heading', { level: 1, name: 'File d’attente' }).waitFor();
  return stage;
}

describe('the queue’s page', () => {
  it('says how long each one waits, and that nobody can say it where that is so', async () => {
    const { page, complaints } = await openQueue();
    const row = (number: string) => page.getByRole('listitem').filter({ hasText: number });
    await row('41').getByText('Poste 3 l’attend encore').waitFor();
    await row('42').getByText('Attente : entre 10 et 25 min').waitFor();
    await row('42').getByText('pour 1 h, avec place accessible, libre office').waitFor();
    await row('43').getByText('Attente : on ne sait pas').waitFor();
    await page.getByText('Attente pour qui arrive : entre 50 min et 1 h 35').waitFor();
    expect(await page.title()).toMatch(/^File d’attente · /);
    expect(complaints).toEqual([]);
  });

  it('gives a number in two actions, by keyboard, and prints it alone', async () => {
    const { page, desk } = await openQueue();
    await button(page, 'Donner un numéro').press('Enter');
    await page.getByLabel('place accessible').check();
    await button(page.getByRole('dialog'), /^30/).press('Enter');
    await page.getByLabel('Numéro 44').waitFor();
    await page.getByRole('dialog').getByText('entre 10 et 25 min').waitFor();
    expect(desk.askedOf('queue.join')).toEqual([{ minutes: 30, features: ['accessible-seat'] }]);
    await page.emulateMedia({ media: 'print' });
    const slip = page.locator('.slip', { hasText: 'Votre numéro' });
    expect(await slip.isVisible()).toBe(true);
    expect(await page.getByRole('dialog').isVisible()).toBe(false);
    expect(await slip.innerText()).toContain('44');
    await page.emulateMedia({ media: 'screen' });
    await button(page.getByRole('dialog'), 'Fermer').click();
    expect(await page.locator('.slip', { hasText: 'Votre numéro' }).count()).toBe(0);
  });

  it('sends who came to the workstation that is held for them', async () => {
    const { page, desk } = await openQueue();
    await button(page, 'La personne est là, le 41, Poste 3').press('Enter');
    await page.getByText('Le 41 va au poste « Poste 3 », pour 30 min.').waitFor();
    expect(desk.askedOf('queue.place')).toHaveLength(1);
  });

  it('asks before a number leaves the queue', async () => {
    const { page, desk } = await openQueue();
    await button(page, 'Partie, le 42').click();
    await button(page, 'Laisser dans la file').click();
    expect(desk.askedOf('queue.leave')).toEqual([]);
    await button(page, 'Partie, le 42').click();
    await button(page, 'Retirer le 42').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(desk.askedOf('queue.leave')).toHaveLength(1);
  });

  it('says beside the list why nobody could be placed', async () => {
    const { page, desk } = await openQueue();
    desk.answers['queue.place'] = () => ({ refused: 'not-now' });
    await button(page, 'La personne est là, le 41, Poste 3').click();
    await page.getByRole('alert').getByText('Ce n’est plus possible').waitFor();
  });

  it('says what to do when nobody waits', async () => {
    const { page } = await openQueue({ play: () => undefined });
    await page.getByText('Donnez un numéro quand aucun poste n’est libre').waitFor();
  });
});

describe('the room', () => {
  it('shows beside it who waits and what comes, and on its card whom a workstation is held for', async () => {
    const { page, desk } = await openPage(browser, { screens, play });
    const card = page.getByRole('list', { name: 'Postes' }).getByRole('listitem', { name: 'Poste 3' });
    await card.getByText('Pour le 41').waitFor();
    await card.getByText('Proposé').waitFor();
    await page.getByText('Atelier « Premiers mails »').waitFor();
    await button(card, 'La personne est là, le 41, Poste 3').click();
    await expect.poll(() => desk.askedOf('queue.place').length).toBe(1);
    await button(page, 'Donner un numéro').click();
    await button(page.getByRole('dialog'), /^15/).click();
    await page.getByLabel('Numéro 44').waitFor();
  });

  it('reads the day again when the book has changed', async () => {
    const { page, desk } = await openPage(browser, { screens, play });
    await page.getByText('Réservation', { exact: true }).waitFor();
    desk.answers['timeline.read'] = () => timeline([entry({ standing: 'due', startsAt: inMinutes(-5) })]);
    desk.tell({});
    await page.getByText('pas encore là').waitFor();
  });
});

describe.each(looks)('with $name', ({ look, text }) => {
  it('the room and the queue are read by everybody', async () => {
    const { page } = await openPage(browser, { screens, play, look });
    await enlarge(page, text);
    await page.getByText('Atelier « Premiers mails »').waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, /^File d’attente, /).click();
    await page.getByRole('heading', { level: 1, name: 'File d’attente' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, 'Partie, le 42').click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await button(page, 'Donner un numéro').click();
    await page.getByLabel('place accessible').waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page.getByRole('dialog'), /^30/).click();
    await page.getByLabel('Numéro 44').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
