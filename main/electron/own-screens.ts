import { type IpcMainInvokeEvent, session, type WebContents, WebContentsView } from 'electron';
import { join } from 'node:path';
import { failed, type Result } from '../../contract/problem.ts';
import type { ScreenEventName, ScreenEventPayload } from '../../contract/screens.ts';
import type { ScreensWiring } from '../kiosk/host.ts';
import { callChannel, eventChannel } from './bridge.ts';
import { ownOrigin, serveOwnFiles } from './own-files.ts';

/** Only our own page, in its top frame, may ask anything of the kiosk. Read in the event's own turn: the frame may be gone in the next one. */
function isOurs(event: IpcMainInvokeEvent, contents: WebContents): boolean {
  const frame = event.senderFrame;
  return event.sender === contents && frame?.parent === null && frame.origin === ownOrigin;
}

/** The kiosk's own page in a view: sandboxed, in a session of its own, tied to the kiosk by the one table of calls. */
export class OwnScreens {
  readonly view: WebContentsView;
  readonly #contents: WebContents;

  private constructor(wiring: ScreensWiring, gone: () => void) {
    const own = session.fromPartition('own', { cache: false });
    serveOwnFiles(own, wiring.files);
    this.view = new WebContentsView({
      webPreferences: {
        ...{ session: own, preload: join(import.meta.dirname, 'preload.cjs'), devTools: false, disableDialogs: true },
        ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, webSecurity: true },
        ...{ navigateOnDragDrop: false, focusOnNavigation: false, spellcheck: false },
        // The warning before the end is heard, whether or not the page was touched.
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    this.#contents = this.view.webContents;
    // On these contents alone, not on the global table: no other page can reach it.
    this.#contents.ipc.handle(callChannel, (event, name: unknown, input: unknown): unknown =>
      this.#call(event, wiring, [name, input]),
    );
    this.#contents.on('render-process-gone', gone);
    this.#contents.on('unresponsive', gone);
    this.#contents.on('preload-error', gone);
    this.#contents.on('destroyed', gone);
  }

  /** Resolves when the page has loaded: its scripts have run and hear events. */
  static async open(wiring: ScreensWiring, gone: () => void): Promise<OwnScreens> {
    const screens = new OwnScreens(wiring, gone);
    await screens.#contents.loadURL(`${ownOrigin}${wiring.page}`);
    return screens;
  }

  send<Name extends ScreenEventName>(name: Name, payload: ScreenEventPayload<Name>): void {
    if (!this.#contents.isDestroyed()) this.#contents.send(eventChannel, name, payload);
  }

  /** Resolves when nothing of the page is left. */
  async close(): Promise<void> {
    if (this.#contents.isDestroyed()) return;
    const destroyed = new Promise<unknown>((resolve) => this.#contents.once('destroyed', () => resolve(null)));
    this.#contents.close();
    await destroyed;
  }

  #call(
    event: IpcMainInvokeEvent,
    wiring: ScreensWiring,
    asked: readonly [unknown, unknown],
  ): Result<unknown> | Promise<Result<unknown>> {
    if (!isOurs(event, this.#contents)) return failed('not-accepted', 'screens', "a call from the kiosk's own page");
    return wiring.call(...asked);
  }
}
