import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { themes } from '../../contract/screens.ts';
import { destination } from '../../renderer/home/destination.ts';
import { HomeStage, profile } from './home-stage.ts';

const search = 'https://search.example.org/?q={words}&l=fr';

describe('what is typed', () => {
  test.each([
    ['caf.fr', 'https://caf.fr/'],
    ['  www.service-public.fr  ', 'https://www.service-public.fr/'],
    ['impots.gouv.fr/particulier?a=b', 'https://impots.gouv.fr/particulier?a=b'],
    ['EXAMPLE.org:8080', 'https://example.org:8080/'],
    ['école.fr', 'https://xn--cole-9oa.fr/'],
    ['http://example.org/a b', null],
    ['http://example.org/a', 'http://example.org/a'],
    ['https://example.org', 'https://example.org'],
    ['ville.escale.internal', 'http://ville.escale.internal/'],
    ['lettre de motivation', null],
    ['marie@example.org', null],
    ['3.14', null],
    ['C.V.', null],
    ['localhost', null],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['a.b.c.d d', null],
    ['$& {words}', null],
  ])('%j is opened or searched for as a person means it', (typed, address) => {
    const searched = `https://search.example.org/?q=${encodeURIComponent(typed.trim())}&l=fr`;
    expect(destination(typed, search)).toBe(address ?? searched);
  });

  test('nothing typed goes nowhere', () => {
    expect(destination('   ', search)).toBeNull();
  });
});

describe('the page of tiles', () => {
  let stage: HomeStage;
  beforeAll(async () => {
    stage = await HomeStage.open();
  });
  afterAll(() => stage.close());

  const typeAndSubmit = async (page: Page, words: string): Promise<void> => {
    await page.getByLabel('Chercher sur le web, ou taper une adresse').fill(words);
    await page.keyboard.press('Enter');
  };

  test('shows what the profile offers, each tile a link', async () => {
    const page = await stage.visit('/');
    const tiles = page.locator('.tiles a');
    expect(await tiles.count()).toBe(profile.tiles.length);
    await tiles.getByText('Trouver un emploi').click();
    await page.waitForURL('http://work.refused.example.org/');
    expect(await page.locator('h1').innerText()).toBe('Ce site n’est pas ouvert ici');
    await page.getByRole('link', { name: 'Revenir à l’accueil' }).click();
    await page.getByRole('heading', { name: 'Que voulez-vous faire' }).waitFor();
  });

  test('words typed are searched for where the profile says', async () => {
    const page = await stage.visit('/');
    await typeAndSubmit(page, 'lettre & cv');
    await page.waitForURL('http://refused.example.org/?q=lettre%20%26%20cv');
  });

  test('an address typed is opened', async () => {
    const page = await stage.visit('/');
    await typeAndSubmit(page, 'http://10.0.0.1/admin');
    await page.waitForURL('http://10.0.0.1/admin');
    expect(await page.locator('h1').innerText()).toBe('Cette adresse reste privée');
  });

  test('a text without a translation is the French one, and says that it is French', async () => {
    const page = await stage.visit('/?lang=ar');
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    expect(await page.getByText('البحث عن عمل').getAttribute('lang')).toBe('ar');
    expect(await page.getByText('Lire mes messages').getAttribute('lang')).toBe('fr');
  });

  test('a language that nobody speaks here is French', async () => {
    const page = await stage.visit('/?lang=tlh');
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
  });

  test('a profile without tiles says what to do', async () => {
    const page = await stage.visit('/', { shown: { ...profile, tiles: [] } });
    await page.getByText('Tapez ci-dessus ce que vous cherchez').waitFor();
  });

  test.each([
    [1024, 696],
    [1280, 728],
    [1366, 696],
    [1920, 1008],
  ])('at %i × %i all of it is seen at once', async (width, height) => {
    const page = await stage.visit('/', { viewport: { width, height } });
    const size = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
    ]);
    expect(size).toEqual([width, height]);
  });

  test('with text twice as large nothing is cut at the side', async () => {
    const page = await stage.visit('/?text=200', { viewport: { width: 1024, height: 696 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(1024);
  });

  test('reads as was chosen on the kiosk, and can be read otherwise', async () => {
    const page = await stage.visit('/?lang=en&theme=dark&text=150');
    const reading = (): Promise<unknown[]> =>
      page.evaluate(() => {
        const { lang, dataset } = document.documentElement;
        return [lang, dataset['theme'], dataset['text']];
      });
    expect(await reading()).toEqual(['en', 'dark', '150']);
    await page.getByRole('link', { name: 'Larger' }).click();
    await expect.poll(reading).toEqual(['en', 'dark', '200']);
    await page.getByRole('link', { name: 'Українська' }).click();
    await expect.poll(reading).toEqual(['uk', 'dark', '200']);
  });

  describe.each(languages)('in %s', (language) => {
    test.each(themes)('is accessible, %s', async (theme) => {
      const page = await stage.visit(`/?lang=${language}&theme=${theme}`);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    });
  });

  test.each(['light', 'dark'] as const)('the refusal page is accessible, %s', async (colorScheme) => {
    const page = await stage.visit('http://refused.example.org/', { colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  });
});
