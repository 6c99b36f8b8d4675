import { app, type DownloadItem, type Session, type WebContents } from 'electron';
import { FastFailures } from '../kiosk/fast-failures.ts';
import { internalFailure, giveUp } from './process-guard.ts';
import { isAllowed } from './keys.ts';
import { type Permission, permissionTable } from './permissions.ts';

export interface Step {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** What differs between the two programs. Asked in Electron's own turn: the answers cannot wait. */
export interface Judge {
  permission(name: Permission): boolean;
  /** May this frame go there? Asked for what a page starts and for every redirect. */
  navigation(contents: WebContents, step: Step): boolean;
  /** Absolute path to write it to, or null to refuse it. Without a path in this very turn a native dialog opens, titled with the address. */
  download(item: DownloadItem): string | null;
}

/** Devices have no place on a public machine: each chooser is answered at once, with nothing. */
function refuseDevices(session: Session): void {
  session.setDevicePermissionHandler(() => false);
  session.setUSBProtectedClassesHandler((details) => details.protectedClasses);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  session.registerLocalAIHandler(null);
  session.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  session.on('select-serial-port', (event, ...[, , choose]) => {
    event.preventDefault();
    choose('');
  });
  session.on('select-webauthn-account', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  session.on('file-system-access-restricted', (event, _details, answer) => {
    event.preventDefault();
    answer('deny');
  });
}

/**
 * Both permission handlers, since Electron grants everything that has none, and one of the two is not enough.
 * https://www.electronjs.org/docs/latest/tutorial/security#5-handle-session-permission-requests-from-remote-content
 */
function guardSession(session: Session, judge: Judge): void {
  // A name that this Electron does not know yet is refused, whatever its type says.
  const granted = (name: Permission): boolean => permissionTable[name] === 'policy' && judge.permission(name);
  session.setPermissionRequestHandler((_contents, name, answer) => answer(granted(name)));
  session.setPermissionCheckHandler((_contents, name) => granted(name));
  refuseDevices(session);
  session.on('will-download', (event, item) => {
    const path = judge.download(item);
    if (path === null) event.preventDefault();
    else item.setSavePath(path);
  });
  session.setSpellCheckerEnabled(false);
}

/** https://www.electronjs.org/docs/latest/tutorial/security, items 12 to 15. */
function guardContents(contents: WebContents, judge: Judge): void {
  const check = (event: { preventDefault(): void } & Step): void => {
    if (!judge.navigation(contents, event)) event.preventDefault();
  };
  contents.on('will-frame-navigate', check);
  contents.on('will-redirect', check);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('did-create-window', (window) => window.destroy());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Without it a page's `beforeunload` keeps the page, without a word to anyone.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.on('before-input-event', (event, input) => {
    if (!isAllowed(input)) event.preventDefault();
  });
  // A second line: no menu exists whose keys could be pressed.
  contents.setIgnoreMenuShortcuts(true);
  contents.on('devtools-opened', () => contents.closeDevTools());
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

/**
 * Denies by default on every session and every contents that will ever exist in this process, ours included. Called before ready, so that
 * none can come first.
 */
export function guardEverything(judge: Judge): void {
  app.on('session-created', (session) => guardSession(session, judge));
  app.on('web-contents-created', (_event, contents) => guardContents(contents, judge));
  // Without a listener the last window's end is the program's.
  app.on('window-all-closed', () => undefined);
  // Chromium starts them again. One that dies and dies leaves a screen that nobody can use: the program's end is what somebody notices.
  const deaths = new FastFailures();
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit' && deaths.count(performance.now()))
      giveUp(`${type} process dies again and again`, internalFailure);
  });
  app.on('certificate-error', (event, ...[, , , , answer]) => {
    event.preventDefault();
    answer(false);
  });
  // Unhandled, the machine's first certificate is sent: an identity given away.
  app.on('select-client-certificate', (event, ...[, , , choose]) => {
    event.preventDefault();
    choose();
  });
  app.on('login', (event, ...[, , , answer]) => {
    event.preventDefault();
    answer();
  });
}
