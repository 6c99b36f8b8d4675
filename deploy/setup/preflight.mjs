import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { done, stopped } from './outcome.mjs';
import { isThere } from './ground.mjs';
import { ports } from './wishes.mjs';

/**
 * What would make the demonstration fail later is told before anything is installed or built.
 * @param {import('./wishes.mjs').Wishes} wishes
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
export async function preflight(wishes) {
  for (const name of /** @type {const} */ (['desk', 'central', 'town', 'watch'])) {
    if (name === 'watch' && !wishes.watch) continue;
    const port = wishes.ports[name];
    const fault = await portFault(port);
    if (fault !== null)
      return stopped(
        `port ${port} (${name}) ${fault}: stop what uses it, or choose another one, such as "${ports[name].variable}=${port + 1000} npm start"`,
      );
  }
  if (wishes.profile !== null && !(await isThere(wishes.profile)))
    return stopped(
      `ESCALE_PROFILE: there is no file ${wishes.profile}; name a kiosk profile such as kiosk-profiles/adult.json`,
    );
  return checkData(wishes.data);
}

/**
 * @param {number} port
 * @returns {Promise<string | null>}
 */
function portFault(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.code ?? error.message})`),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
}

/**
 * @param {string} folder
 * @returns {Promise<import('./outcome.mjs').Outcome<null>>}
 */
async function checkData(folder) {
  const trial = path.join(folder, `.writable-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeFile(trial, 'x');
    await rm(trial);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return stopped(
      `the data folder ${folder} cannot be written (${why}): give yourself the right, or name another one, such as "ESCALE_DATA=/tmp/escale npm start"`,
    );
  }
  return done(null);
}

/**
 * By hand, since Node's own recursive way never ends below a folder such as /proc, where a new one is answered with "no such folder".
 * Others may pass through, not look: an unprivileged kiosk's own folder lies below.
 * @param {string} folder
 * @returns {Promise<void>}
 */
async function makeFolder(folder) {
  if (await isThere(folder)) return;
  await makeFolder(path.dirname(folder));
  await mkdir(folder, { mode: 0o711 });
}
