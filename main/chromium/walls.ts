import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Wall } from '../../contract/session.ts';
import { jailed, type Jail } from './jail.ts';

const run = promisify(execFile);

/** What stands around a browser on this machine. */
export interface Walls {
  /** Every key is taken before a page gets it. */
  readonly keys: boolean;
  readonly jail: boolean;
  /** Chromium's own: it needs namespaces inside the jail's. */
  readonly sandbox: boolean;
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}

/** Builds a jail for a command that does nothing, with the network step and with namespaces inside, rather than asking the machine what it allows. */
export async function tryWalls(
  jail: Jail,
  environment: NodeJS.ProcessEnv,
  account: Jail['account'] | null,
): Promise<Pick<Walls, 'jail' | 'sandbox'>> {
  const attempt = (words: readonly string[]): Promise<boolean> => {
    const launch = jailed({ ...jail, contents: null }, words);
    const options = { env: environment, cwd: '/', timeout: 5000, ...account };
    return succeeds(run(launch.command, launch.words, options));
  };
  if (!(await attempt(['true']))) return { jail: false, sandbox: false };
  return { jail: true, sandbox: await attempt(['unshare', '--user', '--pid', '--fork', 'true']) };
}

/** The walls that a kiosk then lacks. Policies are mounted by the jail: without it there are none. */
export const missingWalls = ({ keys, jail, sandbox }: Walls): readonly Wall[] => [
  ...(keys ? [] : (['keys'] as const)),
  ...(jail ? [] : (['policy', 'jail'] as const)),
  ...(sandbox ? [] : (['sandbox'] as const)),
];
