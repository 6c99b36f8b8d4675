import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

/** Are these programs on this machine? */
export const areThere = (...tools: readonly string[]): boolean =>
  tools.every((tool) => spawnSync('which', [tool]).status === 0);

/** The first thing that a process writes to this descriptor. */
export const firstWord = (child: ChildProcess, descriptor: number): Promise<string> =>
  new Promise((resolve, reject) => {
    child.stdio[descriptor]?.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    child.once('exit', () => reject(new Error('ended before it said anything')));
  });

/** A display of the test's own, with nothing on it. */
export async function openDisplay(): Promise<{ readonly name: string; close(): void }> {
  const words = ['-displayfd', '3', '-screen', '0', '1280x800x24', '-noreset', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const name = `:${await firstWord(server, 3)}`;
  return { name, close: () => server.kill('SIGKILL') };
}
