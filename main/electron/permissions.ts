import type { Session } from 'electron';

/** Electron's own names, from the type of its handler: a name that a later Electron adds is a compile error below. */
export type Permission = Parameters<NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>>[1];

/**
 * `policy`: `main/kiosk` decides. `never`: no profile can grant it, whatever the policy of a later version says.
 * https://www.electronjs.org/docs/latest/api/session#sessetpermissionrequesthandlerhandler
 */
export const permissionTable: Readonly<Record<Permission, 'never' | 'policy'>> = {
  ar: 'never',
  'automatic-fullscreen': 'never',
  'background-fetch': 'never',
  'background-sync': 'never',
  'captured-surface-control': 'never',
  'clipboard-read': 'policy',
  'clipboard-sanitized-write': 'policy',
  'deprecated-sync-clipboard-read': 'never',
  'display-capture': 'never',
  fileSystem: 'never',
  fullscreen: 'policy',
  geolocation: 'never',
  'geolocation-approximate': 'never',
  'hand-tracking': 'never',
  hid: 'never',
  'idle-detection': 'never',
  keyboardLock: 'never',
  'local-fonts': 'never',
  'local-network': 'never',
  'local-network-access': 'never',
  'loopback-network': 'never',
  media: 'policy',
  mediaKeySystem: 'never',
  midi: 'never',
  midiSysex: 'never',
  nfc: 'never',
  notifications: 'never',
  openExternal: 'never',
  'payment-handler': 'never',
  'periodic-background-sync': 'never',
  'persistent-storage': 'never',
  pointerLock: 'never',
  'screen-wake-lock': 'never',
  sensors: 'never',
  serial: 'never',
  'smart-card': 'never',
  'speaker-selection': 'never',
  'storage-access': 'policy',
  'system-wake-lock': 'never',
  'top-level-storage-access': 'never',
  unknown: 'never',
  usb: 'never',
  vr: 'never',
  'web-app-installation': 'never',
  'web-printing': 'never',
  'window-management': 'never',
};
