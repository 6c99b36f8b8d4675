import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../contract/book/entries.ts';
import { openBrowser } from '../browser.ts';
import { bookOf, expected, fromTwo, placed } from './book-day.ts';
import { dialog, made, openBook } from './book-scene.ts';
import { type BookStage, button, tablet } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import { station } from './fake-place.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-book-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const open = (hash: string, look: BrowserContextOptions = {}): Promise<BookStage> =>
  openBook(browser, { screens, hash, look });

const block = (page: Page, entry: Entry): Locator => page.locator(`[data-entry="${entry.id}"]`);

/** The middle of what is drawn so many minutes after two o'clock on a workstation’s row. */
async function pointAt(page: Page, number: number, minutes: number): Promise<{ x: number; y: number }> {
  const lane = await page.locator(`[data-lane="${station(number).id}"]`).boundingBox();
  if (lane === null) throw new Error('the row is not drawn');
  // From eight to seven o'clock.
  return { x: lane.x + ((minutes + 360) / 660) * lane.width, y: lane.y + lane.height / 2 };
}

async function dragTo(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2);
  await page.mouse.move(to.x, to.y);
}

describe('the day', () => {
  it('takes a booking over the phone in three actions', async () => {
    const { page, desk, complaints } = await open('#day');
    const { x, y } = await pointAt(page, 1, 92);
    await page.mouse.click(x, y);
    await button(dialog(page), '30 min').click();
    await button(dialog(page), 'Réserver').click();
    await page.getByText('K7M-4QX').first().waitFor();
    expect(desk.askedOf('booking.make')).toMatchObject([
      { wish: { startsAt: fromTwo(90), minutes: 30, workstation: station(1).id, together: 1 }, override: null },
    ]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.slip:visible').last().innerText()).toMatch(
      /mardi 24 novembre, à 15\sh\s30\s+Poste 1, /,
    );
    expect(complaints).toEqual([]);
  });

  it('takes a booking by keyboard alone, of the length that was chosen', async () => {
    const { page, desk } = await open('#day');
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('gridcell', { name: 'Poste 2, De 9 h 00 à 9 h 15, 15 min' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog(page).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('K7M-4QX').first().waitFor();
    expect(desk.askedOf('booking.make')).toMatchObject([
      { wish: { startsAt: fromTwo(-300), minutes: 15, workstation: station(2).id } },
    ]);
  });

  it('reads out each step of the keyboard, and opens what it stands on', async () => {
    const { page } = await open('#day');
    const grid = page.getByRole('grid');
    const active = async (): Promise<string | null> => {
      const id = await grid.getAttribute('aria-activedescendant');
      return (await page.locator(`[id="${id}"]`).getAttribute('aria-label'))?.replaceAll('\u00a0', ' ') ?? null;
    };
    await grid.press('ArrowDown');
    expect(await active()).toBe('Poste 2, 14 h 05, libre jusqu’à 14 h 30');
    await grid.press('ArrowRight');
    expect(await active()).toBe('Poste 2, 14 h 10, libre jusqu’à 14 h 30');
    await grid.press('Control+ArrowRight');
    expect(await active()).toBe('Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé');
    await grid.press('Enter');
    await dialog(page).getByRole('heading', { name: 'Réservation' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    for (let times = 0; times < 8; times += 1) await grid.press('ArrowDown');
    await grid.press('Control+ArrowLeft');
    await grid.press('Home');
    expect(await active()).toContain('Atelier « Premiers mails »');
  });

  it('asks the same of the desk when a booking is dragged and when its form is filled in', async () => {
    const { page, desk } = await open('#day');
    await dragTo(page, await pointAt(page, 2, 45), await pointAt(page, 8, 60));
    await page.getByText('De 14 h 45 à 15 h 45, 1 h').waitFor();
    await page.mouse.up();
    await button(page, 'Revenir en arrière').click();
    await page.getByText('C’est comme avant').waitFor();

    await block(page, expected).click();
    await button(dialog(page), 'Modifier').click();
    await page.getByLabel('Début').fill('14:45');
    await dialog(page).getByLabel('Poste').selectOption('Poste 8');
    await button(dialog(page), 'Enregistrer le changement').click();
    await dialog(page).waitFor({ state: 'detached' });
    const [dragged, back, filledIn] = desk.askedOf('booking.move');
    const place = { startsAt: fromTwo(45), minutes: 60, workstation: station(8).id, override: null };
    expect(dragged).toEqual({ entry: expected.id, version: 1, ...place });
    expect(back).toMatchObject({ startsAt: fromTwo(30), workstation: station(2).id });
    expect(filledIn).toEqual({ entry: expected.id, version: 3, ...place });
  });

  it('lengthens by the edge, and gives a drag up with Escape', async () => {
    const { page, desk } = await open('#day');
    const edge = await block(page, expected).boundingBox();
    if (edge === null) throw new Error('the booking is not drawn');
    const grip = { x: edge.x + edge.width - 4, y: edge.y + 8 };
    await dragTo(page, grip, await pointAt(page, 2, 121));
    await page.getByText('De 14 h 30 à 16 h 00, 1 h 30').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('.ghost').waitFor({ state: 'detached' });
    expect([desk.askedOf('booking.move'), await dialog(page).count()]).toEqual([[], 0]);
    await dragTo(page, grip, await pointAt(page, 2, 121));
    await page.mouse.up();
    await page.getByText('Changé : Réservation').waitFor();
    expect(desk.askedOf('booking.move')).toMatchObject([{ startsAt: fromTwo(30), minutes: 90 }]);
  });

  it('moves a booking with a finger that stays before it moves', async () => {
    const { page, desk } = await open('#day', { viewport: tablet, hasTouch: true });
    await block(page, expected).scrollIntoViewIfNeeded();
    const finger = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [await pointAt(page, 2, 45)]);
    await page.locator('.ghost').waitFor();
    await touch('touchMove', [await pointAt(page, 8, 60)]);
    await page.getByText('De 14 h 45 à 15 h 45').waitFor();
    await touch('touchEnd', []);
    await page.getByText('Changé : Réservation').waitFor();
    expect(desk.askedOf('booking.move')).toMatchObject([{ startsAt: fromTwo(45), workstation: station(8).id }]);
  });

  it('books what was dragged over free time once its form says so', async () => {
    const { page, desk } = await open('#day');
    await dragTo(page, await pointAt(page, 1, 92), await pointAt(page, 1, 130));
    await page.mouse.up();
    expect(await page.getByLabel('Début').inputValue()).toBe('15:30');
    expect(await page.getByLabel('Autre durée, en minutes').inputValue()).toBe('45');
    expect(desk.askedOf('booking.make')).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
  });

  it('says why the place is closed, and what an absent kiosk keeps', async () => {
    const { page } = await open('#day?day=2026-12-25');
    await page.getByText('Fermé : Noël. Une réservation demande une raison.').waitFor();
    await button(page, 'Aujourd’hui').click();
    await page.getByRole('heading', { level: 1, name: /mardi 24 novembre/i }).waitFor();
    expect(await page.getByRole('rowheader', { name: /Poste 9/ }).textContent()).toMatch(/avant 15\sh\s30/);
    expect(new URL(page.url()).hash).toBe('#day');
  });

  it('reads again what changed, and writes nothing while the line is lost', async () => {
    const { page, desk } = await open('#day');
    await block(page, expected).waitFor();
    desk.answers['timeline.read'] = (days) => bookOf([placed({ station: 3, from: 60, to: 120 })], days);
    desk.tell({});
    await block(page, expected).waitFor({ state: 'detached' });
    await desk.close();
    await page.getByText('Ce que vous voyez date de').waitFor();
    expect(await button(page, 'Réserver').isDisabled()).toBe(true);
    const { x, y } = await pointAt(page, 1, 92);
    await page.mouse.click(x, y);
    await page.getByRole('grid').press('Enter');
    expect(await dialog(page).count()).toBe(0);
  });
});

describe('a refusal', () => {
  const alternatives = [
    { startsAt: fromTwo(120), workstations: [station(4).id, station(5).id] },
    { startsAt: fromTwo(1440), workstations: [station(5).id] },
  ];

  it('says each rule in a sentence, and books an alternative at one press', async () => {
    const { page, desk } = await open('#day');
    desk.answers['booking.make'] = ({ wish }) =>
      wish.workstation === null
        ? { made: false, broken: ['taken', 'too-long'], alternatives }
        : { made: true, entry: made, codes: ['B4T-92K'] };
    await button(page, 'Réserver').click();
    await button(dialog(page), 'Réserver').click();
    await page.getByText('C’est déjà pris. Choisissez un autre moment').waitFor();
    await page.getByText('C’est plus long que ce que le lieu permet.').waitFor();
    expect(await page.getByLabel('Passer outre').count()).toBe(0);
    await button(page, 'mercredi 25 novembre, 14 h 00 sur Poste 5').waitFor();
    await button(page, '16 h 00 sur Poste 4').click();
    await page.getByText('B4T-92K').first().waitFor();
    expect(desk.askedOf('booking.make')[1]).toMatchObject({
      wish: { startsAt: fromTwo(120), workstation: station(4).id },
    });
  });

  it('of a soft rule is gone over by who says why', async () => {
    const { page, desk } = await open('#day');
    desk.answers['booking.make'] = ({ override }) =>
      override === null
        ? { made: false, broken: ['too-long'], alternatives: [] }
        : { made: true, entry: made, codes: ['B4T-92K'] };
    await button(page, 'Réserver').click();
    await button(dialog(page), '2 h').click();
    await button(dialog(page), 'Réserver').click();
    await button(page, 'Réserver quand même').click();
    await page.getByText('Dites en quelques mots pourquoi').waitFor();
    await page.getByLabel('Passer outre').fill('Démarche longue');
    await button(page, 'Réserver quand même').click();
    await page.getByText('B4T-92K').first().waitFor();
    expect(desk.askedOf('booking.make')[1]).toMatchObject({ override: 'Démarche longue' });
  });

  it('for what somebody changed meanwhile shows how it is now, and overwrites nothing', async () => {
    const { page, desk } = await open('#day');
    const now = { ...expected, startsAt: fromTwo(60), endsAt: fromTwo(120), version: 4 };
    const move = desk.answers['booking.move'];
    desk.answers['booking.move'] = () => {
      desk.answers['timeline.read'] = (days) => bookOf([now], days);
      return { refused: 'stale' };
    };
    await dragTo(page, await pointAt(page, 2, 45), await pointAt(page, 8, 60));
    await page.mouse.up();
    await page.getByText('Quelqu’un a changé cette réservation').waitFor();
    await page.getByText('mardi 24 novembre, 15 h 00 – 16 h 00, Poste 2').waitFor();
    expect(await button(page, 'Enregistrer le changement').isDisabled()).toBe(true);
    if (move !== undefined) desk.answers['booking.move'] = move;
    await button(page, 'Repartir de là').click();
    await page.getByLabel('Début').fill('15:15');
    await button(page, 'Enregistrer le changement').click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(desk.askedOf('booking.move')[1]).toMatchObject({ version: 4, startsAt: fromTwo(75) });
  });
});
