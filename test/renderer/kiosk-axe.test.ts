import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { themes } from '../../contract/screens.ts';
import { openStage, type KioskStage } from './kiosk-stage.ts';

type AxeResults = Awaited<ReturnType<AxeBuilder['analyze']>>;

let stage: KioskStage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.open({ width: 1280, height: 800 });
  // Puts axe into the page, where it stays: from then on the page examines itself. Legacy mode: in this page, not in a second one.
  await new AxeBuilder({ page }).setLegacyMode(true).analyze();
}, 60_000);

afterAll(async () => {
  await stage.close();
});

/** Every rule that axe runs by itself; none is switched off. */
async function violations(): Promise<string[]> {
  const { axe } = window as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
  const results = await axe.run({ resultTypes: ['violations'] });
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

describe.each(languages)('every scene in %s', (language) => {
  test.each(themes)('has no violation of axe in the %s theme', { timeout: 120_000 }, async (theme) => {
    expect(await stage.faultsOfScenes(page, { width: 1280, height: 800, language, theme }, violations)).toEqual([]);
  });
});

test.each(themes)(
  'every scene read aloud has no violation of axe in the %s theme',
  { timeout: 120_000 },
  async (theme) => {
    const look = { width: 1280, height: 800, theme, listening: true };
    expect(await stage.faultsOfScenes(page, look, violations)).toEqual([]);
  },
);
