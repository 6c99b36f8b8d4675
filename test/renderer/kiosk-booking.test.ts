import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BookAnswer } from '../../contract/book/self-service.ts';
import { type KioskStage, type Look, openStage, type Played } from './kiosk-stage.ts';

const booking = {
  ...{ startsAt: '2026-11-25T13:00:00.000Z', endsAt: '2026-11-25T14:00:00.000Z' },
  ...{ workstation: 'Poste 2', cancellable: true },
};
const slot = (startsAt: string) => ({ startsAt, workstations: ['Poste 2'] });
const days = Array.from({ length: 14 }, (_, at) => ({ day: `2026-12-${String(at + 1).padStart(2, '0')}`, free: 20 }));
const answers: Record<string, BookAnswer> = {
  outlook: {
    ...{ answer: 'outlook', waitNow: { atLeastMinutes: 10, atMostMinutes: 25 }, waiting: 2, days },
    ...{ first: slot(booking.startsAt), features: [], longestMinutes: 120 },
  },
  slots: {
    answer: 'slots',
    slots: Array.from({ length: 24 }, (_, at) =>
      slot(new Date(Date.parse('2026-12-01T08:00:00Z') + at * 900_000).toISOString()),
    ),
  },
  booked: { answer: 'booked', code: 'K7M-4QX', booking },
  found: { answer: 'found', booking },
  cancelled: { answer: 'cancelled', booking },
  queued: { answer: 'queued', number: 41, wait: null },
};

let stage: KioskStage;

beforeAll(async () => {
  stage = await openStage();
}, 60_000);

afterAll(async () => {
  await stage.close();
});

const say = (page: Page, answer: string): Promise<void> =>
  page.evaluate((value) => {
    (window as unknown as Played).answers['book.ask'] = { ok: true, value: { answer: value } };
  }, answers[answer]);

const asked = (page: Page): Promise<unknown[]> =>
  page.evaluate(() =>
    (window as unknown as Played).calls.filter(({ name }) => name === 'book.ask').map(({ input }) => input),
  );

const title = (page: Page) => page.getByRole('heading', { level: 1 });

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [
    ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ...(wide > 0 ? [`${wide} px too wide`] : []),
  ];
}

/** From the welcome screen to a code, a look at each step. */
async function walk(page: Page, text = 100): Promise<string[]> {
  const found: string[] = [];
  const look = async (): Promise<void> => void found.push(...(await faults(page)));
  const main = page.getByRole('main');
  await page.locator('aside button').nth(0).click();
  await look();
  await main.locator('li button').last().click();
  await look();
  await say(page, 'outlook');
  await main.locator('li button').nth(3).click();
  await look();
  await say(page, 'slots');
  await main.locator('li button').first().click();
  await look();
  await say(page, 'booked');
  await main.locator('li button').first().click();
  await page.getByText('K7M-4QX', { exact: true }).waitFor();
  await look();
  const [code, wayOn] = [page.getByRole('img').last(), main.getByRole('button').first()];
  // Enlarged text may be scrolled.
  if (text === 100 && (await hiddenPart(code)) > 0) found.push('the QR code is not whole');
  if (text === 100 && (await hiddenPart(wayOn)) > 0) found.push('the way on is out of sight');
  return found;
}

/** Pixels of it that cannot be seen without scrolling. */
const hiddenPart = (part: Locator): Promise<number> =>
  part.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, -top) + Math.max(0, bottom - window.innerHeight);
  });

const looks: readonly Look[] = [
  { width: 1280, height: 800 },
  { width: 1280, height: 800, language: 'ar', theme: 'dark' },
  { width: 1280, height: 800, language: 'uk', theme: 'contrast' },
  { width: 1024, height: 768, language: 'es', text: 200 },
  { width: 1024, height: 768, language: 'en', text: 150 },
];

test.each(looks)('a booking made alone has no violation of axe, and fits: %j', { timeout: 60_000 }, async (look) => {
  const page = await stage.open(look);
  expect(await walk(page, look.text)).toEqual([]);
  await page.close();
});

test('by keyboard alone a visitor finds their booking and gives it back', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Ma réservation' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => title(page).textContent()).toBe('Votre code de réservation');
  await say(page, 'found');
  await page.keyboard.type('k7m-4qx', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect.poll(() => title(page).textContent()).toBe('Votre réservation');
  expect(await page.getByText('mercredi 25 novembre, de 14\u00a0h\u00a000 à 15\u00a0h\u00a000, Poste 2').count()).toBe(
    1,
  );
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => title(page).textContent()).toBe('Annuler pour de bon\u00a0?');
  await say(page, 'cancelled');
  await page.getByRole('button', { name: 'Oui, annuler' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => title(page).textContent()).toBe('C’est annulé');
  expect((await asked(page)).at(-1)).toEqual({ question: { ask: 'cancel', code: 'K7M4QX' } });
  await page.close();
});

test('the wait is said before a number is taken, and honestly', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await say(page, 'outlook');
  await page.getByRole('button', { name: 'Prendre un numéro' }).click();
  await page.getByText('L’attente est entre 10 et 25\u00a0minutes.').waitFor();
  await say(page, 'queued');
  await page.getByRole('button', { name: 'Prendre un numéro' }).click();
  await page.getByText('41', { exact: true }).waitFor();
  expect(await page.getByText('On ne sait pas combien de temps il faudra attendre.').count()).toBe(1);
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'J’ai noté' }).click();
  expect(await page.getByText('41', { exact: true }).count()).toBe(0);
  await page.close();
});
