import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Profile } from '../../contract/profile.ts';
import { ok, type Result } from '../../contract/problem.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { readHomePage } from './proxy/home.ts';
import { startProxy, type Proxy } from './proxy/proxy.ts';

export interface OwnProxy {
  readonly proxy: Proxy;
  readonly proxySocket: string;
}

interface OwnProxyParts {
  readonly settings: KioskSettings;
  readonly profile: Profile;
  readonly log: Logger;
}

/** This workstation's proxy, with the page of tiles, where the browser's account reaches it. */
export async function startOwnProxy({ settings, profile, log }: OwnProxyParts): Promise<Result<OwnProxy>> {
  const home = await readHomePage(settings.screens, profile);
  if (!home.ok) return home;
  const proxySocket = await freeSocket(settings.runtime);
  const listen = { path: proxySocket, ...(settings.browserUser && { group: settings.browserUser.gid }) };
  return ok({ proxy: await startProxy({ listen, log, home: () => home.value }), proxySocket });
}

/** Where the proxy will listen: a name that nobody holds, in a folder that the browser's account may pass through. */
async function freeSocket(runtime: string): Promise<string> {
  const path = join(runtime, 'proxy.sock');
  await mkdir(runtime, { recursive: true, mode: 0o711 });
  await rm(path, { force: true });
  return path;
}
