import { expect, test } from 'vitest';
import type { Entry } from '../../../contract/book/entries.ts';
import { AtTheDesk } from './at-the-desk.ts';
import { builtDesk } from './built-desk.ts';
import { FaultLine } from './fault-line.ts';
import { camille, openLivedPlace, type LivedPlace } from './lived-place.ts';

const built = builtDesk();

interface Scene {
  readonly lived: LivedPlace;
  readonly camille: AtTheDesk;
  /** Between the browser and the desk. */
  readonly line: FaultLine;
  /** The day's book as somebody else reads it. */
  readonly book: () => Promise<Entry[]>;
}

async function open(hands: { clock?: boolean } = {}): Promise<Scene> {
  const lived = await openLivedPlace(built.screens);
  const line = await FaultLine.to(lived.address);
  const one = await AtTheDesk.signedIn(built.browser, { port: line.port, login: camille, ...hands });
  const day = { from: '2026-11-24', to: '2026-11-24' };
  return { lived, line, camille: one, book: async () => (await lived.staff.must('timeline.read', day)).entries };
}

const wish = { from: '16:00', workstation: 'Poste 2', length: '45 min' };

/** What was filled in is still there. */
async function isStillFilledIn({ dialog, button }: AtTheDesk): Promise<void> {
  expect(await dialog.getByLabel('Début').inputValue()).toBe(wish.from);
  expect(await dialog.getByRole('combobox', { name: 'Poste' }).locator('option:checked').innerText()).toBe('Poste 2');
  expect(await button(wish.length, dialog).getAttribute('aria-pressed')).toBe('true');
}

test('a line that is cut over a form: the page says so, keeps what was typed, and sends it once the line is back', async () => {
  const { camille: one, line, book } = await open();
  await one.goesTo('Jour');
  await one.fillsInBooking(wish);
  line.cut();
  await one.reads('Connexion perdue');
  expect(await one.button('Réserver', one.dialog).isDisabled()).toBe(true);
  await isStillFilledIn(one);
  expect(await book()).toEqual([]);
  line.mend();
  await one.reads('En direct');
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  expect(await book()).toHaveLength(1);
});

test('a line that is cut after the desk has booked: nothing is said to be booked, and the second press gives the code of the same booking', async () => {
  const { camille: one, line, lived, book } = await open();
  await one.goesTo('Jour');
  await one.fillsInBooking({ ...wish, workstation: 'N’importe lequel' });
  const lost = line.loseAnswer('cut');
  await one.button('Réserver', one.dialog).click();
  await lost;
  await one.reads('L’accueil ne répond pas', one.dialog);
  expect(await one.page.getByText('C’est réservé').isVisible()).toBe(false);
  expect(await book()).toHaveLength(1);
  line.mend();
  await one.reads('En direct');
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  const [entry, ...others] = await book();
  expect(others).toEqual([]);
  const code = (await one.dialog.innerText()).match(/[2-9A-Z]{3}-[2-9A-Z]{3}/)?.[0] ?? '';
  expect((await lived.staff.must('booking.find', { code })).entry.id).toBe(entry?.id);
});

test('an answer that is lost on a line that still stands: the browser asks again by itself, and it is booked once', async () => {
  const { camille: one, line, book } = await open();
  await one.goesTo('Jour');
  await one.fillsInBooking({ ...wish, workstation: 'N’importe lequel' });
  const lost = line.loseAnswer('open');
  await one.button('Réserver', one.dialog).click();
  await lost;
  await one.reads('C’est réservé');
  expect(await book()).toHaveLength(1);
});

test('a ticket whose code never reached the screen is the one that the next press gives', async () => {
  const { camille: one, line, lived } = await open();
  await one.button('Donner un ticket').click();
  const lost = line.loseAnswer('cut');
  await one.button('30 minutes', one.dialog).click();
  await lost;
  await one.reads('L’accueil ne répond pas', one.dialog);
  line.mend();
  await one.reads('En direct');
  await one.button('30 minutes', one.dialog).click();
  await one.reads('Le ticket est prêt');
  expect((await lived.staff.must('room.read')).openTickets).toBe(1);
  await one.button('Un autre ticket', one.dialog).click();
  await one.button('30 minutes', one.dialog).click();
  await one.reads('Le ticket est prêt');
  expect((await lived.staff.must('room.read')).openTickets).toBe(2);
});

test('a line on which nothing passes any more: the press is not left hanging, and holds up nothing once the line is back', async () => {
  const { camille: one, line, book } = await open({ clock: true });
  await one.goesTo('Jour');
  await one.fillsInBooking(wish);
  line.hang();
  await one.button('Réserver', one.dialog).click();
  await one.page.clock.fastForward('00:30');
  await one.reads('L’accueil ne répond pas', one.dialog);
  await one.reads('Connexion perdue');
  await isStillFilledIn(one);
  line.mend();
  await one.page.clock.fastForward('00:30');
  await one.reads('En direct');
  await one.button('Réserver', one.dialog).click();
  await one.reads('C’est réservé');
  expect(await book()).toHaveLength(1);
});
