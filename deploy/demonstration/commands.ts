import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from './plan.ts';

/** How the three programs are started, their settings file left out. */
export interface Programs {
  readonly central: readonly string[];
  readonly desk: readonly string[];
  readonly kiosk: readonly string[];
  /** Words after the kiosk's settings file. */
  readonly kioskFlags: readonly string[];
}

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export function programsOf(plan: Plan): Programs {
  const node = process.execPath;
  const electron = plan.browser.name === 'electron';
  return {
    central: [node, path.join(root, 'central/main.ts')],
    desk: [node, path.join(root, 'main/desk/main.ts')],
    kiosk:
      plan.browser.name === 'electron' ? [plan.browser.binary, root] : [node, path.join(root, 'main/chromium/main.ts')],
    // Electron without namespaces does not even start with its sandbox on; Chromium's host finds out by itself.
    kioskFlags: electron && !plan.walls ? ['--no-sandbox'] : [],
  };
}
