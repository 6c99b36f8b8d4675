import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build } from 'vite';
import { onTestFinished } from 'vitest';
import { KioskLine } from '../desk/kiosk-line.ts';
import { standing } from '../desk/kiosk-state.ts';
import { facilitator, makePlace, openDesk, type Place, seat } from '../desk/place.ts';

/** The desk's built page in a real browser, served by a real desk with real lines to its kiosks, which are spoken by hand. */

export interface DeskStage {
  readonly page: Page;
  readonly place: Place;
  readonly lines: readonly KioskLine[];
  /** What the browser complained about. */
  readonly complaints: readonly string[];
}

/** Builds the page into a folder; and others that the desk serves, when they are asked for. */
export async function buildDeskPage(folder: string, others: readonly 'display'[] = []): Promise<void> {
  const root = fileURLToPath(new URL('../../renderer', import.meta.url));
  await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    plugins: [svelte()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome140',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: { input: ['desk' as const, ...others].map((name) => join(root, name, 'index.html')) },
    },
  });
}

/** A desk of its own with that many free workstations, and its page before anyone signed in. */
export async function openDeskPage(browser: Browser, parts: { screens: string; seats?: number }): Promise<DeskStage> {
  const { screens, seats = 2 } = parts;
  const place = await makePlace({ screens, seats });
  const { address } = await openDesk(place);
  const lines = await Promise.all(
    place.settings.workstations.map((_, index) => KioskLine.welcomed(address, seat(place, index))),
  );
  for (const line of lines) line.say(standing());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Asia/Tokyo' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // A browser reports each refused request; that one has to sign in first is no fault.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, place, lines, complaints };
}

export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Nom').fill(facilitator.name);
  await page.getByLabel('Mot de passe').fill(facilitator.password);
  await page.getByRole('button', { name: 'Entrer' }).click();
  await page.getByRole('heading', { level: 1, name: /^La salle/ }).waitFor();
}
