import type { Session, WebPreferences } from 'electron';

/**
 * What a visitor's page runs under. Defaults are written too: a page's `open()` may name some of them, and a popup inherits only a few.
 * https://www.electronjs.org/docs/latest/api/structures/web-preferences
 */
export const tabPreferences = (session: Session): WebPreferences => ({
  session,
  ...{ sandbox: true, contextIsolation: true, webSecurity: true },
  ...{ nodeIntegration: false, nodeIntegrationInSubFrames: false, nodeIntegrationInWorker: false, webviewTag: false },
  ...{ allowRunningInsecureContent: false, experimentalFeatures: false, navigateOnDragDrop: false },
  devTools: false,
  // The built-in viewer's save and print buttons open native dialogs; without it a PDF is a download.
  plugins: false,
  // `confirm()` must be answerable, or many public forms cannot be sent; a page that asks again and again can be silenced.
  disableDialogs: false,
  safeDialogs: true,
  safeDialogsMessage: 'Cette page ne peut plus afficher de messages.',
  // A page's full screen fills its own place: the bar stays.
  disableHtmlFullscreenWindowResize: true,
  disableWakeLocks: true,
  // Otherwise any tab, even a hidden one, takes the keyboard at each page.
  focusOnNavigation: false,
  spellcheck: false,
  autoplayPolicy: 'document-user-activation-required',
  zoomMode: 'isolated',
});
