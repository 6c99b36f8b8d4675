import { svelte } from '@sveltejs/vite-plugin-svelte';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import { profileSchema, type Profile } from '../../contract/profile.ts';
import { browsingPolicy, homeAddress } from '../../main/kiosk/browsing/decide.ts';
import { readHomePage } from '../../main/kiosk/proxy/home.ts';
import { startProxy, type Proxy } from '../../main/kiosk/proxy/proxy.ts';
import { openBrowser } from '../browser.ts';

/** The built page of tiles in a real browser whose only way out is the kiosk's own proxy. */

export const profile = profileSchema.parse({
  id: 'adult',
  version: 1,
  name: { fr: 'Adulte' },
  browsing: { mode: 'open' },
  refusedSites: ['refused.example.org'],
  searchAddress: 'http://refused.example.org/?q={words}',
  tiles: [
    ['work', 'Trouver un emploi', 'France Travail, annonces', 'البحث عن عمل'],
    ['family', 'Mes droits, ma famille', 'CAF, Assurance maladie'],
    ['papers', 'Impôts et papiers', 'impots.gouv, titres'],
    ['mail', 'Lire mes messages', 'Messagerie'],
    ['document', 'Écrire un document', 'Lettre, CV'],
    ['health', 'Ma santé', 'Rendez-vous, Mon espace santé'],
    ['school', 'L’école', 'Portail des familles'],
    ['learn', 'Apprendre', 'Cours, vidéos'],
  ].map(([icon, fr, hint, ar]) => ({
    icon,
    label: ar === undefined ? { fr } : { fr, ar },
    hint: { fr: hint },
    address: `http://${icon ?? ''}.refused.example.org/`,
  })),
});

export class HomeStage {
  readonly #browser: Browser;
  readonly #proxy: Proxy;
  readonly #files: string;
  #shown: Profile = profile;

  private constructor(parts: { browser: Browser; proxy: Proxy; files: string }) {
    this.#browser = parts.browser;
    this.#proxy = parts.proxy;
    this.#files = parts.files;
  }

  /** Builds the page into a folder of its own and opens the browser. */
  static async open(): Promise<HomeStage> {
    const files = await mkdtemp(join(tmpdir(), 'escale-home-page-'));
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
        rolldownOptions: { input: join(root, 'home/index.html') },
      },
    });
    const home = await readHomePage(files, profile);
    if (!home.ok) throw new Error(home.problem.expected);
    const proxy = await startProxy({
      listen: { host: '127.0.0.1', port: 0 },
      log: pino({ level: 'silent' }),
      home: () => ({ ...home.value, profile: { ...home.value.profile, tiles: stage.#shown.tiles } }),
    });
    proxy.setPolicy(browsingPolicy(profile));
    const stage = new HomeStage({ browser: await openBrowser(), proxy, files });
    return stage;
  }

  /** Opens the page at `path`, with the tiles of `shown`. A fault in the page, or a breach of its content policy, fails the test. */
  async visit(path: string, look: BrowserContextOptions & { readonly shown?: Profile } = {}): Promise<Page> {
    const { shown = profile, ...options } = look;
    this.#shown = shown;
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 728 },
      reducedMotion: 'reduce',
      ...options,
      proxy: { server: `http://${this.#proxy.address}`, bypass: '<-loopback>' },
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => {
      throw error;
    });
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) throw new Error(message.text());
    });
    onTestFinished(() => context.close());
    await page.goto(new URL(path, homeAddress).href);
    await page.evaluate(() => document.fonts.ready);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#proxy.close();
    await rm(this.#files, { recursive: true });
  }
}
