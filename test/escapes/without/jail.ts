import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jailed as whole, type Account, type Jail, type Launch } from '../../../main/kiosk/jail/jail.ts';

export * from '../../../main/kiosk/jail/jail.ts';

/** A folder of the machine's own, which outlives every browser. */
function lastingFolder({ uid, gid }: Account): string {
  const folder = mkdtempSync(join(tmpdir(), 'escale-hole-'));
  chownSync(folder, uid, gid);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Instead of `main/kiosk/jail/jail.ts`: the policies are mounted still, but what the browser writes stays, and it sees the machine's files. */
export function jailed(jail: Jail, command: readonly string[]): Launch {
  const { words, ...launch } = whole(jail, command);
  if (jail.proxySocket === null || jail.files.length === 0) return { ...launch, words };
  const home = words.indexOf('/home');
  const open = words.with(home - 1, lastingFolder(jail.account)).filter((word) => word !== '--unshare-ipc');
  const last = open.lastIndexOf('--remount-ro', open.indexOf('--clearenv')) - 2;
  return { ...launch, words: [...open.slice(0, last), '--ro-bind', '/etc/passwd', '/etc/passwd', ...open.slice(last)] };
}
