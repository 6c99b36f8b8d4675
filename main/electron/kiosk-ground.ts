import { join } from 'node:path';
import { beforeReady } from './before-ready.ts';
import { guardEverything } from './guards.ts';
import { ownOrigin } from './own-files.ts';

/** A port that nobody listens on: the kiosk's own process has nothing to ask of any network. */
const noNetwork = 'http://127.0.0.1:9';

/** What the kiosk's process says before it is ready. `runtime`: its memory-backed folder. */
export function prepareKiosk({ runtime, sandbox }: { readonly runtime: string; readonly sandbox: boolean }): void {
  beforeReady({ name: 'escale', folder: join(runtime, 'electron'), sandbox, proxyServer: noNetwork });
  guardEverything({
    permission: () => false,
    navigation: (_contents, { url }) => url.startsWith(`${ownOrigin}/`),
    download: () => null,
  });
}
