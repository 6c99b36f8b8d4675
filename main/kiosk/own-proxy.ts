import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Profile } from '../../contract/profile.ts';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { type HomePage, homeProfileOf, readHomePage } from './proxy/home.ts';
import { startProxy, type Proxy, type ProxyParts } from './proxy/proxy.ts';
import { Upstream } from './proxy/upstream.ts';

export interface OwnProxy {
  readonly proxy: Proxy;
  readonly proxySocket: string;
}

interface OwnProxyParts extends Pick<ProxyParts, 'asked'> {
  readonly settings: KioskSettings;
  /** `now`: asked at each request. */
  readonly place: { readonly now: Profile };
  readonly log: Logger;
}

/** This workstation's proxy, with the page of tiles, where the browser's account reaches it. */
export async function startOwnProxy({ settings, place, log, asked }: OwnProxyParts): Promise<Result<OwnProxy>> {
  const home = await readHomePage(settings.screens, place.now);
  if (!home.ok) return home;
  const upstream = await readUpstream(settings.upstream, log);
  if (!upstream.ok) return upstream;
  const page = (): HomePage => ({ ...home.value, profile: homeProfileOf(place.now) });
  const proxySocket = await freeSocket(settings.runtime);
  const listen = { path: proxySocket, ...(settings.browserUser && { group: settings.browserUser.gid }) };
  return ok({
    proxy: await startProxy({ listen, log, home: page, upstream: upstream.value, ...(asked && { asked }) }),
    proxySocket,
  });
}

/** The login is read once, here: a new one counts from the next start on. */
async function readUpstream(settings: KioskSettings['upstream'], log: Logger): Promise<Result<Upstream | null>> {
  if (settings === null) return ok(null);
  const { login: path } = settings;
  if (path === null) return ok(new Upstream(settings, null, log));
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed('not-found', path, `a file that can be read (${reason})`);
  }
  const login = text.trimEnd();
  if (!/^[^:\n]+:[^\n]*$/.test(login)) return failed('malformed', path, 'one line, "user:password"');
  return ok(new Upstream(settings, login, log));
}

/** Where the proxy will listen: a name that nobody holds, in a folder that the browser's account may pass through. */
async function freeSocket(runtime: string): Promise<string> {
  const path = join(runtime, 'proxy.sock');
  await mkdir(runtime, { recursive: true, mode: 0o711 });
  await rm(path, { force: true });
  return path;
}
