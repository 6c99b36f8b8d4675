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

/** What there is to cover. */
interface Whole {
  readonly size: { readonly width: number; readonly height: number };
  /** Ids of the outputs that a display hangs on. */
  readonly outputs: readonly number[];
}

async function measure(desktop: Desktop, randr: RandR): Promise<Whole> {
  const [size, outputs] = await Promise.all([desktop.size(), randr.connectedOutputs()]);
  return { size, outputs };
}

/**
 * Cuts the screen into two logical monitors, the bar and the rest over all connected outputs: the window manager and the browsers believe it, so
 * that even a full-screen page ends below the bar, and goes there when the bar grows.
 */
export class Monitors {
  readonly #desktop: Desktop;
  readonly #randr: RandR;
  #whole: Whole;

  private constructor(parts: { desktop: Desktop; randr: RandR; whole: Whole }) {
    this.#desktop = parts.desktop;
    this.#randr = parts.randr;
    this.#whole = parts.whole;
  }

  static async open(desktop: Desktop): Promise<Monitors> {
    const randr = await RandR.open(desktop);
    return new Monitors({ desktop, randr, whole: await measure(desktop, randr) });
  }

  /** Of all displays together. */
  get size(): Whole['size'] {
    return this.#whole.size;
  }

  /** Calls back when displays may have come, gone or changed: `lookAgain` then says whether they have. */
  watch(changed: () => void): Promise<void> {
    return this.#randr.watch(changed);
  }

  async lookAgain(): Promise<boolean> {
    const whole = await measure(this.#desktop, this.#randr);
    const isNews = JSON.stringify(whole) !== JSON.stringify(this.#whole);
    this.#whole = whole;
    return isNews;
  }

  /** Also over those that a kiosk left that was killed. */
  async set({ bar, page }: Cut): Promise<void> {
    const { outputs } = this.#whole;
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
