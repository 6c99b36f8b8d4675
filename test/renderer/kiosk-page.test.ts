import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import type { Scene, Snapshot } from '../../contract/screens.ts';
import { textSizes, themes } from '../../renderer/kiosk/preferences.svelte.ts';
import { openStage, tell, type KioskStage, type Look, type Played } from './kiosk-stage.ts';
import { faultsOf } from './page-measure.ts';
import { active, barScenes, fullScenes, snapshotOf } from './scenes.ts';

const barHeight = 72;
const free: Scene = { phase: 'free', justErased: false };

let stage: KioskStage;

beforeAll(async () => {
  stage = await openStage();
}, 60_000);

afterAll(async () => {
  await stage.close();
});

let number = 1;

/** The next snapshot, so that the page takes it for newer. */
const next = (scene: Scene, changes: Partial<Snapshot> = {}): Snapshot => {
  number += 1;
  return snapshotOf(scene, { number, ...changes });
};

/** Draws every scene in turn, in a window as high as its host makes it, and asks what is wrong with each. */
async function faultsOfScenes(
  look: Look,
  page: Page,
  ask: (page: Page) => Promise<readonly string[]>,
): Promise<string[]> {
  const found: string[] = [];
  const draw = async ([name, scene]: [string, Scene]): Promise<void> => {
    const demonstration = name === 'charter' || name === 'many tabs';
    await tell(page, next(scene, { demonstration, missingWalls: demonstration ? ['jail', 'sandbox'] : [] }));
    found.push(...(await ask(page)).map((fault) => `${name}: ${fault}`));
  };
  await page.setViewportSize({ width: look.width, height: look.height });
  await tell(page, next(free));
  await stage.read(page, look);
  for (const scene of Object.entries(fullScenes)) await draw(scene);
  await page.setViewportSize({ width: look.width, height: barHeight });
  for (const scene of Object.entries(barScenes)) await draw(scene);
  return found;
}

const calls = (page: Page): Promise<Played['calls']> => page.evaluate(() => (window as unknown as Played).calls);

describe.each(languages)('every scene in %s', (language) => {
  let page: Page;

  beforeAll(async () => {
    page = await stage.open({ width: 1280, height: 800 });
  });

  afterAll(async () => {
    await page.context().close();
  });

  test.each(themes)('has no violation of axe in the %s theme', { timeout: 60_000 }, async (theme) => {
    const faults = await faultsOfScenes({ width: 1280, height: 800, language, theme }, page, async () => {
      // Legacy mode runs in the page itself instead of opening a second one for each report.
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
    expect(faults).toEqual([]);
  });

  test.each<[string, Look]>([
    ['1024 × 768', { width: 1024, height: 768 }],
    ['1280 × 800', { width: 1280, height: 800 }],
    ['1920 × 1080', { width: 1920, height: 1080 }],
    ['1024 × 768 at 150 percent', { width: 1024, height: 768, text: 150 }],
    ['1024 × 768 at 200 percent', { width: 1024, height: 768, text: 200 }],
  ])('fits %s: no cut text, no small target, no sideways scrolling', { timeout: 60_000 }, async (_, look) => {
    expect(await faultsOfScenes({ ...look, language }, page, faultsOf)).toEqual([]);
  });
});

test('the measure finds what it is for', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.evaluate(() => {
    document.querySelector('main')?.insertAdjacentHTML('beforeend', '<button class="planted">Cut</button>');
    const planted = document.querySelector<HTMLElement>('.planted');
    Object.assign(planted?.style ?? {}, { position: 'absolute', left: '1270px', width: '30px', padding: '0' });
  });
  expect(await faultsOf(page)).toEqual([
    'the page scrolls sideways',
    'cut text: Cut',
    expect.stringMatching(/^target of 30 × \d+: Cut$/),
  ]);
  await page.context().close();
});

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
    await page.context().close();
  }
});

test('a visitor comes from the welcome screen through the charter by keyboard alone', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await page.keyboard.type('k7m-4qx', { delay: 60 });
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
  await tell(page, next(fullScenes['charter'] ?? active));
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Avant de commencer');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'charter.answer', input: { accepted: true } });
  await page.context().close();
});

test('a reader works wherever the focus is, and its Enter presses no other button', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Contraste' }).focus();
  await page.keyboard.type('K7M4QX\n');
  await expect.poll(() => calls(page)).toContainEqual({ name: 'code.submit', input: { code: 'K7M4QX' } });
  expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  await page.context().close();
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
  await page.context().close();
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
  expect(await faultsOf(page)).toEqual([]);
  await page.context().close();
});

test('a language changes words, direction and the marks that screen readers need', async () => {
  const page = await stage.open({ width: 1280, height: 800, language: 'ar' });
  const root = page.locator('html');
  expect([await root.getAttribute('lang'), await root.getAttribute('dir')]).toEqual(['ar', 'rtl']);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('اكتب رمز تذكرتك');
  await page.context().close();
});

test.each(textSizes)('text at %i percent is that large', async (text) => {
  const page = await stage.open({ width: 1280, height: 800, text });
  const size = await page.locator('.lead').evaluate((element) => parseFloat(getComputedStyle(element).fontSize));
  expect(size).toBeCloseTo(22 * (text / 100));
  await page.context().close();
});

test('a machine without a voice says so', async () => {
  const page = await stage.open({ width: 1280, height: 800 });
  await page.evaluate(() => Object.defineProperty(speechSynthesis, 'getVoices', { value: () => [] }));
  await page.getByRole('button', { name: 'Écouter' }).click();
  await expect.poll(() => page.locator('footer [role=status]').textContent()).toContain('pas de voix');
  await page.context().close();
});

describe('the bar', () => {
  test('never takes the focus by itself', async () => {
    const page = await stage.open({ width: 1280, height: barHeight });
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.tagName);
    await page.evaluate(() => {
      (document.activeElement as HTMLElement).blur();
    });
    await tell(page, next(active));
    expect(await focused()).toBe('BODY');
    await tell(page, next({ ...active, warning: 5 }));
    expect(await focused()).toBe('BODY');
    expect(await page.getByRole('alert').textContent()).toContain('Il vous reste 5\u00a0minutes');
    await page.getByRole('button', { name: 'J’ai compris' }).click();
    expect(await calls(page)).toContainEqual({ name: 'warning.seen', input: {} });
    await page.context().close();
  });

  test('ends a session only after asking', async () => {
    const page = await stage.open({ width: 1280, height: 800 });
    await tell(page, next(active));
    await page.getByRole('button', { name: 'Terminer' }).click();
    await page.getByRole('button', { name: 'Non, continuer' }).click();
    expect(await calls(page)).not.toContainEqual({ name: 'session.end', input: {} });
    await page.getByRole('button', { name: 'Terminer' }).click();
    await page.getByRole('button', { name: 'Oui, terminer' }).click();
    expect(await calls(page)).toContainEqual({ name: 'session.end', input: {} });
    await page.context().close();
  });

  test('shows, closes and opens tabs, and keeps the shown one in sight', async () => {
    const page = await stage.open({ width: 1024, height: barHeight });
    await tell(page, next(barScenes['many tabs'] ?? active));
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
    await page.context().close();
  });
});
