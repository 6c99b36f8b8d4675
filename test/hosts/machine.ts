import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const electronDist = (): string =>
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??
  fileURLToPath(new URL('../../node_modules/electron/dist', import.meta.url));

export const electronBinary = (): string => join(electronDist(), 'electron');

const chromiumBinary = (): string => process.env['ESCALE_CHROMIUM'] ?? '/usr/lib/chromium/chromium';

/** Programs that every host's tests look at the screen with. */
const commonTools = ['Xvfb', 'setxkbmap', 'xrandr', 'xdotool', 'xclip', 'import'];
const chromiumTools = ['openbox', 'setpriv', 'xmessage'];

function isOnPath(tool: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = (tools: readonly string[]): string | null => {
  const absent = tools.filter((tool) => !isOnPath(tool));
  return absent.length === 0 ? null : `${absent.join(', ')} not installed`;
};

/** Why a host cannot be tried on this machine; null when it can. */
export function whySkipped(host: string): string | null {
  if (host === 'electron') {
    return existsSync(electronBinary())
      ? missing(commonTools)
      : `no Electron binary at ${electronBinary()} (ELECTRON_OVERRIDE_DIST_PATH names another folder)`;
  }
  return existsSync(chromiumBinary())
    ? missing([...commonTools, ...chromiumTools])
    : `no Chromium at ${chromiumBinary()}`;
}

// Files that run beside each other have an account each: what runs on in one is looked for by its account.
const accountName = ['escale-kiosk', process.env['VITEST_POOL_ID']].filter(Boolean).join('-');

const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, accountName], { encoding: 'utf8' }));

/** For root, who may not run a browser: an unprivileged account, made where there is none. Null for everyone else. */
export function browserUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  try {
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', accountName]);
    return { uid: idOf('-u'), gid: idOf('-g') };
  }
}
