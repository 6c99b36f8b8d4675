import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { testPackages } from '../deploy/setup/debian.mjs';
import { setUp } from '../deploy/setup/setup.mjs';

/**
 * `npm test`: the set-up that `npm start` does, then every part, each in its own words. A part that fails does not hide the next one.
 * Parts with real windows wait more than they work, so that something else goes on beside them.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = path.join(root, 'node_modules/.bin');

/** @typedef {{ name: string, command: string, words: readonly string[] }} Part */

/** One after the other; what stands together goes on side by side. @type {readonly (readonly Part[])[]} */
const stages = [
  [{ name: 'unit and property tests', command: 'vitest', words: ['run', '--config', 'test/vitest.config.ts'] }],
  [
    { name: 'host suite', command: 'vitest', words: ['run', '--config', 'test/hosts/vitest.config.ts'] },
    // It has no windows that anybody waits for: behind the others in the queue for a processor.
    { name: 'check', command: 'nice', words: ['node', 'test/check.mjs'] },
  ],
  [
    { name: 'escapes', command: 'vitest', words: ['run', '--config', 'test/escapes/vitest.config.ts'] },
    // The other journey takes minutes of waiting by its nature: `npm run journeys` plays it too, and so does continuous integration.
    {
      name: 'journey',
      command: 'playwright',
      words: ['test', '--config', 'test/journeys/playwright.config.ts', 'a-visit'],
    },
  ],
];

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());

/**
 * @param {Part} part
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<boolean>}
 */
function passes({ name, command, words }, output) {
  const title = `\n── ${name} ──`;
  if (output === 'inherit') console.log(title);
  const child = spawn(command, words, {
    cwd: root,
    stdio: ['ignore', output, output],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
    signal: stopping.signal,
  });
  let held = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (held += text));
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`escale: ${name}: ${error.message}`);
      resolve(false);
    });
    child.on('close', (code) => {
      if (output === 'pipe') console.log(`${title}\n${held}`);
      resolve(code === 0);
    });
  });
}

/**
 * @param {Part} part
 * @param {'inherit' | 'pipe'} output
 * @returns {Promise<readonly [name: string, passed: boolean]>}
 */
const outcome = async (part, output) => [part.name, await passes(part, output)];

/** @returns {Promise<number>} */
async function testAll() {
  const ground = { root, env: process.env, signal: stopping.signal, say: console.log };
  const requireWalls = process.env['ESCALE_REQUIRE_WALLS'] === '1';
  const machine = await setUp(ground, { screen: 'virtual', extras: testPackages, requireWalls });
  if (!machine.ok) return refuse(machine.sentence);
  /** @type {(readonly [name: string, passed: boolean])[]} */
  const results = [];
  for (const stage of stages) {
    if (stopping.signal.aborted) return refuse('stopped');
    // What the first says is seen at once, what the others say when they end.
    results.push(...(await Promise.all(stage.map((part, index) => outcome(part, index === 0 ? 'inherit' : 'pipe')))));
  }
  const failures = results.filter(([, passed]) => !passed).map(([name]) => name);
  if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
  console.log(`\nparts: ${results.length - failures.length} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

/** @param {string} sentence */
function refuse(sentence) {
  console.error(`escale: ${sentence}`);
  return 1;
}

process.exitCode = await testAll();
