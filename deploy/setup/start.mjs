import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { watchPackages } from './debian.mjs';
import { chooseScreen } from './display.mjs';
import { pinnedNode } from './ground.mjs';
import { preflight } from './preflight.mjs';
import { setUp } from './setup.mjs';
import { help, readWishes } from './wishes.mjs';

/** `npm start`: the set-up, then the demonstration on the pinned Node. Ends with the demonstration's own code. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** @param {string} sentence */
const refuse = (sentence) => {
  console.error(`escale: ${sentence}`);
  return 1;
};

/** @returns {Promise<number>} */
async function start() {
  const wishes = readWishes(process.argv.slice(2), process.env, root);
  if (!wishes.ok) return refuse(wishes.sentence);
  if (wishes.value === 'help') {
    console.log(help);
    return 0;
  }
  const clear = await preflight(wishes.value);
  if (!clear.ok) return refuse(clear.sentence);
  const screen = await chooseScreen(process.env, wishes.value);
  if (!screen.ok) return refuse(screen.sentence);

  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of signals) process.on(signal, stop);
  const { watch, requireWalls, data, profile, ports } = wishes.value;
  const extras = watch ? watchPackages : [];
  const ground = { root, env: process.env, signal: stopping.signal, say: console.log };
  const machine = await setUp(ground, { screen: screen.value, extras, requireWalls });
  for (const signal of signals) process.off(signal, stop);
  if (stopping.signal.aborted) return refuse('stopped during the set-up; start again to go on where it ended');
  if (!machine.ok) return refuse(machine.sentence);
  return demonstrate({ watch, data, profile, ports, screen: screen.value, ...machine.value });
}

/**
 * The demonstration dies with this process, however this process dies: the kernel sees to it.
 * @param {import('../demonstration/plan.ts').Plan} plan
 * @returns {Promise<number>}
 */
function demonstrate(plan) {
  const program = path.join(root, 'deploy/demonstration/main.ts');
  const words = ['--pdeathsig', 'TERM', '--', pinnedNode(root), program, JSON.stringify(plan)];
  const child = spawn('setpriv', words, { stdio: ['ignore', 'inherit', 'inherit'], cwd: root });
  // From a terminal Ctrl-C reaches the child by itself; it takes a second one calmly.
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(refuse(`the demonstration could not be started: ${error.message}`)));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await start();
