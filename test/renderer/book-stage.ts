import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright';
import { onTestFinished } from 'vitest';
import { FakeDesk } from './fake-desk.ts';

/** The desk's built pages in a real browser, against a desk that the test plays. */

export interface BookStage {
  readonly page: Page;
  readonly desk: FakeDesk;
  /** What the browser complained about; that the desk refused something is no fault of a page. */
  readonly complaints: readonly string[];
}

interface Opening {
  readonly screens: string;
  readonly path?: string;
  readonly look?: BrowserContextOptions;
  /** Before the page opens. */
  readonly play?: (desk: FakeDesk) => void;
}

/** A tablet that stands upright. */
export const tablet = { width: 820, height: 1180 };

export async function openPage(
  browser: Browser,
  { screens, path = '/', look = {}, play }: Opening,
): Promise<BookStage> {
  const desk = await FakeDesk.open(screens);
  play?.(desk);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    ...look,
  });
  onTestFinished(async () => {
    await context.close();
    await desk.close();
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('409')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(desk.address + path);
  return { page, desk, complaints };
}

export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

/** What axe finds, and whether the page is wider than its window. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [
    ...found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)),
    ...(wide > 0 ? [`the page is ${wide} px too wide`] : []),
  ];
}

/** How the reader may have it: each must hold on each page. */
export const looks: readonly {
  readonly name: string;
  readonly look: BrowserContextOptions;
  readonly text: number;
}[] = [
  { name: 'light', look: { colorScheme: 'light' }, text: 100 },
  { name: 'dark', look: { colorScheme: 'dark' }, text: 100 },
  { name: 'more contrast', look: { contrast: 'more' }, text: 100 },
  { name: 'a tablet', look: { viewport: tablet }, text: 100 },
  { name: 'text at 200 %', look: {}, text: 200 },
];

export const enlarge = (page: Page, text: number): Promise<void> =>
  page.evaluate((size) => document.documentElement.style.setProperty('font-size', `${size}%`), text);
