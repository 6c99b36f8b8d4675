import type { Logger } from 'pino';
import type { Ease } from '../../contract/screens.ts';
import { readAuthority } from '../kiosk/jail/authority.ts';
import { until } from './deadline.ts';
import { isAllowed } from './keys.ts';
import { type Cut, Monitors, type SessionLayout } from './monitors.ts';
import { lockedDesktop, type Seat, visitorClass } from './seats.ts';
import { Threshold, thresholdDesktop } from './threshold.ts';
import { startWindowManager } from './window-manager.ts';
import { XConnection } from './x11/connection.ts';
import { Desktop, equal, overlap, type Rectangle } from './x11/desktop.ts';
import { Idleness } from './x11/idle.ts';
import { Keyboard } from './x11/keyboard.ts';
import { KeyboardControls } from './x11/keyboard-controls.ts';

export const screensClass = 'Escale-bar';

/** As `deploy/openbox/rc.xml` has it; another number means that openbox runs with some other configuration. */
export const desktopCount = 1 + thresholdDesktop;

const patienceMs = 3000;

/** As the theme of pointers has it: 24 is the usual size. */
const largePointerResource = 'Xcursor.size:\t64';

export interface DisplayParts {
  readonly runtime: string;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly log: Logger;
}

interface Found {
  readonly connect: () => Promise<XConnection>;
  readonly desktop: Desktop;
  readonly socket: string;
  readonly authority: string | null;
  readonly monitors: Monitors;
  readonly idleness: Idleness;
  readonly controls: KeyboardControls;
}

/** While our page covers all, nothing else has to stand anywhere. */
const nothingSeen = (): Promise<void> => Promise.resolve();

/** The X server that is this kiosk's own: its monitors, its window manager, and the proof of what stands on the screen. */
export class Display {
  readonly desktop: Desktop;
  readonly socket: string;
  /** A copy of the file with the right to speak to the server, readable by the browsers' account; null where the server asks for none. */
  readonly authority: string | null;
  readonly #parts: DisplayParts;
  readonly monitors: Monitors;
  /** As another program on this display would speak to it. */
  readonly connect: () => Promise<XConnection>;
  readonly #idleness: Idleness;
  readonly #controls: KeyboardControls;
  /** What last had to stand on the screen; null before anything had. */
  #standing: (() => Promise<Rectangle>) | null = null;
  #keyboard: Keyboard | null = null;
  #wanted: number = lockedDesktop;
  #endManager: (() => void) | null = null;
  #closing = false;
  #broken: () => void = () => undefined;

  private constructor(parts: DisplayParts, found: Found) {
    this.#parts = parts;
    this.connect = found.connect;
    this.desktop = found.desktop;
    this.socket = found.socket;
    this.authority = found.authority;
    this.monitors = found.monitors;
    this.#idleness = found.idleness;
    this.#controls = found.controls;
  }

  /** Rejects, with a sentence for people, when there is no X server, or one that does not let us in. */
  static async open(parts: DisplayParts): Promise<Display> {
    const name = process.env['DISPLAY'] ?? '';
    const number = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(name)?.[1];
    if (number === undefined) throw new Error('DISPLAY must name an X server of this machine, such as ":7"');
    const socket = `/tmp/.X11-unix/X${number}`;
    const { cookie, authority } = await readAuthority(parts, Number(number));
    const connect = (): Promise<XConnection> => XConnection.open(socket, cookie);
    const desktop = new Desktop(await connect());
    // On a connection of its own: the server tells keys in another way to a client that has asked for this extension.
    const controls = await KeyboardControls.open(await connect());
    const [monitors, idleness] = await Promise.all([Monitors.open(desktop), Idleness.open(desktop.connection)]);
    const display = new Display(parts, { connect, desktop, socket, authority, monitors, idleness, controls });
    const threshold = new Threshold(desktop, () => display.#wanted);
    await desktop.watchRoot(() => {
      display.#quietly(display.#keepDesktop());
      display.#quietly(threshold.look());
    });
    await monitors.watch(() => display.#quietly(display.#fit()));
    display.#keyboard = await Keyboard.guard(desktop.connection, isAllowed);
    return display;
  }

  /** Every key passes the guard of `keys.ts`; null when another program on this display holds some. */
  get keyboard(): Keyboard | null {
    return this.#keyboard;
  }

  /** What should stand on the screen now: which desktop, our page there, and the two monitors. */
  get wanted(): { readonly desktop: number; readonly place: Rectangle; readonly cut: Cut } {
    const { cut } = this.monitors;
    return { desktop: this.#wanted, place: this.#wanted === lockedDesktop ? this.#whole : cut.bar, cut };
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.monitors.size;
  }

  /** Since somebody last touched the keyboard or the mouse; a key that the guard swallows is a touch too. */
  idleMs(): Promise<number> {
    return this.#idleness.milliseconds();
  }

  /** Keyboard and pointer as a visitor wishes them. Browsers draw the pointer in its new size when next they change its shape. */
  async ease(wishes: Ease): Promise<void> {
    const pointer = this.desktop.setResource(largePointerResource, wishes.largePointer);
    await Promise.all([this.#controls.set(wishes), pointer]);
    if (!Object.values(wishes).includes(true)) await this.#controls.release();
  }

  /** For every program of ours on this display: nothing of the kiosk's own environment. */
  get environment(): Readonly<Record<string, string>> {
    return {
      PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
      LANG: 'C.UTF-8',
      LANGUAGE: 'fr',
      DISPLAY: process.env['DISPLAY'] ?? '',
      ...(this.authority === null ? {} : { XAUTHORITY: this.authority }),
    };
  }

  /** The window manager died: windows of any desktop may now show. */
  onBroken(heard: () => void): void {
    this.#broken = heard;
  }

  /** Cuts the screen in two and starts the window manager, when it does not run already. */
  async manage(): Promise<void> {
    if (this.#endManager !== null) return;
    if (await this.desktop.hasWindowManager()) throw new Error('a window manager runs on this display already');
    await this.monitors.apply();
    this.#endManager = await this.#startManager();
    const isReady = async (): Promise<boolean> =>
      (await this.desktop.hasWindowManager()) && (await this.desktop.desktops())?.count === desktopCount;
    await until(patienceMs, 'openbox did not take its configuration', isReady);
    await this.#switchTo(lockedDesktop);
  }

  #startManager(): Promise<() => void> {
    return startWindowManager({
      ...this.#parts,
      environment: this.environment,
      gone: () => {
        this.#endManager = null;
        this.#parts.log.error('window manager gone');
        this.#broken();
      },
    });
  }

  async #switchTo(desktop: number): Promise<void> {
    this.#wanted = desktop;
    await this.desktop.switchTo(desktop);
  }

  /** Any X client may ask for another desktop; only the kiosk gets it. */
  async #keepDesktop(): Promise<void> {
    if (this.#closing) return;
    const now = await this.desktop.desktops();
    if (now === null || now.current === this.#wanted) return;
    await this.desktop.switchTo(this.#wanted);
  }

  /** A display was plugged in or pulled out: what stood on the screen covers all of it again, or nothing of a visitor stays to be seen. */
  async #fit(): Promise<void> {
    if (this.#closing || !(await this.monitors.lookAgain())) return;
    if (this.#endManager === null) return;
    this.#parts.log.warn({ size: this.size }, 'the displays changed');
    await this.monitors.apply();
    const standing = this.#standing;
    await standing?.().catch((error: unknown) => {
      // Something else has to stand meanwhile, and whoever asked for that waits for the proof.
      if (this.#standing !== standing || this.#closing) return;
      this.#parts.log.error({ err: error }, 'the displays are not covered');
      this.#broken();
    });
  }

  /** Where nobody waits, all that can fail is a display that is gone; its browsers go with it, and that is told. */
  #quietly(order: Promise<void>): void {
    order.catch((error: unknown) => this.#parts.log.warn({ err: error }, 'the display does not answer'));
  }

  async #isCurrent(desktop: number): Promise<boolean> {
    return (await this.desktop.desktops())?.current === desktop;
  }

  async #screensWindow(): Promise<number | null> {
    return (await this.desktop.windowsOfClass(screensClass))[0] ?? null;
  }

  /** Exactly there; asks for it where it is not so. */
  async #stands(window: number | null, place: Rectangle): Promise<boolean> {
    if (window === null) return false;
    const stands = equal(await this.desktop.visibleRectangle(window), place);
    if (!stands) this.desktop.place(window, place);
    return stands;
  }

  /** Our window stands exactly there and nothing lies over it; asks for both where it is not so. */
  async #covers(window: number | null, place: Rectangle): Promise<boolean> {
    if (window === null) return false;
    const [stands, top, stack] = await Promise.all([
      this.#stands(window, place),
      this.desktop.topOf(window),
      this.desktop.visibleStack(),
    ]);
    if (!stands) return false;
    const own = stack.findIndex(({ id }) => id === top);
    if (own === -1) return false;
    const over = stack.slice(own + 1).filter((other) => overlap(other.rectangle, place));
    // Bubbles and lists of a page are windows that no manager manages: they outlive the page's own for some seconds.
    for (const { id } of over) this.desktop.lower(id);
    return over.length === 0;
  }

  async #hasKeyboard(window: number): Promise<boolean> {
    const focus = await this.desktop.focus();
    return focus > 1 && (await this.desktop.topOf(focus)) === (await this.desktop.topOf(window));
  }

  /** At once and without proof: for the moment when the screens have died. */
  hideVisitors(): void {
    this.#quietly(this.#switchTo(lockedDesktop));
  }

  get #whole(): Rectangle {
    return { x: 0, y: 0, ...this.size };
  }

  /** Resolves, with the place of our page, when it covers the whole screen, no visitor's window can be seen, and the keyboard is ours. */
  lock(): Promise<Rectangle> {
    return this.#stand(() => this.#lock());
  }

  /** Resolves when our page stands above, the visitor's window fills the rest, and the keyboard is the visitor's. */
  showVisitor(seat: Seat, layout: SessionLayout): Promise<Rectangle> {
    return this.#stand(() => this.#showVisitor(seat, layout));
  }

  #stand(standing: () => Promise<Rectangle>): Promise<Rectangle> {
    this.#standing = standing;
    return standing();
  }

  async #lock(): Promise<Rectangle> {
    await this.#switchTo(lockedDesktop);
    await until(patienceMs, 'the lock screen did not cover the display', async () => {
      const window = await this.#screensWindow();
      if (!(await this.#isCurrent(lockedDesktop)) || window === null) return false;
      if (!(await this.#covers(window, this.#whole))) return false;
      if (await this.#hasKeyboard(window)) return true;
      await this.desktop.activate(window);
      return false;
    });
    await this.monitors.share('bar', nothingSeen);
    return this.#whole;
  }

  /** Beside a visitor: ours stands as the cut has it, and so does a page. */
  #grown(seat: Seat): Promise<void> {
    return until(patienceMs, 'the windows did not take their places', async () => {
      const { bar } = this.monitors.cut;
      return (await this.#stands(await this.#screensWindow(), bar)) && (await this.#windowsOnPage(seat)).length > 0;
    });
  }

  /** A visitor's windows that can be seen where a page belongs. */
  async #windowsOnPage(seat: Seat): Promise<readonly number[]> {
    const windows = await this.desktop.windowsOfClass(visitorClass(seat));
    const rectangles = await Promise.all(windows.map((window) => this.desktop.visibleRectangle(window)));
    return windows.filter((_, index) => equal(rectangles[index] ?? null, this.monitors.cut.page));
  }

  async #showVisitor(seat: Seat, layout: SessionLayout): Promise<Rectangle> {
    await this.monitors.share(layout, this.#wanted === seat ? () => this.#grown(seat) : nothingSeen);
    await this.#switchTo(seat);
    await until(patienceMs, 'the visitor’s window did not take its place', async () => {
      if (!(await this.#isCurrent(seat)) || !(await this.#covers(await this.#screensWindow(), this.monitors.cut.bar)))
        return false;
      if ((await this.#windowsOnPage(seat)).length === 0) return false;
      const windows = await this.desktop.windowsOfClass(visitorClass(seat));
      const keyboards = await Promise.all(windows.map((window) => this.#hasKeyboard(window)));
      if (keyboards.includes(true)) return true;
      await this.desktop.activate(windows[0] ?? 0);
      return false;
    });
    return this.monitors.cut.bar;
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#endManager?.();
    await this.monitors.clear().catch(() => undefined);
    this.desktop.connection.close();
    this.#controls.close();
  }
}
