import { spawn } from 'node:child_process';

/** `npm run check`: every static check, two at a time, all of them even when one fails, and a last line that says which did. */

const rooms = ['contract', 'main', 'renderer', 'central', 'deploy', 'test', 'electron.config.ts'];

/** @type {readonly { name: string, command: string, words: readonly string[] }[]} */
const checks = [
  { name: 'types', command: 'tsc', words: ['-b'] },
  { name: 'style', command: 'eslint', words: ['.', '--max-warnings', '0'] },
  {
    name: 'screens',
    command: 'svelte-check',
    words: ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings', '--output', 'human'],
  },
  { name: 'rooms', command: 'depcruise', words: ['--config', 'test/layers/rules.mjs', ...rooms] },
  { name: 'dead code', command: 'knip', words: [] },
  { name: 'format', command: 'prettier', words: ['--check', '--log-level', 'warn', '.'] },
];

/** @param {typeof checks[number]} check @returns {Promise<{ name: string, passed: boolean, output: string, seconds: number }>} */
function run({ name, command, words }) {
  const start = performance.now();
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ passed) =>
      resolve({ name, passed, output, seconds: (performance.now() - start) / 1000 });
    child.on('error', (error) => {
      output += `${error.message}; run "npm ci" first, then "npm run check"\n`;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });
}

const waiting = [...checks];
/** @type {string[]} */
const failures = [];

async function work() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const { name, passed, output, seconds } = await run(check);
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
    if (!passed) {
      failures.push(name);
      console.log(output);
    }
  }
}

await Promise.all([work(), work()]);
console.log(failures.length === 0 ? `check: ${checks.length} passed` : `check: failed: ${failures.join(', ')}`);
process.exitCode = failures.length === 0 ? 0 : 1;
