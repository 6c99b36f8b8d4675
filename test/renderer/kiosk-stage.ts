import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright';
import { build } from 'vite';
import type { Language } from '../../contract/language.ts';
import type { KioskBridge, Snapshot } from '../../contract/screens.ts';
import type { TextSize, Theme } from '../../renderer/kiosk/preferences.svelte.ts';
import { openBrowser } from '../browser.ts';
import { snapshotOf } from './scenes.ts';

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
}

/** Runs in the page, before its own script. */
function playKiosk(first: Snapshot): void {
  const played = window as unknown as Played;
  played.calls = [];
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

const ownNames: Record<Language, string> = {
  fr: 'Français',
  en: 'English',
  ar: 'العربية',
  uk: 'Українська',
  es: 'Español',
};

export class KioskStage {
  readonly #browser: Browser;
  readonly #files: string;

  constructor(browser: Browser, files: string) {
    this.#browser = browser;
    this.#files = files;
  }

  /** A page on the free screen, in a window of that size, read as `look` says: chosen with the buttons that a visitor has. */
  async open(look: Look): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    await this.#serve(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') throw new Error(`the page complained: ${message.text()}`);
    });
    await page.addInitScript(playKiosk, snapshotOf({ phase: 'free', justErased: false }));
    await page.goto(`${origin}/kiosk/index.html`);
    await this.read(page, look);
    await page.setViewportSize({ width: look.width, height: look.height });
    return page;
  }

  /** Presses the visitor's buttons until the screen reads as wished. */
  async read(page: Page, look: Look): Promise<void> {
    const root = page.locator('html');
    const tools = page.locator('footer');
    await tools.getByRole('button', { name: ownNames[look.language ?? 'fr'] }).click();
    // The second row: text size, colours, listen, help.
    const [size, colours] = [
      tools.locator('.row').nth(1).locator('button').nth(0),
      tools.locator('.row').nth(1).locator('button').nth(1),
    ];
    while ((await root.getAttribute('data-theme')) !== (look.theme ?? 'light')) await colours.click();
    while ((await root.getAttribute('data-text')) !== String(look.text ?? 100)) await size.click();
    await page.evaluate(() => document.fonts.ready);
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
    (window as unknown as Played).tell(next);
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }, snapshot);
}
