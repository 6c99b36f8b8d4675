import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { lastLines, pinnedNode, run, step } from './ground.mjs';
import { done, stopped } from './outcome.mjs';

/** What the build reads. Its packages are known by the lock file. */
const inputs = ['contract', 'main', 'renderer', 'electron.config.ts', 'package.json', 'package-lock.json'];

/**
 * Screens and Electron's programs, into `out/`. Skipped when no input changed since the last build that went well.
 * @param {import('./ground.mjs').Ground} ground
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
export async function build(ground) {
  const stamp = path.join(ground.root, 'out/built-from');
  const print = await fingerprint(ground.root);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === print) return done(null);
  await rm(stamp, { force: true });
  const vite = path.join(ground.root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await step(ground, 'Building the screens', () =>
    run(pinnedNode(ground.root), [vite, 'build', '--app', '--config', 'electron.config.ts'], {
      cwd: ground.root,
      signal: ground.signal,
    }),
  );
  if (code !== 0) return stopped(`the build failed; repair what it names, then try again:\n${lastLines(output)}`);
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, print);
  return done(null);
}

/**
 * One hash over names and contents: a clone, a copy and a checkout with other times give the same one.
 * @param {string} root
 * @returns {Promise<string>}
 */
export async function fingerprint(root) {
  const hash = createHash('sha256');
  for (const input of inputs)
    for (const file of await filesOf(root, input)) {
      const bytes = await readFile(path.join(root, file));
      hash.update(`${file}\0${bytes.length}\0`).update(bytes);
    }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} input
 * @returns {Promise<string[]>}
 */
async function filesOf(root, input) {
  if (path.extname(input) !== '') return [input];
  const names = (await readdir(path.join(root, input), { recursive: true })).map((name) => path.join(input, name));
  const kinds = await Promise.all(names.map((name) => stat(path.join(root, name))));
  return names.filter((_, index) => kinds[index]?.isFile() === true).sort();
}
