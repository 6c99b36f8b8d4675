import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstPlaceBooking } from '../../contract/book/booking-rules.ts';
import type { Entry } from '../../contract/book/entries.ts';
import { openBrowser } from '../browser.ts';
import { bookOf, everyStanding, expected, fromTwo, placed } from './book-day.ts';
import { type BookStage, button, openPage, tablet } from './book-stage.ts';
import { buildDeskPage, openDeskPage, signIn } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';
import { inMinutes, station } from './fake-place.ts';

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

const made = placed({ station: 1, from: 90, to: 150 }, { id: '00000000-0000-4000-8000-0000000000cc' });

/** The busy Tuesday. What is changed there is seen at the next look. */
function play(desk: FakeDesk): void {
  let book = everyStanding();
  const put = (entry: Entry): Entry => {
    book = [...book.filter(({ id }) => id !== entry.id), entry];
    return entry;
  };
  const of = (id: string): Entry => book.find((entry) => entry.id === id) ?? made;
  // Well within a cell, since the page's clock ticks by the second.
  desk.tell({ now: inMinutes(1) });
  desk.answers['timeline.read'] = (days) => bookOf(book, days);
  desk.answers['booking-rules.read'] = () => firstPlaceBooking;
  desk.answers['booking.make'] = ({ wish }) => ({
    made: true,
    entry: put({ ...made, startsAt: wish.startsAt }),
    codes: ['K7M-4QX'],
  });
  desk.answers['booking.move'] = ({ entry, startsAt, minutes, workstation, version }) => ({
    made: true,
    entry: put({
      ...of(entry),
      ...{ startsAt, version: version + 1, workstations: [workstation ?? station(1).id] },
      endsAt: new Date(Date.parse(startsAt) + minutes * 60_000).toISOString(),
    }),
    codes: null,
  });
  desk.answers['booking.cancel'] = ({ entry, version }) => ({
    entry: put({ ...of(entry), standing: 'cancelled', version: version + 1 }),
  });
  desk.answers['booking.restore'] = ({ entry, version }) => ({
    made: true,
    entry: put({ ...of(entry), standing: 'expected', version: version + 1 }),
    codes: null,
  });
}

async function open(hash: string, look: BrowserContextOptions = {}): Promise<BookStage> {
  const stage = await openPage(browser, { screens, path: `/${hash}`, play, look });
  await stage.page.getByRole('main').getByRole('row').first().waitFor();
  return stage;
}

const dialog = (page: Page): Locator => page.getByRole('dialog');
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

describe('the list', () => {
  it('says all that the timeline shows, in the order of time, and stays in the address', async () => {
    const { page } = await open('#day');
    await button(page, 'Liste').click();
    expect(new URL(page.url()).hash).toBe('#day?as=list');
    await page.reload();
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(1).waitFor();
    expect(await rows.count()).toBe(15);
    const times = (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.replace(/\D+/, ':'));
    expect(times).toEqual(times.toSorted((one, other) => parseInt(one) - parseInt(other)));
    const words = await rows.nth(8).innerText();
    expect(words).toMatch(/14\sh\s00\s– 15\sh\s00\s+Poste 3\s+Réservation\s+Attendu\s+Modifier\s+Annuler/);
  });

  it('cancels, and takes it back', async () => {
    const { page, desk } = await open('#day?as=list');
    await button(page, 'Annuler : Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé').press('Enter');
    await page.getByText('Annulé : Réservation, mardi 24 novembre, 14 h 30 – 15 h 30, Poste 2.').waitFor();
    await button(page, 'Revenir en arrière').press('Enter');
    await page.getByText('C’est comme avant').waitFor();
    await button(page, 'Modifier : Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé').waitFor();
    expect(desk.askedOf('booking.restore')).toEqual([{ entry: expected.id, version: 2 }]);
  });

  it('is of one room when that is asked for', async () => {
    const { page } = await open('#day?as=list');
    await page.getByLabel('Salle').selectOption('Salle Atelier');
    expect(await page.getByRole('rowheader').count()).toBe(2);
    expect(new URL(page.url()).hash).toBe('#day?as=list&room=Atelier');
  });
});

describe('the week', () => {
  it('says how full each half-day is, and opens a day from the keyboard', async () => {
    const { page, desk } = await open('#week');
    const cell = button(
      page,
      'Poste 2, mardi 24 novembre. Matin : 33 % pris, 1 occupation. Après-midi : 25 % pris, 1 occupation.',
    );
    await cell.waitFor();
    expect(desk.askedOf('timeline.read')).toEqual([{ from: '2026-11-23', to: '2026-11-29' }]);
    await button(page, /^Poste 1, lundi 23/).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /mardi 24 novembre/i }).waitFor();
    expect(new URL(page.url()).hash).toBe('#day?day=2026-11-24');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Du 23 au 29 novembre' }).waitFor();
  });
});

describe('what is looked for', () => {
  it('is a slot for two neighbours, booked at one press', async () => {
    const { page, desk } = await open('#day');
    desk.answers['slots.find'] = () => ({
      slots: [{ startsAt: fromTwo(2880), workstations: [station(4).id, station(5).id, station(1).id] }],
    });
    desk.answers['booking.make'] = () => ({
      made: true,
      entry: { ...made, workstations: [station(4).id, station(5).id] },
      codes: ['K7M-4QX', 'B4T-92K'],
    });
    await button(page, 'Créneau libre').click();
    await page.getByLabel('Postes côte à côte').fill('2');
    await page.getByLabel('Du', { exact: true }).fill('2026-11-26');
    await page.getByLabel('Au', { exact: true }).fill('2026-11-26');
    await page.keyboard.press('Enter');
    await button(page, 'Réserver, jeudi 26 novembre, 14 h 00 sur Poste 4 et Poste 5').click();
    await page.getByText('B4T-92K').first().waitFor();
    expect(desk.askedOf('slots.find')).toMatchObject([
      { minutes: 60, together: 2, from: '2026-11-26', to: '2026-11-26' },
    ]);
    expect(desk.askedOf('booking.make')).toMatchObject([
      { wish: { together: 2, workstation: null, startsAt: fromTwo(2880) } },
    ]);
  });

  it('may be nowhere, and says what to try', async () => {
    const { page, desk } = await open('#day');
    desk.answers['slots.find'] = () => ({ slots: [] });
    await button(page, 'Créneau libre').click();
    await button(page, 'Chercher').click();
    await page.getByText('Aucun créneau ces jours-là. Essayez plus court').waitFor();
  });

  it('is a booking by its code, which opens with its day', async () => {
    const { page, desk } = await open('#day');
    await button(page, 'Par code').click();
    await page.getByLabel('Code de réservation').fill('K7M-4QX');
    await page.keyboard.press('Enter');
    await page.getByText('Aucune réservation n’a ce code').waitFor();
    const elsewhere = { ...expected, startsAt: fromTwo(2880), endsAt: fromTwo(2940) };
    desk.answers['booking.find'] = () => ({ entry: elsewhere });
    await page.keyboard.press('Enter');
    await page.getByText('jeudi 26 novembre, 14 h 00 – 15 h 00').waitFor();
    await button(page, 'Voir ce jour').click();
    await page.getByRole('heading', { level: 1, name: /jeudi 26 novembre/i }).waitFor();
  });
});

it('a closure lists who is in the way, and opens them', async () => {
  const { page, desk } = await open('#day');
  desk.answers['closure.make'] = () => ({ made: false, broken: ['taken'], inTheWay: [expected] });
  await button(page, 'Fermeture').click();
  await button(page, 'Fermer ces postes').click();
  await page.getByText('Un titre, 120 signes au plus.').waitFor();
  await page.keyboard.type('Réunion');
  await page.keyboard.press('Enter');
  await page.getByText('Rien n’est fermé.').waitFor();
  await button(dialog(page), /Réservation, mardi 24 novembre/).click();
  await button(dialog(page), 'Annuler la réservation').waitFor();
});

it('a real desk keeps what is booked, moved and cancelled here', async () => {
  const { page, lines, complaints } = await openDeskPage(browser, { screens });
  for (const line of lines) line.holdSlices();
  await signIn(page);
  await button(page, 'Jour').click();
  await button(page, 'Jour suivant').click();
  await page.getByRole('grid').waitFor();
  await button(page, 'Réserver').click();
  await page.getByLabel('Début').fill('10:00');
  await button(dialog(page), '30 min').click();
  await button(dialog(page), 'Réserver').click();
  const code = await dialog(page).locator('b').first().innerText();
  expect(code).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/);
  await button(page, 'Terminé').click();
  await button(page, 'Liste').click();
  await button(page, /^Modifier : Réservation, 10 h 00 – 10 h 30, Poste/).click();
  await page.getByLabel('Début').fill('11:00');
  await button(dialog(page), 'Enregistrer le changement').click();
  await button(page, /^Annuler : Réservation, 11 h 00 – 11 h 30, Poste/).click();
  await button(page, 'Revenir en arrière').click();
  await page.getByText('C’est comme avant').waitFor();
  await button(page, 'Par code').click();
  await page.getByLabel('Code de réservation').fill(code.toLowerCase().replace('-', ' '));
  await page.keyboard.press('Enter');
  await dialog(page).getByText('11 h 00 – 11 h 30').waitFor();
  expect(complaints).toEqual([]);
});
