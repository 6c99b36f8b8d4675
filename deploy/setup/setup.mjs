import { chooseBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { chromiumPackage, installDebianPackages, kioskPackages, screenPackages } from './debian.mjs';
import { kioskAccount, wallsStand } from './kiosk-account.mjs';
import { done, stopped } from './outcome.mjs';
import { installPackages } from './packages.mjs';

/**
 * What the machine turned out to have.
 * @typedef {object} Machine
 * @property {import('./browser.mjs').Browser} browser
 * @property {import('./ground.mjs').Account | null} account Whom the browsers run as; null is one's own account.
 * @property {boolean} walls Whether jail and sandbox can stand.
 */

/**
 * Everything between a fresh clone and a machine that can run Escale. Plain JavaScript without a package: it runs on the machine's own Node,
 * before anything is installed. What is there already is left alone.
 * @param {import('./ground.mjs').Ground} ground
 * @param {{ screen: import('./display.mjs').ScreenKind, extras: readonly import('./debian.mjs').Package[], requireWalls: boolean }} wanted
 * @returns {Promise<import('./outcome.mjs').Outcome<Machine>>}
 */
export async function setUp(ground, { screen, extras, requireWalls }) {
  const installed = await installPackages(ground);
  if (!installed.ok) return installed;
  const account = await kioskAccount();
  if (!account.ok) return account;
  const browser = await chooseBrowser(ground, account.value);
  const around = [...kioskPackages, screenPackages[screen], ...extras];
  const debian = await installDebianPackages(
    ground,
    browser.name === 'chromium' ? [chromiumPackage, ...around] : around,
  );
  if (!debian.ok) return debian;
  const walls = await wallsStand(account.value);
  if (!walls && requireWalls)
    return stopped(
      'this machine forbids namespaces, so the browsers would run without jail and sandbox, and ESCALE_REQUIRE_WALLS=1 asks for both: allow unprivileged user namespaces here, or run on another machine',
    );
  const built = await build(ground);
  if (!built.ok) return built;
  return done({ browser, account: account.value, walls });
}
