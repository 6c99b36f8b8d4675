import { BaseWindow, screen, type WebContentsView } from 'electron';
import { sameBounds } from './placement.ts';
import { prove } from './prove.ts';
import type { Bounds } from './visitor-protocol.ts';

const provenWithinMs = 2_000;

/** The display that the kiosk lives on. */
export const displayBounds = (): Bounds => screen.getPrimaryDisplay().bounds;

/**
 * The kiosk's one window, above everything: the whole display when locked, the bar or a warning in a session.
 *
 * A BaseWindow, since a BrowserWindow dies with its page and obeys the page's `resizeTo`. Neither `kiosk` nor `fullscreen` is asked for at the
 * making: on Linux both show a hidden window. https://www.electronjs.org/docs/latest/api/base-window
 */
export class KioskWindow {
  readonly #view: WebContentsView;
  readonly #window: BaseWindow;
  #leaving = false;

  /** `lost`: the window went away unasked. */
  constructor(view: WebContentsView, lost: () => void) {
    this.#view = view;
    const { x, y, width, height } = displayBounds();
    this.#window = new BaseWindow({
      ...{ x, y, width, height, show: false, frame: false, roundedCorners: false, backgroundColor: '#000' },
      ...{ title: 'Escale', autoHideMenuBar: true, skipTaskbar: true },
      ...{ closable: false, minimizable: false, maximizable: false, movable: false },
    });
    this.#window.contentView.addChildView(view);
    this.#fill();
    this.#window.on('resize', () => this.#fill());
    this.#window.on('enter-full-screen', () => this.#fill());
    this.#window.on('leave-full-screen', () => this.#fill());
    this.#window.on('focus', () => this.#view.webContents.focus());
    this.#window.on('minimize', () => this.#window.restore());
    this.#window.on('close', (event) => {
      if (!this.#leaving) event.preventDefault();
    });
    this.#window.on('closed', () => {
      if (!this.#leaving) lost();
    });
  }

  /** Covers the display and takes the keyboard. Resolves when that is so, rejects when it cannot be proven. */
  async lock(): Promise<void> {
    const display = displayBounds();
    this.#window.setKiosk(true);
    this.#raise('show');
    this.#window.focus();
    this.#view.webContents.focus();
    await prove('the kiosk covers the display', provenWithinMs, () => {
      const { width, height } = this.#window.getContentBounds();
      const covers = width >= display.width && height >= display.height;
      return covers && this.#window.isFullScreen() && this.#window.isVisible();
    });
  }

  /** Leaves the rest of the display to the page, with the keyboard: what shows the window must not activate it. */
  async showBar(bar: Bounds): Promise<void> {
    this.#window.setKiosk(false);
    this.#raise('showInactive');
    await prove('the kiosk stands above the page', provenWithinMs, () => {
      // Asked for again at each look: a window manager ignores it while it still leaves full screen.
      if (!sameBounds(this.#window.getBounds(), bar)) this.#window.setBounds(bar);
      return sameBounds(this.#window.getBounds(), bar) && this.#window.isVisible();
    });
  }

  /** Takes the window away for good. */
  leave(): void {
    this.#leaving = true;
    this.#window.destroy();
  }

  #raise(show: 'show' | 'showInactive'): void {
    this.#window.setAlwaysOnTop(true, 'screen-saver');
    this.#window[show]();
    this.#window.moveTop();
  }

  /** Views neither follow their window nor each other. */
  #fill(): void {
    const { width, height } = this.#window.getContentBounds();
    this.#view.setBounds({ x: 0, y: 0, width, height });
  }
}
