import { app, Menu, protocol } from 'electron';
import { join } from 'node:path';
import { witnessOrigin } from '../kiosk/proxy/witness.ts';

export interface ReadyPlan {
  /** Also the window's class under X11, by which the window manager's rules tell the two programs apart. */
  readonly name: 'escale' | 'escale-visitor';
  /** Absolute, memory-backed: Electron writes there even for sessions in memory. */
  readonly folder: string;
  readonly sandbox: boolean;
  /** Where every request goes, from the very first. The kiosk's own process has nothing to ask of a network and names a closed port. */
  readonly proxyServer: string;
}

/** Web features that open native dialogs or leave the page, before any permission is asked. Behind the handlers, not instead of them. */
const withoutFeatures = [
  'FileSystemAccessLocal',
  'DocumentPictureInPictureAPI',
  'EyeDropperAPI',
  'WebUSB',
  'Serial',
  'WebHID',
  'FontAccess',
  'AIPromptAPI',
];

/** Addresses of our own pages: `escale://kiosk/…`. */
export const ownScheme = 'escale';

function placeFiles({ name, folder }: ReadyPlan): void {
  app.setName(name);
  app.setDesktopName(`${name}.desktop`);
  app.setPath('userData', folder);
  app.setPath('sessionData', join(folder, 'session'));
  app.setPath('crashDumps', join(folder, 'crashes'));
  // Never asked for: each download is given its path. The default is a folder of the account's.
  app.setPath('downloads', join(folder, 'downloads'));
  app.setAppLogsPath(join(folder, 'logs'));
}

function appendSwitches(proxyServer: string): void {
  const switches: Readonly<Record<string, string>> = {
    'proxy-server': proxyServer,
    // Chromium's name for "no exception": without it loopback bypasses every proxy.
    'proxy-bypass-list': '<-loopback>',
    'disable-blink-features': withoutFeatures.join(','),
    // Some of the stores that the kiosk plants its token in are for secure pages only: its own origin, and no other.
    'unsafely-treat-insecure-origin-as-secure': witnessOrigin,
    lang: 'fr',
    'password-store': 'basic',
    'ozone-platform': 'x11',
  };
  for (const [name, value] of Object.entries(switches)) app.commandLine.appendSwitch(name, value);
  app.commandLine.appendSwitch('disable-quic');
}

/**
 * All that must be said before Electron is ready, in the order in which it takes effect; the same list for both programs. Called while the
 * entry module is still being evaluated, once per process: several of these calls throw afterwards.
 * https://www.electronjs.org/docs/latest/api/app#appenablesandbox, …/api/protocol#protocolregisterschemesasprivilegedcustomschemes
 */
export function beforeReady(plan: ReadyPlan): void {
  placeFiles(plan);
  // It would also strip `--no-sandbox`, while the zygote already runs without: half a sandbox kills every renderer.
  if (plan.sandbox) app.enableSandbox();
  appendSwitches(plan.proxyServer);
  protocol.registerSchemesAsPrivileged([
    { scheme: ownScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  // Before ready, it keeps the default menu and its keys (reload, DevTools, zoom, quit) from ever existing.
  Menu.setApplicationMenu(null);
  app.userAgentFallback = app.userAgentFallback.replaceAll(/ (?:Electron|escale)[\w-]*\/\S+/gi, '');
}
