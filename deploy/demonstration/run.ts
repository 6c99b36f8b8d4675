import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import type { Account } from './plan.ts';

/** How to start a program. */
export interface Command {
  /** As people know it: `desk`. */
  readonly name: string;
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Null: one's own account. */
  readonly account: Account | null;
  /** File that takes what the program writes to stderr; appended to. */
  readonly log: string;
  /** The line on stdout by which it says that it is ready. */
  readonly readyLine: RegExp;
  readonly readyWithinMs: number;
}

/** One life of a program. */
export interface Run {
  readonly pid: number | undefined;
  /** The ready line, or why there is none. Never rejects. */
  readonly ready: Promise<Outcome<string>>;
  /** How it ended, in words. Never rejects. */
  readonly ended: Promise<string>;
  terminate(): void;
  /** Kills it and what it left in its process group. */
  kill(): void;
}

/**
 * Starts a program in a session of its own, so that a Ctrl-C in the terminal reaches only this process, which then ends all in order.
 * Should this process die by itself, the kernel tells each program to end.
 */
export function begin(command: Command): Run {
  const log = openSync(command.log, 'a', 0o600);
  const child = spawn('setpriv', [...prefix(command.account), ...command.words], {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const kill = (): void => signalGroup(child.pid);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not start (${error.message})`));
    child.once('exit', (code, signal) => {
      kill();
      resolve(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);
    });
  });
  return {
    pid: child.pid,
    ended,
    ready: Promise.race([readyLine(child, command), neverReady(command, ended), tooLate(command, ended)]),
    terminate: () => void child.kill('SIGTERM'),
    kill,
  };
}

const prefix = (account: Account | null): readonly string[] => [
  ...['--pdeathsig', 'TERM'],
  ...(account === null ? [] : ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups']),
  '--',
];

function signalGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody of the group is left: what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function readyLine(child: ChildProcess, command: Command): Promise<Outcome<string>> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (command.readyLine.test(line)) resolve(done(line));
    });
  });
}

async function neverReady(command: Command, ended: Promise<string>): Promise<Outcome<string>> {
  const how = await ended;
  const written = await readFile(command.log, 'utf8');
  const own = written.split('\n').findLast((line) => line.startsWith('escale: '));
  return stopped(
    own === undefined
      ? `${command.name} ${how} before it was ready; ${command.log} says why`
      : `${command.name} did not start: ${own.slice('escale: '.length)}`,
  );
}

function tooLate(command: Command, ended: Promise<string>): Promise<Outcome<string>> {
  const seconds = Math.round(command.readyWithinMs / 1000);
  const sentence = `${command.name} was not ready after ${seconds} s; ${command.log} says what it did`;
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(stopped(sentence)), command.readyWithinMs);
    timer.unref();
    void ended.then(() => clearTimeout(timer));
  });
}
