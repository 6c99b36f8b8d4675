import { isRoot, lastLines, run } from './ground.mjs';
import { done, stopped } from './outcome.mjs';

const name = 'escale-kiosk';

/**
 * The account that the browsers run as: one's own, or, when root, an unprivileged one made for them.
 * @returns {Promise<import('./outcome.mjs').Outcome<import('./ground.mjs').Account | null>>}
 */
export async function kioskAccount() {
  if (!isRoot()) return done(null);
  if ((await run('id', ['-u', name])).code !== 0) {
    const words = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
    const { code, output } = await run('useradd', [...words, '--shell', '/usr/sbin/nologin', name]);
    if (code !== 0)
      return stopped(
        `the account ${name} for the browsers could not be made; run as an ordinary user instead:\n${lastLines(output)}`,
      );
  }
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (which) => Number((await run('id', [which, name])).output.trim())),
  );
  if (uid === undefined || gid === undefined || !(uid > 0) || !(gid > 0))
    return stopped(`the account ${name} is not an unprivileged one: remove it with "userdel ${name}", then try again`);
  return done({ uid, gid });
}

/**
 * Whether the machine lets that account make namespaces: without them there is neither jail nor sandbox. Many containers forbid them.
 * @param {import('./ground.mjs').Account | null} account
 * @returns {Promise<boolean>}
 */
export async function wallsStand(account) {
  const { code } = await run('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { account, cwd: '/' });
  return code === 0;
}
