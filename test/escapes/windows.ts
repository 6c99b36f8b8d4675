import { readFileSync } from 'node:fs';
import { findCookie } from '../../main/kiosk/jail/authority.ts';
import { screensClass } from '../../main/chromium/display.ts';
import { seats, visitorClass } from '../../main/chromium/seats.ts';
import { XConnection } from '../../main/chromium/x11/connection.ts';
import { Desktop, type Rectangle } from '../../main/chromium/x11/desktop.ts';
import type { Screen } from '../hosts/screen.ts';

/** A note that Chromium shows over a page ("press Esc", "download started") is smaller than that, and so is the list or the calendar of a field. */
const bubble = { width: 700, height: 420 };

/** The part of a window's number that tells which program opened it, as an X server of the usual size gives them out. */
const programOf = (window: number): number => window >>> 21;

type Size = Pick<Rectangle, 'width' | 'height'>;

export interface SeenWindow {
  readonly id: number;
  /** Of a visitor's browser: a window of its own, filling its monitor or with its strips to be seen. Null: a bubble, a list of a page's, or no browser's. */
  readonly browser: 'full screen' | 'framed' | null;
  /** Opened by a program that shows our page or a visitor's. */
  readonly own: boolean;
  readonly rectangle: Rectangle;
}

/** The windows of the display at one moment, the lowest first, each as far as it can be seen. */
export interface Sight {
  readonly screen: Size;
  readonly windows: readonly SeenWindow[];
}

export const named = ({ x, y, width, height }: Rectangle): string => `a window ${width}x${height} at ${x},${y}`;

function onScreen({ x, y, width, height }: Rectangle, screen: Size): Rectangle {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(screen.width, x + width), Math.min(screen.height, y + height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Ours reach from side to side, and from the top or to the bottom. */
const isOurs = ({ x, y, width, height }: Rectangle, screen: Size): boolean =>
  x === 0 && width === screen.width && (y === 0 || y + height === screen.height);

export const strangersIn = ({ screen, windows }: Sight, { bubbles }: { bubbles: boolean }): readonly SeenWindow[] =>
  windows
    .filter(({ browser, rectangle }) => browser === 'framed' || !isOurs(rectangle, screen))
    .filter(({ browser, own, rectangle: { width, height } }) => {
      return !bubbles || browser !== null || !own || width > bubble.width || height > bubble.height;
    });

export function isCovered({ screen, windows }: Sight): boolean {
  const full = windows.map(({ rectangle }) => rectangle).filter(({ width }) => width === screen.width);
  const ordered = full.toSorted((one, other) => one.y - other.y);
  return ordered.reduce((to, { y, height }) => (y <= to ? Math.max(to, y + height) : to), 0) >= screen.height;
}

/** Eyes on the windows of the display, with a connection of their own. */
export class Windows {
  readonly #desktop: Desktop;

  private constructor(desktop: Desktop) {
    this.#desktop = desktop;
  }

  static async open(screen: Pick<Screen, 'display' | 'authority'>): Promise<Windows> {
    const number = Number(screen.display.slice(1));
    const cookie = findCookie(readFileSync(screen.authority), number);
    return new Windows(new Desktop(await XConnection.open(`/tmp/.X11-unix/X${number}`, cookie)));
  }

  /** Everything that can be seen at this moment, the lowest first. */
  async look(): Promise<Sight> {
    const [screen, stack, visitors, screens] = await Promise.all([
      this.#desktop.size(),
      this.#desktop.visibleStack(),
      Promise.all(seats.map((seat) => this.#desktop.windowsOfClass(visitorClass(seat)))),
      this.#desktop.windowsOfClass(screensClass),
    ]);
    const clients = visitors.flat();
    const browsers = await this.#browsers(clients);
    const programs = new Set([...clients, ...screens].map(programOf));
    const windows = stack
      .map(({ id, rectangle }) => {
        const seen = { browser: browsers.get(id) ?? null, own: programs.has(programOf(id)) };
        return { id, ...seen, rectangle: onScreen(rectangle, screen) };
      })
      .filter(({ rectangle: { width, height } }) => width > 0 && height > 0);
    return { screen, windows };
  }

  /** What the window manager keeps for the visitor's browsers, by the window that stands for it on the screen. */
  async #browsers(clients: readonly number[]): Promise<ReadonlyMap<number | null, SeenWindow['browser']>> {
    const seen = clients.map(async (client) => {
      const full = await this.#desktop.hasState(client, '_NET_WM_STATE_FULLSCREEN');
      return [await this.#desktop.topOf(client), full ? 'full screen' : 'framed'] as const;
    });
    return new Map(await Promise.all(seen));
  }

  /** Windows to be seen that are neither our page nor the visitor's in its place. */
  async strangers(allowing: { bubbles: boolean }): Promise<readonly string[]> {
    return strangersIn(await this.look(), allowing).map(({ rectangle }) => named(rectangle));
  }

  /** Whether something covers every pixel: the root window beneath is nobody's. */
  async covered(): Promise<boolean> {
    return isCovered(await this.look());
  }

  close(): void {
    this.#desktop.connection.close();
  }
}
