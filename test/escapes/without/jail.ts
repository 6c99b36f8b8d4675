import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jailed as whole, type Jail, type Launch } from '../../../main/chromium/jail.ts';

export { firstFeed, inJail, type Jail, type JailContents, type Launch } from '../../../main/chromium/jail.ts';

/** A folder of the machine's own, which outlives every browser. */
function lastingFolder({ uid, gid }: Jail['account']): string {
  const folder = mkdtempSync(join(tmpdir(), 'escale-hole-'));
  chownSync(folder, uid, gid);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Instead of `main/chromium/jail.ts`: the policies are mounted still, but what the browser writes stays, and it sees the machine's files. */
export function jailed(jail: Jail, command: readonly string[]): Launch {
  const { words, ...launch } = whole(jail, command);
  if (jail.proxySocket === null || jail.contents === null) return { ...launch, words };
  const home = words.indexOf('/home');
  const open = words.with(home - 1, lastingFolder(jail.account)).filter((word) => word !== '--unshare-ipc');
  const last = open.indexOf('--remount-ro');
  return { ...launch, words: [...open.slice(0, last), '--ro-bind', '/etc/passwd', '/etc/passwd', ...open.slice(last)] };
}
