import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isThere, lastLines, pinnedNode, run, step } from './ground.mjs';
import { done, stopped } from './outcome.mjs';

/** @typedef {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} Lock */

/**
 * npm's packages, the pinned Node among them. Skipped when what npm noted down at the last installation is what package-lock.json asks for.
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
export async function installPackages(ground) {
  if (!(await packagesAreThere(ground.root))) {
    const { code, output } = await step(ground, 'Installing the npm packages (npm ci)', () =>
      run('npm', ['ci', '--no-audit', '--no-fund'], {
        cwd: ground.root,
        env: withoutOwnNode(ground),
        signal: ground.signal,
      }),
    );
    if (code !== 0)
      return stopped(
        `"npm ci" failed; check that this machine reaches the npm registry, then try again:\n${lastLines(output)}`,
      );
  }
  const { code, output } = await run(pinnedNode(ground.root), ['--version']);
  if (code === 0 && output.startsWith('v24.')) return done(null);
  return stopped(
    `the pinned Node does not answer (${lastLines(output)}): remove the folder node_modules, allow npm to run the "node" package's script, then try again`,
  );
}

/**
 * The folder that holds the Node that runs now may be the one that npm is about to replace.
 * @param {import('./ground.mjs').Ground} ground
 */
function withoutOwnNode({ root, env }) {
  const own = path.join(root, 'node_modules', '.bin');
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.resolve(folder) !== own);
  return { ...env, PATH: folders.join(path.delimiter) };
}

/**
 * npm writes `node_modules/.package-lock.json` at the end of an installation that went well: a broken one is not taken for whole.
 * @param {string} root
 * @returns {Promise<boolean>}
 */
export async function packagesAreThere(root) {
  const noted = path.join(root, 'node_modules/.package-lock.json');
  if (!(await isThere(noted)) || !(await isThere(pinnedNode(root)))) return false;
  const [wanted, found] = await Promise.all([path.join(root, 'package-lock.json'), noted].map(readLock));
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted.packages).every(([name, { version, integrity, optional }]) => {
    if (name === '') return true;
    const there = found.packages[name];
    // Optional packages for other platforms are not installed; that is as it should be.
    if (there === undefined) return optional === true;
    return there.version === version && there.integrity === integrity;
  });
}

/**
 * @param {string} file
 * @returns {Promise<Lock>}
 */
async function readLock(file) {
  return /** @type {(text: string) => Lock} */ (JSON.parse)(await readFile(file, 'utf8'));
}
