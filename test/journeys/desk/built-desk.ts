import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, vi } from 'vitest';
import { openBrowser } from '../../browser.ts';
import { buildDeskPage } from '../../renderer/desk-stage.ts';

/** What all journeys of a file share: the desk's built screens, and a browser. There from before the first of them until after the last. */
export function builtDesk(): { readonly browser: Browser; readonly screens: string } {
  const parts = { browser: null as unknown as Browser, screens: '' };
  // Many steps, each of which may wait for its turn on a busy machine.
  vi.setConfig({ testTimeout: 90_000 });
  beforeAll(async () => {
    parts.screens = await mkdtemp(join(tmpdir(), 'escale-journey-'));
    await buildDeskPage(parts.screens);
    parts.browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await parts.browser.close();
    await rm(parts.screens, { recursive: true });
  });
  return parts;
}
