import { findCommand, isRoot, isThere, lastLines, run, step } from './ground.mjs';
import { done, stopped } from './outcome.mjs';

/**
 * A Debian package and how to see that it is there: by a command of its own, or by a file.
 * @typedef {{ readonly name: string, readonly shownBy: string }} Package
 */

/** What both hosts need around the browser. @type {readonly Package[]} */
export const kioskPackages = [
  { name: 'openbox', shownBy: 'openbox' },
  { name: 'bubblewrap', shownBy: 'bwrap' },
  { name: 'socat', shownBy: 'socat' },
  { name: 'xdotool', shownBy: 'xdotool' },
  { name: 'x11-utils', shownBy: 'xprop' },
  { name: 'iproute2', shownBy: 'ip' },
  { name: 'util-linux', shownBy: 'setpriv' },
  { name: 'espeak-ng', shownBy: 'espeak-ng' },
  { name: 'alsa-utils', shownBy: 'aplay' },
  { name: 'adwaita-icon-theme', shownBy: '/usr/share/icons/Adwaita/cursors/left_ptr' },
];

/** @type {Package} */
export const chromiumPackage = { name: 'chromium', shownBy: 'chromium' };

/** Where the kiosk is seen. @type {Record<import('./display.mjs').ScreenKind, Package>} */
export const screenPackages = {
  window: { name: 'xserver-xephyr', shownBy: 'Xephyr' },
  fullscreen: { name: 'xserver-xephyr', shownBy: 'Xephyr' },
  virtual: { name: 'xvfb', shownBy: 'Xvfb' },
};

/** @type {readonly Package[]} */
export const watchPackages = [
  { name: 'x11vnc', shownBy: 'x11vnc' },
  { name: 'novnc', shownBy: '/usr/share/novnc/vnc.html' },
  { name: 'websockify', shownBy: 'websockify' },
];

/** What the journeys and the host suite drive and look at a screen with, and what tests read paper with. @type {readonly Package[]} */
export const testPackages = [
  { name: 'imagemagick', shownBy: 'import' },
  { name: 'xclip', shownBy: 'xclip' },
  { name: 'openssl', shownBy: 'openssl' },
  { name: 'wmctrl', shownBy: 'wmctrl' },
  { name: 'x11-xserver-utils', shownBy: 'xrandr' },
  { name: 'systemd', shownBy: 'systemd-analyze' },
  // The program alone: the package without "-bin" starts a proxy on this machine.
  { name: 'tinyproxy-bin', shownBy: 'tinyproxy' },
  { name: 'tesseract-ocr', shownBy: 'tesseract' },
  { name: 'poppler-utils', shownBy: 'pdftotext' },
  { name: 'tesseract-ocr-fra', shownBy: '/usr/share/tesseract-ocr/5/tessdata/fra.traineddata' },
];

/** Emoji and an even look in every language. Pages are readable without: they come along with what must be installed anyway. */
const fonts = ['fonts-noto-core', 'fonts-noto-color-emoji'];

/**
 * Installs what is missing when root; else answers with the one command to type.
 * @param {import('./ground.mjs').Ground} ground
 * @param {readonly Package[]} wanted
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
export async function installDebianPackages(ground, wanted) {
  const missing = await missingPackages(ground.env, wanted);
  if (missing.length === 0) return done(null);
  if ((await findCommand('apt-get', ground.env)) === null)
    return stopped(
      `this machine lacks ${missing.join(', ')} (named as Debian names them): install them, then try again`,
    );
  const names = missing.includes(chromiumPackage.name) ? [...missing, ...fonts] : missing;
  if (!isRoot())
    return stopped(
      `some Debian packages are missing. Type this, then try again:\n  sudo apt-get update && sudo apt-get install --no-install-recommends ${names.join(' ')}`,
    );
  return step(ground, `Installing Debian packages: ${names.join(' ')}`, () => aptInstall(ground, names));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly Package[]} wanted
 * @returns {Promise<string[]>} Names, in the order asked.
 */
export async function missingPackages(env, wanted) {
  const there = await Promise.all(
    wanted.map(async ({ shownBy }) =>
      shownBy.startsWith('/') ? isThere(shownBy) : (await findCommand(shownBy, env)) !== null,
    ),
  );
  return wanted.filter((_, index) => there[index] !== true).map(({ name }) => name);
}

/**
 * @param {import('./ground.mjs').Ground} ground
 * @param {readonly string[]} names
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
async function aptInstall({ env, signal }, names) {
  const call = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, signal };
  // Old lists name versions that the servers no longer have. Without a network the lists at hand may still do.
  await run('apt-get', ['update', '-q'], call);
  const { code, output } = await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], call);
  if (code === 0) return done(null);
  return stopped(
    `apt-get could not install ${names.join(', ')}; repair what it names, then try again:\n${lastLines(output)}`,
  );
}
