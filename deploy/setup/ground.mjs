import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/**
 * What every step of the set-up stands on.
 * @typedef {object} Ground
 * @property {string} root The project's folder, absolute.
 * @property {NodeJS.ProcessEnv} env
 * @property {AbortSignal} signal Ends whatever command runs.
 * @property {(line: string) => void} say Progress, one plain line at a time.
 */

/**
 * An account to run as; null is one's own.
 * @typedef {{ readonly uid: number, readonly gid: number }} Account
 */

/**
 * @typedef {object} Call
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [signal]
 * @property {Account | null} [account]
 * @property {number} [withinMs] Longer than that is a failure.
 * @property {'shown' | 'kept'} [output] Shown in the terminal as it comes, or kept for the caller.
 */

/**
 * Runs a command to its end. Never rejects: a command that cannot start has code 127 and says so in `output`.
 * @param {string} command
 * @param {readonly string[]} words
 * @param {Call} [call]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, words, call = {}) {
  const { account, withinMs, output: where = 'kept', ...options } = call;
  const child = spawn(command, words, {
    ...options,
    ...(account ?? {}),
    ...(withinMs === undefined ? {} : { timeout: withinMs }),
    stdio: where === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The end of a long output: where commands say what went wrong. @param {string} output */
export const lastLines = (output) => output.trimEnd().split('\n').slice(-12).join('\n');

/**
 * Says what is being done, how long it took, and, every ten seconds, that it goes on.
 * @template Value
 * @param {Ground} ground
 * @param {string} title
 * @param {() => Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function step({ say }, title, work) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  say(`${title} …`);
  const patience = setInterval(() => say(`  … ${seconds()} s`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(patience);
    say(`  ${seconds()} s`);
  }
}

/**
 * @param {string} file
 * @param {number} [mode]
 * @returns {Promise<boolean>}
 */
export const isThere = (file, mode = constants.F_OK) =>
  access(file, mode).then(
    () => true,
    () => false,
  );

/**
 * Where a command lies, as a shell would find it; the folders of system commands are looked in too, since an ordinary user's PATH often lacks them.
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | null>}
 */
export async function findCommand(command, env) {
  const folders = [...(env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin'].filter(
    (folder) => folder !== '',
  );
  for (const folder of folders) {
    const file = path.join(folder, command);
    if (await isThere(file, constants.X_OK)) return file;
  }
  return null;
}

export const isRoot = () => process.getuid?.() === 0;

/** The pinned Node: what everything but the set-up itself runs on. @param {string} root */
export const pinnedNode = (root) => path.join(root, 'node_modules/.bin/node');
