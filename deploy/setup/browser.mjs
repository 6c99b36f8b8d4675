import { readFile, stat, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isThere, pinnedNode, run, step } from './ground.mjs';

/**
 * What shows the kiosk: Electron by its binary, or the distribution's Chromium.
 * @typedef {{ readonly name: 'chromium' } | { readonly name: 'electron', readonly binary: string }} Browser
 */

/** How long Electron's release page has to answer. */
const patienceMs = 20_000;
/** A page out of reach is not asked again on the same day: a second start is to be quick. */
const rememberedMs = 24 * 60 * 60_000;

/**
 * Electron when its binary runs here, or can be had soon; else Chromium.
 * @param {import('./ground.mjs').Ground} ground
 * @param {import('./ground.mjs').Account | null} account Who will run it.
 * @returns {Promise<Browser>}
 */
export async function chooseBrowser(ground, account) {
  const binary = (await electronBinary(ground)) ?? (await fetchElectron(ground));
  if (binary === null) return { name: 'chromium' };
  const { code } = await run(binary, ['--version'], { account, cwd: '/', env: ground.env, withinMs: 10_000 });
  if (code === 0) return { name: 'electron', binary };
  ground.say(
    'Electron does not run here (its libraries are missing, or its folder is closed to the kiosk’s account): taking Chromium.',
  );
  return { name: 'chromium' };
}

/**
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<string | null>}
 */
async function electronBinary({ root, env }) {
  const own = path.join(root, 'node_modules/electron');
  const file = await readFile(path.join(own, 'path.txt'), 'utf8').catch(() => 'electron');
  const binary = path.join(env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(own, 'dist'), file);
  return (await isThere(binary)) ? binary : null;
}

/**
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<string | null>}
 */
async function fetchElectron(ground) {
  const memory = path.join(ground.root, 'out/electron-out-of-reach');
  const tried = await stat(memory).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Date.now() - tried < rememberedMs) return null;
  const reached =
    (await step(ground, 'Asking for Electron', () => answers(ground))) &&
    (await step(ground, 'Downloading Electron', () => download(ground)));
  if (reached) return electronBinary(ground);
  if (ground.signal.aborted) return null;
  ground.say('Electron is out of reach: taking Chromium. It is asked for again tomorrow.');
  await mkdir(path.dirname(memory), { recursive: true });
  await writeFile(memory, '');
  return null;
}

/** Electron's own downloader, which knows where its files are and what mirrors are set, with a look at the address in the download's place. */
const question = `
  import('@electron/get').then(({ downloadArtifact }) => downloadArtifact({
    version: require('electron/package.json').version,
    artifactName: 'electron',
    platform: process.platform,
    arch: process.arch,
    force: true,
    unsafelyDisableChecksums: true,
    downloader: { download: async (address) => {
      const { ok } = await fetch(address, { method: 'HEAD' });
      process.exit(ok ? 0 : 1);
    } },
  })).catch(() => process.exit(1));
`;

/**
 * Electron's own installer has no limit of time, so the page is asked for first.
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<boolean>}
 */
async function answers({ root, env, signal }) {
  const { code } = await run(pinnedNode(root), ['--eval', question], {
    cwd: root,
    env: { ...env, NODE_USE_ENV_PROXY: '1' },
    signal,
    withinMs: patienceMs,
  });
  return code === 0;
}

/**
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<boolean>}
 */
async function download({ root, env, signal }) {
  const folder = path.join(root, 'node_modules/electron');
  const { code } = await run(pinnedNode(root), [path.join(folder, 'install.js')], { env, signal, cwd: root });
  // A half-written folder would be taken for a browser next time.
  if (code !== 0) await rm(path.join(folder, 'dist'), { recursive: true, force: true });
  return code === 0;
}
