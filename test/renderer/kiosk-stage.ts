import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import type { Language } from '../../contract/language.ts';
import type { KioskBridge, Scene, Snapshot, Theme } from '../../contract/screens.ts';
import type { TextSize } from '../../renderer/kiosk/preferences.svelte.ts';
import { ownNames } from '../../renderer/words/own-names.ts';
import { openBrowser } from '../browser.ts';
import { barScenes, free, fullScenes, halfScenes, snapshotOf } from './scenes.ts';

/** The kiosk's built page in a real browser, under the content policy that the hosts give it, with a kiosk that only plays its part. */

const origin = 'http://screens.escale';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** What the played kiosk holds inside the page. */
export interface Played {
  escale: KioskBridge;
  calls: { name: string; input: unknown }[];
  answers: Record<string, unknown>;
  tell: (snapshot: Snapshot) => void;
  /** Of the last snapshot told. */
  number: number;
}

/** Runs in the page, before its own script. */
function playKiosk(first: Snapshot): void {
  const played = window as unknown as Played;
  played.calls = [];
  played.number = first.number;
  played.answers = { 'state.read': { ok: true, value: first } };
  played.escale = {
    call: (name, input) => {
      played.calls.push({ name, input });
      return Promise.resolve(played.answers[name] ?? { ok: true, value: {} }) as never;
    },
    listen: (_name, heard) => {
      played.tell = heard as never;
      return () => undefined;
    },
  };
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly language?: Language;
  readonly theme?: Theme;
  readonly text?: TextSize;
}

const barHeight = 72;

export class KioskStage {
  readonly #browser: Browser;
  readonly #files: string;

  constructor(browser: Browser, files: string) {
    this.#browser = browser;
    this.#files = files;
  }

  /** A page on the free screen, in a window of that size, read as `look` says: chosen with the buttons that a visitor has. */
  async open(look: Look, first: Snapshot = snapshotOf(free)): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    await this.#serve(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') throw new Error(`the page complained: ${message.text()}`);
    });
    await page.addInitScript(playKiosk, first);
    await page.goto(`${origin}/kiosk/index.html`);
    await this.read(page, look);
    await page.setViewportSize({ width: look.width, height: look.height });
    return page;
  }

  /** Presses the visitor's buttons, on the free screen, until it reads as wished. */
  async read(page: Page, look: Look): Promise<void> {
    const root = page.locator('html');
    const tools = page.locator('footer');
    await tools.getByRole('button', { name: ownNames[look.language ?? 'fr'] }).click();
    // The second row: text size, colours, listen.
    const [size, colours] = [
      tools.locator('.row').nth(1).locator('button').nth(0),
      tools.locator('.row').nth(1).locator('button').nth(1),
    ];
    while ((await root.getAttribute('data-theme')) !== (look.theme ?? 'light')) await colours.click();
    while ((await root.getAttribute('data-text')) !== String(look.text ?? 100)) await size.click();
    await page.evaluate(() => document.fonts.ready);
  }

  /**
   * Draws every scene in turn, in a window as high as its host makes it, and asks what is wrong with each. One page for all looks: only
   * what a visitor would press changes between them.
   */
  async faultsOfScenes(page: Page, look: Look, ask: (page: Page) => Promise<readonly string[]>): Promise<string[]> {
    const found: string[] = [];
    let number = await page.evaluate(() => (window as unknown as Played).number);
    const draw = async (name: string, scene: Scene): Promise<void> => {
      const demonstration = name === 'charter' || name === 'many tabs';
      number += 1;
      await tell(
        page,
        snapshotOf(scene, { number, demonstration, missingWalls: demonstration ? ['jail', 'sandbox'] : [] }),
      );
      found.push(...(await ask(page)).map((fault) => `${name}: ${fault}`));
    };
    await page.setViewportSize({ width: 1280, height: 800 });
    await tell(page, snapshotOf(free, { number: ++number }));
    await this.read(page, look);
    await page.setViewportSize({ width: look.width, height: look.height });
    for (const [name, scene] of Object.entries(fullScenes)) await draw(name, scene);
    await page.setViewportSize({ width: look.width, height: look.height / 2 });
    for (const [name, scene] of Object.entries(halfScenes)) await draw(name, scene);
    await page.setViewportSize({ width: look.width, height: barHeight });
    for (const [name, scene] of Object.entries(barScenes)) await draw(name, scene);
    return found;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#files, { recursive: true });
  }

  async #serve(context: BrowserContext): Promise<void> {
    await context.route(`${origin}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      const body = await readFile(join(this.#files, pathname)).catch(() => null);
      await route.fulfill(
        body === null
          ? { status: 404 }
          : { body, headers: { 'content-type': types[extname(pathname)] ?? '', 'content-security-policy': policy } },
      );
    });
  }
}

/** Builds the page into a folder of its own and opens the browser. */
export async function openStage(): Promise<KioskStage> {
  const files = await mkdtemp(join(tmpdir(), 'escale-kiosk-page-'));
  const root = fileURLToPath(new URL('../../renderer', import.meta.url));
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [svelte()],
    build: {
      outDir: files,
      emptyOutDir: true,
      target: 'chrome140',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(root, 'kiosk/index.html') },
    },
  });
  return new KioskStage(await openBrowser(), files);
}

/** Tells the page the next snapshot, and waits until it is drawn. */
export async function tell(page: Page, snapshot: Snapshot): Promise<void> {
  await page.evaluate(async (next) => {
    const played = window as unknown as Played;
    played.number = next.number;
    played.tell(next);
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }, snapshot);
}
