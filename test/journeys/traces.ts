import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Everywhere that a browser, a kiosk or a display could have written. */
const places = ['/tmp', '/var', '/dev/shm', '/run', '/home', '/root', '/opt', '/usr/local', '/etc'];

/** Files touched since the visit began; bounded in size, since a database or a log of a visit is far smaller than a package archive. */
const touched = 'find "$@" -type f -newermt "$SINCE" -size -256M -print0 2>/dev/null';

/**
 * Files on this machine that were written since `since` and hold the secret, as text or as UTF-16 (Chromium's databases use both).
 * `alsoIn` names further folders to search, such as the demonstration's data.
 */
export async function findTraces(secret: string, since: Date, alsoIn: readonly string[]): Promise<string[]> {
  const wide = secret.split('').join('.');
  const search = `${touched} | xargs -0 --no-run-if-empty grep -laPs -e "$SECRET" -- || true`;
  const { stdout } = await run('sh', ['-c', search, 'traces', ...places, ...alsoIn], {
    env: { ...process.env, SINCE: since.toISOString(), SECRET: `${secret}|${wide}` },
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split('\n').filter((file) => file !== '');
}
