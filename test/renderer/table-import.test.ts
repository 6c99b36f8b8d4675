import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../browser.ts';
import { button, openPage, violations } from './book-stage.ts';
import { buildDeskPage } from './desk-stage.ts';
import type { FakeDesk } from './fake-desk.ts';

let browser: Browser;
let screens: string;

beforeAll(async () => {
  screens = await mkdtemp(join(tmpdir(), 'escale-import-page-'));
  await buildDeskPage(screens);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser.close();
  await rm(screens, { recursive: true });
});

const file = (text: string) => ({ name: 'horaires.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

it('a table is tried as soon as it is chosen, and taken in only when nothing is wrong', async () => {
  const problem = { line: 3, field: 'de', found: '25h', rule: 'end-after-start' as const, accepted: ['9h'] };
  const play = (desk: FakeDesk): void => {
    desk.answers['table.import'] = ({ text }) =>
      text === 'wrong'
        ? { lines: 1, problems: [problem], notPlaced: [], template: '' }
        : { lines: 2, problems: [], notPlaced: [], template: '' };
  };
  const { page, desk } = await openPage(browser, { screens, play });
  await button(page, 'Réglages').click();
  const chosen = page.getByLabel('Fichier CSV');
  await chosen.setInputFiles(file('wrong'));
  await page.getByText('Ligne 3, de\u00a0: «\u00a025h\u00a0».').waitFor();
  await page.getByText('une heure après 9h').waitFor();
  expect(await button(page, 'Importer').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await chosen.setInputFiles(file('right'));
  await button(page, 'Importer').click();
  await page.getByText('2\u00a0lignes importées.').waitFor();
  expect(desk.askedOf('table.import').at(-1)).toEqual({ kind: 'opening', text: 'right', dryRun: false });
  expect(await violations(page)).toEqual([]);
});
