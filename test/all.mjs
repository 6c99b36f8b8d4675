import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPackages } from '../deploy/setup/debian.mjs';
import { setUp } from '../deploy/setup/setup.mjs';

/** `npm test`: the set-up that `npm start` does, then every part, each in its own words. A part that fails does not hide the next one. */

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'node_modules/.bin');

/** @type {readonly { name: string, command: string, words: readonly string[] }[]} */
const parts = [
  { name: 'check', command: 'node', words: ['test/check.mjs'] },
  { name: 'unit and property tests', command: 'vitest', words: ['run', '--config', 'test/vitest.config.ts'] },
  { name: 'host suite', command: 'vitest', words: ['run', '--config', 'test/hosts/vitest.config.ts'] },
  { name: 'escapes', command: 'vitest', words: ['run', '--config', 'test/escapes/vitest.config.ts'] },
  // The other journey takes minutes of waiting by its nature: `npm run journeys` plays it too, and so does continuous integration.
  {
    name: 'journey',
    command: 'playwright',
    words: ['test', '--config', 'test/journeys/playwright.config.ts', 'a-visit'],
  },
];

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());

/**
 * @param {typeof parts[number]} part
 * @returns {Promise<boolean>}
 */
function passes({ name, command, words }) {
  console.log(`\n── ${name} ──`);
  const child = spawn(path.join(bin, command), words, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
    signal: stopping.signal,
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`escale: ${name}: ${error.message}`);
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
}

/** @returns {Promise<number>} */
async function all() {
  const ground = { root, env: process.env, signal: stopping.signal, say: console.log };
  const requireWalls = process.env['ESCALE_REQUIRE_WALLS'] === '1';
  const machine = await setUp(ground, { screen: 'virtual', extras: testPackages, requireWalls });
  if (!machine.ok) return refuse(machine.sentence);
  /** @type {string[]} */
  const failures = [];
  for (const part of parts) {
    if (stopping.signal.aborted) return refuse('stopped');
    if (!(await passes(part))) failures.push(part.name);
  }
  if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
  console.log(`\nparts: ${parts.length - failures.length} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(`escale: ${sentence}`);
  return 1;
}

process.exitCode = await all();
