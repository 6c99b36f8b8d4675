import type { Logger } from 'pino';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import type { TriedWall } from '../../../contract/session.ts';
import type { KioskSettings } from '../../../contract/settings.ts';
import { machineClock } from '../clock.ts';
import type { Host, Screens, WallAnswer } from '../host.ts';
import { type OwnProxy, startOwnProxy } from '../own-proxy.ts';
import { readScreenFiles } from '../screen-files.ts';
import { KioskStore } from '../store/store.ts';
import { SelfTest } from './self-test.ts';

export interface TestOnceParts {
  readonly settings: KioskSettings;
  readonly profile: Profile;
  readonly log: Logger;
  /** Called once it is certain that no kiosk runs on this workstation: a host ends what an earlier one left. */
  readonly openHost: () => Promise<Result<Host>>;
}

export interface Tested {
  readonly answers: readonly WallAnswer[];
  readonly missing: readonly TriedWall[];
}

/** The self-test alone, as a kiosk makes it before anybody may sit down. Nothing of it is told to the desk, and no session can open. */
export async function testOnce(parts: TestOnceParts): Promise<Result<Tested>> {
  const store = KioskStore.open(parts.settings.data);
  if (!store.ok) return store;
  try {
    const files = await readScreenFiles(parts.settings.screens, 'kiosk');
    if (!files.ok) return files;
    const host = await parts.openHost();
    if (!host.ok) return host;
    try {
      const own = await startOwnProxy({ ...parts, place: { now: parts.profile } });
      if (!own.ok) return own;
      const screens = await openScreens(host.value, files.value);
      const answers = await answersOf(host.value, own.value, parts.log);
      await screens.close();
      await own.value.proxy.close();
      return ok({ answers, missing: host.value.missingWalls });
    } finally {
      await host.value.close();
    }
  } finally {
    store.value.close();
  }
}

function openScreens(host: Host, files: Parameters<Host['openScreens']>[0]['files']): Promise<Screens> {
  const call = (): Promise<Result<unknown>> =>
    Promise.resolve(failed('not-now', 'self-test', 'a kiosk that is not being tested'));
  return host.openScreens({ files, page: '/kiosk/index.html', call, gone: () => undefined });
}

async function answersOf(host: Host, own: OwnProxy, log: Logger): Promise<readonly WallAnswer[]> {
  const selfTest = new SelfTest({
    ...{ ...own, host, log, clock: machineClock },
    ...{ screensOpen: () => Promise.resolve(), tested: () => undefined },
  });
  await selfTest.ground();
  let alive = true;
  const visitor = await host.openVisitor({
    proxySocket: own.proxySocket,
    tabsChanged: () => undefined,
    documentsChanged: () => undefined,
    filesWanted: () => undefined,
    refused: () => undefined,
    gone: () => {
      alive = false;
    },
  });
  await selfTest.around(visitor, () => alive);
  await visitor.end();
  return selfTest.answers;
}
