import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../contract/language.ts';
import { openStage, type KioskStage, type Look } from './kiosk-stage.ts';
import { measurePage } from './page-measure.ts';

let stage: KioskStage;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  page = await stage.open({ width: 1280, height: 800 });
}, 60_000);

afterAll(async () => {
  await stage.close();
});

describe.each(languages)('every scene in %s', (language) => {
  test.each<[string, Look]>([
    ['1024 × 768', { width: 1024, height: 768 }],
    ['1280 × 800', { width: 1280, height: 800 }],
    ['1920 × 1080', { width: 1920, height: 1080 }],
    ['1024 × 768 at 150 %', { width: 1024, height: 768, text: 150 }],
    ['1024 × 768 at 200 %', { width: 1024, height: 768, text: 200 }],
    ['1024 × 768 at 200 %, read aloud', { width: 1024, height: 768, text: 200, listening: true }],
  ])('fits %s: no cut text, no small target, no sideways scrolling', { timeout: 60_000 }, async (_, look) => {
    expect(await stage.faultsOfScenes(page, { ...look, language }, measurePage)).toEqual([]);
  });
});
