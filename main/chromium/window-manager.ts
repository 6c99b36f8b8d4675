import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markText, markVariable } from './processes.ts';

const configuration = fileURLToPath(new URL('../../deploy/openbox/rc.xml', import.meta.url));

export interface WindowManagerParts {
  readonly runtime: string;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly environment: Readonly<Record<string, string>>;
  /** It ended without being asked to. */
  gone(): void;
}

/** Starts openbox with the kiosk's configuration; it dies with the kiosk. The function that is returned ends it. */
export async function startWindowManager(parts: WindowManagerParts): Promise<() => void> {
  const { runtime, account, environment } = parts;
  // A copy, since the browsers' account need not be able to read where the program stands. Openbox takes absolute paths only.
  const file = join(runtime, 'openbox.xml');
  await copyFile(configuration, file);
  await chmod(file, 0o644);
  const mark = markText({ role: 'windows', id: 'openbox', runtime });
  const words = ['--pdeathsig', 'KILL', 'openbox', '--sm-disable', '--config-file', file];
  const child: ChildProcess = spawn('setpriv', words, {
    cwd: '/',
    stdio: 'ignore',
    env: { ...environment, HOME: runtime, [markVariable]: mark },
    ...account,
  });
  let living = true;
  const end = (): void => {
    if (!living) return;
    living = false;
    parts.gone();
  };
  child.on('exit', end).on('error', end);
  return () => {
    living = false;
    child.kill('SIGKILL');
  };
}
