import { BaseWindow, type Display, screen } from 'electron';
import { sameBounds } from './placement.ts';
import { prove } from './prove.ts';

const provenWithinMs = 2_000;

/**
 * A plain black window on each display but the kiosk's own, also on one that is plugged in later: no desktop shows there, and no visitor's
 * window has a place. https://www.electronjs.org/docs/latest/api/screen
 */
export class Covers {
  readonly #windows = new Map<number, BaseWindow>();
  readonly #uncovered: () => void;
  readonly #follow = (): void => {
    this.#cover();
    // Whatever becomes of it is the kiosk's to handle: it locks, and locking asks for the same proof.
    this.prove().catch(() => this.#uncovered());
  };

  /** `uncovered`: a display came or changed and could not be covered. */
  constructor(uncovered: () => void) {
    this.#uncovered = uncovered;
    this.#cover();
    screen.on('display-added', this.#follow);
    screen.on('display-removed', this.#follow);
    screen.on('display-metrics-changed', this.#follow);
  }

  /** Resolves when every further display is covered, rejects when it cannot be proven. */
  async prove(): Promise<void> {
    await prove('every further display is covered', provenWithinMs, () => {
      this.#cover();
      return further().every(({ id, bounds }) => {
        const window = this.#windows.get(id);
        return window?.isVisible() === true && sameBounds(window.getBounds(), bounds);
      });
    });
  }

  close(): void {
    screen.off('display-added', this.#follow);
    screen.off('display-removed', this.#follow);
    screen.off('display-metrics-changed', this.#follow);
    const windows = [...this.#windows.values()];
    // First forgotten: one that is known still is opened again when it closes.
    this.#windows.clear();
    for (const window of windows) window.destroy();
  }

  #cover(): void {
    const displays = further();
    for (const [id, window] of this.#windows) {
      if (displays.some((display) => display.id === id)) continue;
      this.#windows.delete(id);
      window.destroy();
    }
    for (const { id, bounds } of displays) {
      const window = this.#windows.get(id) ?? this.#open(id);
      if (!sameBounds(window.getBounds(), bounds)) window.setBounds(bounds);
      if (!window.isVisible()) window.showInactive();
    }
  }

  #open(id: number): BaseWindow {
    const window = new BaseWindow({
      ...{ show: false, frame: false, roundedCorners: false, backgroundColor: '#000', title: 'Escale' },
      ...{ autoHideMenuBar: true, skipTaskbar: true, focusable: false },
      ...{ closable: false, minimizable: false, maximizable: false, movable: false },
    });
    window.setAlwaysOnTop(true, 'screen-saver');
    window.on('close', (event) => event.preventDefault());
    window.on('closed', () => {
      // Closed by anyone but us, it is opened again.
      if (this.#windows.get(id) !== window) return;
      this.#windows.delete(id);
      this.#follow();
    });
    this.#windows.set(id, window);
    return window;
  }
}

/** Two displays that show the same are one to the visitor, and the kiosk's window covers both. */
function further(): readonly Display[] {
  const own = screen.getPrimaryDisplay();
  return screen.getAllDisplays().filter(({ id, bounds }) => id !== own.id && !sameBounds(bounds, own.bounds));
}
