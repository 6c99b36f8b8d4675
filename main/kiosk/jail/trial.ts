import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Account, type Jail, jailed } from './jail.ts';

const run = promisify(execFile);
const patienceMs = 5000;

/** What stands of it on this machine. */
export interface TriedJail {
  readonly jail: boolean;
  /** The browser's own sandbox: it needs namespaces inside the jail's. */
  readonly sandbox: boolean;
}

/**
 * Builds the jail for a command that does nothing, with the network step and with namespaces inside, rather than asking the machine what it
 * allows. `account`: who starts it, null for this process's own.
 */
export async function tryJail(jail: Jail, account: Account | null): Promise<TriedJail> {
  const stands = (words: readonly string[]): Promise<boolean> => {
    const { command, words: all, environment } = jailed({ ...jail, files: [] }, words);
    return run(command, all, { env: environment, cwd: '/', timeout: patienceMs, ...account }).then(
      () => true,
      () => false,
    );
  };
  if (!(await stands(['true']))) return { jail: false, sandbox: false };
  return { jail: true, sandbox: await stands(['unshare', '--user', '--pid', '--fork', 'true']) };
}
