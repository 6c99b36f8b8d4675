import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import type { Account } from './plan.ts';
import { writeAuthority } from './x-server.ts';

/** What must not outlive the demonstration: sockets and the display's cookie. Short paths, since a socket's may have 107 letters at most. */
export interface Runtime {
  readonly folder: string;
  readonly kiosk: string;
  readonly authority: string;
  readonly sole: string;
}

/** One folder per data folder: what a killed demonstration left there is cleared by the next one. */
export async function openRuntime(data: string): Promise<Outcome<Runtime>> {
  const folder = path.join(tmpdir(), `escale-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`);
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const found = await lstat(folder);
  // The folder for temporary files is everyone's: another account may have put something in the way.
  if (!found.isDirectory() || found.uid !== process.getuid?.())
    return stopped(`${folder} belongs to someone else: remove it, then try again`);
  await chmod(folder, 0o711);
  const at = (name: string): string => path.join(folder, name);
  return done({ folder, kiosk: at('kiosk'), authority: at('authority'), sole: at('sole') });
}

/** Only for the one that holds `sole`: it empties what another might be using. */
export async function furnishRuntime(runtime: Runtime, account: Account | null): Promise<void> {
  await rm(runtime.kiosk, { recursive: true, force: true });
  await mkdir(runtime.kiosk, { mode: 0o711 });
  await writeAuthority(runtime.authority);
  if (account !== null) await chown(runtime.authority, account.uid, account.gid);
}
