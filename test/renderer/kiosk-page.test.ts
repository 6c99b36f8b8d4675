import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { textSizes } from '../../contract/screens.ts';
import { bytesText } from '../../renderer/kiosk/bytes-text.ts';
import { openStage, tell, type KioskStage, type Played } from './kiosk-stage.ts';
import { measurePage } from './page-measure.ts';
import { active, barScenes, charter, documents, free, snapshotOf, warned } from './scenes.ts';

const barHeight = 72;

let stage: KioskStage;

beforeAll(async () => {
  stage = await openStage();
}, 60_000);

afterAll(async () => {
  await stage.close();
});

const calls = (page: Page): Promise<Played['calls']> => page.evaluate(() => (window as unknown as Played).calls);

test('the welcome screen needs no scrolling at the usual size', async () => {
  for (const [width, height] of [
    [1024, 768],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    const page = await stage.open({ width, height });
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
    await page.getByRole('button', { name: 'Clavier à l’écran' }).click();
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
    await page.close();
  }
});

test('a visitor comes from the welcome screen through the charter by keyboard alone', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await page.keyboard.type('k7m-4qx', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
  await tell(page, snapshotOf(charter, { number: 2 }));
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Avant de commencer');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'charter.answer', input: { accepted: true } });
  await page.close();
});

test('what begins is read from its beginning, also by whoever had scrolled down in large text', async () => {
  const page = await stage.open({ width: 1024, height: 768, text: 200 });
  await page.getByRole('button', { name: 'Écouter' }).scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
  await tell(page, snapshotOf(charter, { number: 2 }));
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await tell(page, snapshotOf(free, { number: 3 }));
  await page.getByRole('button', { name: 'Plus de confort' }).click();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Clavier et souris plus faciles');
  await page.close();
});

test('a reader works wherever the focus is, and its Enter presses no other button', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Contraste' }).focus();
  await page.keyboard.type('K7M4QX\n');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  await page.close();
});

test('a code can be pasted, corrected and pointed', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  const field = page.getByLabel('Code de votre ticket');
  await field.fill('K7M-4QX');
  await page.keyboard.press('Backspace');
  expect(await field.inputValue()).toBe('K7M4Q');
  await page.getByRole('button', { name: 'Clavier à l’écran' }).click();
  await page.getByRole('group', { name: 'Clavier à l’écran' }).getByRole('button', { name: 'W', exact: true }).click();
  expect(await field.inputValue()).toBe('K7M4QW');
  await page.close();
});

test('a refused code is explained next to the boxes and read out', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.evaluate(() => {
    (window as unknown as Played).answers['code.submit'] = {
      ok: false,
      problem: { code: 'code-delayed', where: 'code', expected: 'patience', retryInSeconds: 20 },
    };
  });
  await page.keyboard.type('K7M4QX\n');
  const alert = page.getByRole('alert');
  await expect.poll(() => alert.textContent()).toContain('plusieurs fois de suite');
  await expect.poll(() => page.locator('#trouble').textContent()).toMatch(/dans (20|19)\u00a0secondes/);
  expect(await page.getByLabel('Code de votre ticket').getAttribute('aria-describedby')).toBe('trouble');
  expect(await page.evaluate(measurePage)).toEqual([]);
  await page.close();
});

test('a language changes words, direction and the marks that screen readers need', async () => {
  const page = await stage.open({ width: 1280, height: 800, language: 'ar' });
  const root = page.locator('html');
  expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual(['ar', 'rtl']);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('اكتب رمز تذكرتك');
  await page.close();
});

test.each(textSizes)('text at %i %% is that large', async (text) => {
  const page = await stage.open({ width: 1280, height: 800, text });
  const size = await page.locator('.lead').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(size).toBeCloseTo(22 * (text / 100));
  await page.close();
});

describe('the bar', () => {
  test('never takes the focus by itself', async () => {
    const page = await stage.open({ width: 1280, height: barHeight });
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);
    await page.evaluate(() => {
      (document.activeElement as HTMLElement).blur();
    });
    await tell(page, snapshotOf(active, { number: 2 }));
    expect(await focused()).toBe('BODY');
    await tell(page, snapshotOf(warned, { number: 3 }));
    expect(await focused()).toBe('BODY');
    expect(await page.getByRole('alert').textContent()).toContain('Il vous reste 5\u00a0minutes');
    await page.getByRole('button', { name: 'J’ai compris' }).click();
    expect(await calls(page)).toContainEqual({ name: 'warning.seen', input: {} });
    await page.close();
  });

  test('ends a session only after asking', async () => {
    const page = await stage.open({ width: 1280, height: 800 }, snapshotOf(free));
    await tell(page, snapshotOf(active, { number: 2 }));
    await page.getByRole('button', { name: 'Terminer' }).click();
    await page.getByRole('button', { name: 'Non, continuer' }).click();
    expect(await calls(page)).not.toContainEqual({ name: 'session.end', input: {} });
    await page.getByRole('button', { name: 'Terminer' }).click();
    await page.getByRole('button', { name: 'Oui, terminer' }).click();
    expect(await calls(page)).toContainEqual({ name: 'session.end', input: {} });
    await page.close();
  });

  test('shows, closes and opens tabs, and keeps the shown one in sight', async () => {
    const page = await stage.open({ width: 1024, height: barHeight });
    await tell(page, snapshotOf(barScenes['many tabs'] ?? active, { number: 2 }));
    const shown = page.locator('[aria-current=page]');
    await expect.poll(async () => (await shown.boundingBox())?.x ?? -1).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Fermer l’onglet Une page au titre long 7' }).click();
    await page.getByRole('button', { name: 'Nouvel onglet' }).click();
    expect(await calls(page)).toEqual(
      expect.arrayContaining([
        { name: 'tab.close', input: { tab: 't7' } },
        { name: 'tab.open', input: {} },
      ]),
    );
    await page.close();
  });

  test('turns pages larger and smaller, one step at a time, and copies and pastes', async () => {
    const page = await stage.open({ width: 1280, height: barHeight });
    await tell(page, snapshotOf(active, { number: 2 }));
    await page.getByRole('button', { name: 'Outils' }).click();
    await page.getByRole('button', { name: 'Agrandir' }).click();
    await tell(page, snapshotOf({ ...active, zoom: 300 }, { number: 3 }));
    expect(await page.getByRole('status').first().textContent()).toContain('300');
    await page.getByRole('button', { name: 'Agrandir' }).click({ force: true });
    await page.getByRole('button', { name: 'Réduire' }).click();
    await page.getByRole('button', { name: 'Copier' }).click();
    await page.getByRole('button', { name: 'Coller' }).click();
    await page.getByRole('button', { name: 'Recharger' }).click();
    await page.getByRole('button', { name: 'Mes documents' }).click();
    const names = ['page.zoom', 'page.zoom', 'page.copy', 'page.paste', 'page.reload', 'documents.show'];
    const done = (await calls(page)).filter(({ name }) => names.includes(name));
    expect(done.map(({ name }) => name)).toEqual(names);
    expect(done.slice(0, 2).map(({ input }) => input)).toEqual([{ zoom: 110 }, { zoom: 250 }]);
    await expect.poll(() => page.getByRole('button', { name: 'Outils' }).count()).toBe(1);
    await page.close();
  });

  test.each(languages)('holds the tools for pages in one line in %s, at any size of text', async (language) => {
    for (const [width, text] of [
      [1280, 100],
      [1920, 100],
      [1024, 200],
    ] as const) {
      const page = await stage.open({ width, height: barHeight, language, text });
      await tell(page, snapshotOf({ ...active, zoom: 110 }, { number: 2 }));
      await page.locator('.bar > .bar-button').nth(1).click();
      expect(await page.evaluate(measurePage)).toEqual([]);
      await page.close();
    }
  });
});

describe('the documents', () => {
  const panel = { for: 'upload' as const, several: true, fitting: ['one', 'two'] };

  test('are chosen for a page by keyboard alone, and only those that it takes', async () => {
    const page = await stage.open({ width: 1280, height: 800 });
    await tell(page, snapshotOf({ ...active, documents, panel }, { number: 2 }));
    const focused = (): Promise<string | null | undefined> => page.evaluate(() => document.activeElement?.textContent);
    expect(await focused()).toBe('Choisissez un ou plusieurs documents');
    await page.getByRole('button', { name: 'Joindre', exact: true }).click({ force: true });
    await page.locator('h2').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Joindre 2 documents' }).press('Enter');
    const given = { name: 'documents.give', input: { documents: ['one', 'two'] } };
    expect((await calls(page)).filter(({ name }) => name === 'documents.give')).toEqual([given]);
    await page.close();
  });

  test('are one only where the page takes one', async () => {
    const page = await stage.open({ width: 1280, height: 800 });
    await tell(page, snapshotOf({ ...active, documents, panel: { ...panel, several: false } }, { number: 2 }));
    for (const name of ['attestation', 'déclaration']) await page.getByRole('button', { name }).click();
    expect(await page.locator('[aria-pressed=true]').count()).toBe(1);
    await page.getByRole('button', { name: 'Joindre 1 document' }).click();
    expect(await calls(page)).toContainEqual({ name: 'documents.give', input: { documents: ['two'] } });
    await page.close();
  });

  test('are put away by Escape', async () => {
    const page = await stage.open({ width: 1280, height: 800 });
    await tell(page, snapshotOf({ ...active, documents, panel }, { number: 2 }));
    await page.keyboard.press('Escape');
    await expect.poll(() => calls(page)).toContainEqual({ name: 'documents.hide', input: {} });
    await page.close();
  });

  test.each([
    [0, 'fr-FR', '0\u00a0ko'],
    [12, 'fr-FR', '1\u00a0ko'],
    [184_302, 'fr-FR', '184\u00a0ko'],
    [2_481_007, 'en', '2.5 MB'],
  ])('of %i bytes are told in %s as "%s"', (bytes, locale, text) => {
    expect(bytesText(bytes, locale).replace('\u202f', '\u00a0')).toBe(text);
  });
});
