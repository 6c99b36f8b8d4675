import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createChromiumHost } from '../../../main/chromium/host.ts';
import { isAllowed } from '../../../main/chromium/keys.ts';
import { XConnection } from '../../../main/chromium/x11/connection.ts';
import { Keyboard } from '../../../main/chromium/x11/keyboard.ts';
import { findCookie } from '../../../main/kiosk/jail/authority.ts';
import { Screen } from '../../hosts/screen.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { comesAbout } from '../waiting.ts';

const configuration = fileURLToPath(new URL('../../../deploy/openbox/rc.xml', import.meta.url));

/** What is wrong on a display before a kiosk comes to it. Resolves when it is; the function ends it. */
type Spoil = (screen: Screen) => Promise<() => void>;

const otherManager: Spoil = async (screen) => {
  // With our own configuration it holds no key: another's is met by the keys first.
  const child = spawn('openbox', ['--sm-disable', '--config-file', configuration], {
    env: screen.environment,
    stdio: 'ignore',
  });
  await comesAbout(() => screen.run('xprop', '-root', '_NET_SUPPORTING_WM_CHECK').includes('0x'), 5000);
  return () => void child.kill('SIGKILL');
};

const keysTaken: Spoil = async (screen) => {
  const number = Number(screen.display.slice(1));
  const cookie = findCookie(readFileSync(screen.authority), number);
  const connection = await XConnection.open(`/tmp/.X11-unix/X${number}`, cookie);
  await Keyboard.guard(connection, isAllowed);
  return () => connection.close();
};

/** A second kiosk on a display where a layer cannot stand: it must say so and open nothing. */
async function refuses(place: Place, spoil: Spoil, where: RegExp): Promise<Faults> {
  const screen = await Screen.start();
  const before = { DISPLAY: process.env['DISPLAY'], XAUTHORITY: process.env['XAUTHORITY'] };
  const runtime = await mkdtemp(join(tmpdir(), 'escale-escapes-'));
  await chmod(runtime, 0o711);
  const end = await spoil(screen);
  Object.assign(process.env, { DISPLAY: screen.display, XAUTHORITY: screen.authority });
  try {
    const settings = { ...place.settings, runtime, data: runtime, demonstration: false };
    const made = await createChromiumHost({ settings, log: pino({ enabled: false }) });
    if (!made.ok) return where.test(made.problem.where) ? [] : [`it was refused for ${made.problem.where}`];
    await made.value.close();
    return [`a kiosk stands where ${where.source} cannot`];
  } finally {
    Object.assign(process.env, before);
    end();
    await screen.close();
    await rm(runtime, { recursive: true, force: true });
  }
}

export async function layersMissed(place: Place): Promise<Faults> {
  return [...(await refuses(place, keysTaken, /keys/)), ...(await refuses(place, otherManager, /openbox/))];
}
