import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import { languages, type Language } from '../../contract/language.ts';
import type { KioskBridge, Scene, Snapshot, TextSize, Theme } from '../../contract/screens.ts';
import { ownNames } from '../../renderer/words/own-names.ts';
import { openBrowser } from '../browser.ts';
import { barScenes, free, fullScenes, halfScenes, panelScenes, snapshotOf } from './scenes.ts';

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
  /** What is looked for in each scene. */
  examine: () => string[] | Promise<string[]>;
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
  /** Somebody has the screens read aloud. */
  readonly listening?: boolean;
}

const barHeight = 72;

export class KioskStage {
  readonly #context: BrowserContext;
  readonly #files: string;

  constructor(context: BrowserContext, files: string) {
    this.#context = context;
    this.#files = files;
  }

  /** A page on the free screen, in a window of that size, read as `look` says: chosen with the buttons that a visitor has. */
  async open(look: Look, first: Snapshot = snapshotOf(free)): Promise<Page> {
    const page = await this.#context.newPage();
    await page.setViewportSize({ width: 1280, height: 800 });
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
    const { language = 'fr' } = look;
    if ((await root.getAttribute('lang')) !== language) {
      await tools.getByRole('button', { name: ownNames[language] }).click();
    }
    // The second row: text size, colours, listen.
    const [size, colours] = [
      tools.locator('.row').nth(1).locator('button').nth(0),
      tools.locator('.row').nth(1).locator('button').nth(1),
    ];
    while ((await root.getAttribute('data-theme')) !== (look.theme ?? 'light')) await colours.click();
    while ((await root.getAttribute('data-text')) !== String(look.text ?? 100)) await size.click();
    const listens = (await tools.getByRole('group').count()) > 1;
    if (listens !== (look.listening ?? false)) await page.keyboard.press('F2');
    await page.evaluate(() => document.fonts.ready);
  }

  /**
   * Draws every scene in turn, in a window as high as its host makes it, and asks what is wrong with each. One page for all looks, and one
   * errand into it for all scenes of a height: only what a visitor would press changes between them.
   * `examine` runs in the page, so it may use nothing from outside itself.
   */
  async faultsOfScenes(page: Page, look: Look, examine: () => string[] | Promise<string[]>): Promise<string[]> {
    await page.evaluate(`window.examine = ${examine.toString()}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await examineAll(page, { free });
    await this.read(page, look);
    const found: string[] = [];
    for (const [height, scenes] of [
      [look.height, { ...fullScenes, ...panelScenes }],
      [look.height / 2, halfScenes],
      [barHeight, barScenes],
    ] as const) {
      await page.setViewportSize({ width: look.width, height });
      found.push(...(await examineAll(page, scenes)));
    }
    return found;
  }

  async close(): Promise<void> {
    await this.#context.browser()?.close();
    await rm(this.#files, { recursive: true });
  }
}

/** Answers for the screens' own origin from a folder, under the content policy that the hosts give it. */
async function serve(context: BrowserContext, files: string): Promise<void> {
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const body = await readFile(join(files, pathname)).catch(() => null);
    await route.fulfill(
      body === null
        ? { status: 404 }
        : { body, headers: { 'content-type': types[extname(pathname)] ?? '', 'content-security-policy': policy } },
    );
  });
}

/** Tells the page one scene after the other, and answers what was wrong with each, by its name. */
async function examineAll(page: Page, scenes: Readonly<Record<string, Scene>>): Promise<string[]> {
  const shown = Object.entries(scenes).map(([name, scene]) => {
    const demonstration = name === 'charter' || name === 'many tabs';
    return {
      name,
      snapshot: snapshotOf(scene, {
        voices: [...languages],
        demonstration,
        missingWalls: demonstration ? ['jail', 'sandbox'] : [],
      }),
    };
  });
  return page.evaluate(async (list) => {
    const played = window as unknown as Played;
    const found: string[] = [];
    // The window's new height is known to the page in its next frame.
    await new Promise((resized) => requestAnimationFrame(() => requestAnimationFrame(resized)));
    for (const { name, snapshot } of list) {
      played.tell({ ...snapshot, number: (played.number += 1) });
      await new Promise((drawn) => setTimeout(drawn));
      found.push(...(await played.examine()).map((fault) => `${name}: ${fault}`));
    }
    return found;
  }, shown);
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
  const browser = await openBrowser();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await serve(context, files);
  return new KioskStage(context, files);
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
