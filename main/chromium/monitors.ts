import type { Layout } from '../kiosk/host.ts';
import { type Desktop, equal, type Rectangle } from './x11/desktop.ts';
import { RandR } from './x11/randr.ts';

const names = { bar: 'escale-bar', page: 'escale-visitor' };

/** What shows a visitor. */
export type SessionLayout = Exclude<Layout, 'locked'>;

/** In pixels; the visitor's windows begin below. */
const barHeight = 72;

/** How the screen is shared in a session: our page above, the visitor's below. */
export interface Cut {
  readonly bar: Rectangle;
  readonly page: Rectangle;
}

function cutFor(layout: SessionLayout, { size: { width, height } }: Whole): Cut {
  const at = layout === 'bar' ? barHeight : Math.floor(height / 2);
  return { bar: { x: 0, y: 0, width, height: at }, page: { x: 0, y: at, width, height: height - at } };
}

const higher = (one: Rectangle, other: Rectangle): Rectangle => (one.height > other.height ? one : other);

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
  #layout: SessionLayout = 'bar';
  #cut: Cut;

  private constructor(parts: { desktop: Desktop; randr: RandR; whole: Whole }) {
    this.#desktop = parts.desktop;
    this.#randr = parts.randr;
    this.#whole = parts.whole;
    this.#cut = cutFor(this.#layout, parts.whole);
  }

  static async open(desktop: Desktop): Promise<Monitors> {
    const randr = await RandR.open(desktop);
    return new Monitors({ desktop, randr, whole: await measure(desktop, randr) });
  }

  /** Of all displays together. */
  get size(): Whole['size'] {
    return this.#whole.size;
  }

  /** As it is, or is about to be applied. */
  get cut(): Cut {
    return this.#cut;
  }

  /** Calls back when displays may have come, gone or changed: `lookAgain` then says whether they have. */
  watch(changed: () => void): Promise<void> {
    return this.#randr.watch(changed);
  }

  async lookAgain(): Promise<boolean> {
    const whole = await measure(this.#desktop, this.#randr);
    const isNews = JSON.stringify(whole) !== JSON.stringify(this.#whole);
    this.#whole = whole;
    if (isNews) this.#cut = cutFor(this.#layout, whole);
    return isNews;
  }

  /**
   * Full-screen windows go where their monitor now is, a spare's too. What grows does so first, until `grown` says that windows fill it: the window
   * manager takes its time over many of them, and nobody shall see the empty display between the two meanwhile.
   */
  async share(layout: SessionLayout, grown: () => Promise<void>): Promise<void> {
    if (layout === this.#layout) return;
    this.#layout = layout;
    const [before, after] = [this.#cut, cutFor(layout, this.#whole)];
    this.#cut = { bar: higher(before.bar, after.bar), page: higher(before.page, after.page) };
    try {
      await this.apply();
      await grown();
    } finally {
      // A lock may have come meanwhile, with a wish of its own.
      this.#cut = cutFor(this.#layout, this.#whole);
      await this.apply();
    }
  }

  /** Also over those that a kiosk left that was killed. */
  async apply(): Promise<void> {
    const { outputs } = this.#whole;
    const { bar, page } = this.#cut;
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
