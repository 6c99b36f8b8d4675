import { type Desktop, equal, type Rectangle } from './x11/desktop.ts';
import { RandR } from './x11/randr.ts';

const names = { bar: 'escale-bar', page: 'escale-visitor' };

/** How the screen is shared in a session: our page above, the visitor's below. */
export interface Cut {
  readonly bar: Rectangle;
  readonly page: Rectangle;
}

export const cutAt = (barHeight: number, { width, height }: { width: number; height: number }): Cut => ({
  bar: { x: 0, y: 0, width, height: barHeight },
  page: { x: 0, y: barHeight, width, height: height - barHeight },
});

/**
 * Cuts the screen into two logical monitors, the bar and the rest over all connected outputs: the window manager and the browsers believe it, so
 * that even a full-screen page ends below the bar, and goes there when the bar grows.
 */
export class Monitors {
  readonly #randr: RandR;

  private constructor(randr: RandR) {
    this.#randr = randr;
  }

  static async open(desktop: Desktop): Promise<Monitors> {
    return new Monitors(await RandR.open(desktop));
  }

  /** Also over those that a kiosk left that was killed. */
  async set({ bar, page }: Cut): Promise<void> {
    const outputs = await this.#randr.connectedOutputs();
    await this.#randr.setMonitors([
      { name: names.bar, place: bar, outputs: [] },
      { name: names.page, place: page, outputs },
    ]);
  }

  /** Are these two there as cut, and no other? */
  async stand({ bar, page }: Cut): Promise<boolean> {
    const found = await this.#randr.monitors();
    return found.length === 2 && [bar, page].every((place) => found.some((monitor) => equal(monitor.place, place)));
  }

  async clear(): Promise<void> {
    await this.#randr.deleteMonitors([names.bar, names.page]);
  }
}
