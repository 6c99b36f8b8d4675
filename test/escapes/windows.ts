import { readFileSync } from 'node:fs';
import { findCookie } from '../../main/kiosk/jail/authority.ts';
import { XConnection } from '../../main/chromium/x11/connection.ts';
import { Desktop, type Rectangle } from '../../main/chromium/x11/desktop.ts';
import type { Screen } from '../hosts/screen.ts';

/** A note that Chromium shows over a page ("press Esc", "download started") is smaller than that. */
const bubble = { width: 700, height: 220 };

/** Eyes on the windows of the display, with a connection of their own. */
export class Windows {
  readonly #desktop: Desktop;

  private constructor(desktop: Desktop) {
    this.#desktop = desktop;
  }

  static async open(screen: Screen): Promise<Windows> {
    const number = Number(screen.display.slice(1));
    const cookie = findCookie(readFileSync(screen.authority), number);
    return new Windows(new Desktop(await XConnection.open(`/tmp/.X11-unix/X${number}`, cookie)));
  }

  get #size(): { width: number; height: number } {
    return this.#desktop.connection.root;
  }

  /** What of a window can be seen. */
  #onScreen({ x, y, width, height }: Rectangle): Rectangle {
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(this.#size.width, x + width), Math.min(this.#size.height, y + height)];
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  async #seen(): Promise<readonly Rectangle[]> {
    const stack = await this.#desktop.visibleStack();
    return stack
      .map(({ rectangle }) => this.#onScreen(rectangle))
      .filter(({ width, height }) => width > 0 && height > 0);
  }

  /** Ours reach from side to side, and from the top or to the bottom. */
  #isOurs({ x, y, width, height }: Rectangle): boolean {
    return x === 0 && width === this.#size.width && (y === 0 || y + height === this.#size.height);
  }

  /** Windows to be seen that are neither our page nor the visitor's in its place. */
  async strangers({ bubbles }: { bubbles: boolean }): Promise<readonly string[]> {
    return (await this.#seen())
      .filter((rectangle) => !this.#isOurs(rectangle))
      .filter(({ width, height }) => !bubbles || width > bubble.width || height > bubble.height)
      .map(({ x, y, width, height }) => `a window ${width}x${height} at ${x},${y}`);
  }

  /** Whether something covers every pixel: the root window beneath is nobody's. */
  async covered(): Promise<boolean> {
    const full = (await this.#seen()).filter(({ width }) => width === this.#size.width);
    const ordered = full.toSorted((one, other) => one.y - other.y);
    return ordered.reduce((to, { y, height }) => (y <= to ? Math.max(to, y + height) : to), 0) >= this.#size.height;
  }

  close(): void {
    this.#desktop.connection.close();
  }
}
