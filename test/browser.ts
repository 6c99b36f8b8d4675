import { chromium, type Browser } from 'playwright';
import { fileURLToPath } from 'node:url';

/** The distribution's Chromium without a window, sandbox on, as root too. The caller closes it. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: fileURLToPath(new URL('chromium-unprivileged.sh', import.meta.url)),
    chromiumSandbox: true,
  });
