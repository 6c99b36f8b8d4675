import { type Seat, seats, visitorClass } from './seats.ts';
import type { Desktop } from './x11/desktop.ts';

/** The desktop that is never shown; the last one of `deploy/openbox/rc.xml`. */
export const thresholdDesktop = 1 + seats.length;

const fullscreen = '_NET_WM_STATE_FULLSCREEN';

/**
 * A window that a page opens comes with tabs, an address bar and a menu until the guard has made it fill its monitor. So each window of a visitor's
 * browser is born on a desktop that is never shown, and comes to its seat once it is full screen by the browser's own doing.
 */
export class Threshold {
  readonly #desktop: Desktop;
  /** What is on the screen. */
  readonly #shown: () => number;
  readonly #watched = new Set<number>();
  #looking = false;
  #again = false;

  constructor(desktop: Desktop, shown: () => number) {
    this.#desktop = desktop;
    this.#shown = shown;
  }

  /** To be called whenever a property of the root changed, or of a window that was seen here: one look at a time, and none too few. */
  async look(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        for (const seat of seats) await this.#lookAt(seat);
      }
    } finally {
      this.#looking = false;
    }
  }

  async #lookAt(seat: Seat): Promise<void> {
    for (const window of await this.#desktop.windowsOfClass(visitorClass(seat))) {
      if (!this.#watched.has(window)) {
        this.#watched.add(window);
        await this.#desktop.watchProperties(window);
      }
      if ((await this.#desktop.desktopOf(window)) !== thresholdDesktop) continue;
      if (!(await this.#desktop.hasState(window, fullscreen))) continue;
      await this.#desktop.moveTo(window, seat);
      if (this.#shown() === seat) await this.#desktop.activate(window);
    }
  }
}
