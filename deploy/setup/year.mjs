import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { pinnedNode } from './ground.mjs';
import { installPackages } from './packages.mjs';

/** `npm run demo:year`: the packages and the screens, then the demonstration network on the pinned Node. Ends with its code. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const stopping = new AbortController();
const stop = () => stopping.abort();
process.on('SIGINT', stop);
const ground = { root, env: process.env, signal: stopping.signal, say: console.log };

for (const step of [installPackages, build]) {
  const outcome = await step(ground);
  if (!outcome.ok) {
    console.error(`escale: ${outcome.sentence}`);
    process.exit(1);
  }
}
process.off('SIGINT', stop);
// From a terminal Ctrl-C reaches the child by itself, which then ends in order.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
const program = path.join(root, 'deploy/year/main.ts');
const child = spawn('setpriv', ['--pdeathsig', 'TERM', '--', pinnedNode(root), program, ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: root,
});
child.on('error', (error) => {
  console.error(`escale: the demonstration network could not be started: ${error.message}`);
  process.exit(1);
});
child.on('close', (code) => process.exit(code ?? 1));
