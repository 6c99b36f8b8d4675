import { type XConnection, XError } from './connection.ts';
import { pair, request, requestByName, textProperty } from './request.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const equal = (one: Rectangle | null, other: Rectangle): boolean =>
  one?.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;

export const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const opcodes = {
  createWindow: 1,
  changeWindowAttributes: 2,
  getWindowAttributes: 3,
  configureWindow: 12,
  getGeometry: 14,
  queryTree: 15,
  internAtom: 16,
  changeProperty: 18,
  deleteProperty: 19,
  getProperty: 20,
  setSelectionOwner: 22,
  getSelectionOwner: 23,
  sendEvent: 25,
  translateCoordinates: 40,
  getInputFocus: 43,
} as const;

const masks = { propertyChange: 0x400000, substructure: 0x180000 };
const propertyNotify = 28;
const resources = 'RESOURCE_MANAGER';
const clientMessage = 33;
const viewable = 2;
const inputOnly = 2;
const badWindow = 3;
const badDrawable = 9;

/** Windows come and go between two questions: a window that is no more has no answer, and that is one. */
async function unlessGone<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof XError && (error.code === badWindow || error.code === badDrawable)) return null;
    throw error;
  }
}

/** The questions and orders of a kiosk to its desktop: which windows stand where, who has the keyboard, who holds the clipboard. */
export class Desktop {
  readonly connection: XConnection;
  readonly #atoms = new Map<string, number>();

  constructor(connection: XConnection) {
    this.connection = connection;
  }

  get #root(): number {
    return this.connection.root.window;
  }

  /** The server's number for a name; asked for once. */
  async atom(name: string): Promise<number> {
    const known = this.#atoms.get(name);
    if (known !== undefined) return known;
    const atom = (await this.connection.ask(requestByName(opcodes.internAtom, name))).readUInt32LE(8);
    this.#atoms.set(name, atom);
    return atom;
  }

  async #property(window: number, name: string): Promise<Buffer | null> {
    const anyType = 0;
    const words = [window, await this.atom(name), anyType, 0, 4096];
    const reply = await unlessGone(this.connection.ask(request(opcodes.getProperty, 0, words)));
    if (reply === null || reply.readUInt8(1) === 0) return null;
    return reply.subarray(32, 32 + (reply.readUInt32LE(16) * reply.readUInt8(1)) / 8);
  }

  #rootNumbers(name: string): Promise<readonly number[]> {
    return this.#numbers(this.#root, name);
  }

  async #numbers(window: number, name: string): Promise<readonly number[]> {
    const value = await this.#property(window, name);
    if (value === null) return [];
    return Array.from({ length: value.length / 4 }, (_, index) => value.readUInt32LE(4 * index));
  }

  async #tell(window: number, name: string, words: readonly number[]): Promise<void> {
    const format = 32;
    const data = [...words, 0, 0, 0, 0, 0].slice(0, 5);
    const event = [clientMessage | (format << 8), window, await this.atom(name), ...data];
    this.connection.send(request(opcodes.sendEvent, 0, [this.#root, masks.substructure, ...event]));
  }

  /** Calls back at each change of a property of the root window, where the window manager keeps its state, and of those watched beside it. */
  async watchRoot(changed: () => void): Promise<void> {
    this.connection.onEvent((event) => {
      if ((event.readUInt8(0) & 0x7f) === propertyNotify) changed();
    });
    await this.watchProperties(this.#root);
  }

  async watchProperties(window: number): Promise<void> {
    const eventMask = 0x800;
    await unlessGone(
      this.connection.checked(request(opcodes.changeWindowAttributes, 0, [window, eventMask, masks.propertyChange])),
    );
  }

  /** Null while no window manager keeps desktops. */
  async desktops(): Promise<{ readonly count: number; readonly current: number } | null> {
    const [[count], [current]] = await Promise.all([
      this.#rootNumbers('_NET_NUMBER_OF_DESKTOPS'),
      this.#rootNumbers('_NET_CURRENT_DESKTOP'),
    ]);
    return count === undefined || current === undefined ? null : { count, current };
  }

  async hasWindowManager(): Promise<boolean> {
    const [check] = await this.#rootNumbers('_NET_SUPPORTING_WM_CHECK');
    return check !== undefined && (await this.#property(check, '_NET_SUPPORTING_WM_CHECK')) !== null;
  }

  /** Makes a window that is never shown, once on a connection, and asks the manager about it; `managerAnswered` tells when it has said something. */
  async askManager(): Promise<void> {
    const { firstId } = this.connection.root;
    const [onePixel, inputOnlyClass] = [pair(1, 1), inputOnly << 16];
    const words = [firstId, this.#root, 0, onePixel, inputOnlyClass, 0, 0];
    await this.connection.checked(request(opcodes.createWindow, 0, words));
    await this.#tell(firstId, '_NET_REQUEST_FRAME_EXTENTS', []);
  }

  async managerAnswered(): Promise<boolean> {
    return (await this.#property(this.connection.root.firstId, '_NET_FRAME_EXTENTS')) !== null;
  }

  switchTo(desktop: number): Promise<void> {
    return this.#tell(this.#root, '_NET_CURRENT_DESKTOP', [desktop, 0]);
  }

  /** Null for a window that the window manager does not know. */
  async desktopOf(window: number): Promise<number | null> {
    const [desktop = null] = await this.#numbers(window, '_NET_WM_DESKTOP');
    return desktop;
  }

  moveTo(window: number, desktop: number): Promise<void> {
    const asPager = 2;
    return this.#tell(window, '_NET_WM_DESKTOP', [desktop, asPager]);
  }

  async hasState(window: number, state: string): Promise<boolean> {
    const [states, atom] = await Promise.all([this.#numbers(window, '_NET_WM_STATE'), this.atom(state)]);
    return states.includes(atom);
  }

  /** Gives a window the keyboard, as a pager would: the window manager obeys. */
  activate(window: number): Promise<void> {
    const asPager = 2;
    return this.#tell(window, '_NET_ACTIVE_WINDOW', [asPager, 0, 0]);
  }

  place(window: number, { x, y, width, height }: Rectangle): void {
    const allFour = 0b1111;
    this.connection.send(request(opcodes.configureWindow, 0, [window, allFour, x, y, width, height]));
  }

  /** Below all others. Works on windows that no manager manages; for others it is a request to the manager. */
  lower(window: number): void {
    const stackMode = 0b1000000;
    const below = 1;
    this.connection.send(request(opcodes.configureWindow, 0, [window, stackMode, below]));
  }

  /** Windows that the window manager manages, mapped or not, with the class of each. */
  async managed(): Promise<readonly { readonly window: number; readonly className: string }[]> {
    const found: { window: number; className: string }[] = [];
    for (const window of await this.#rootNumbers('_NET_CLIENT_LIST')) {
      const words = (await this.#property(window, 'WM_CLASS'))?.toString('utf8').split('\0') ?? [];
      found.push({ window, className: words[1] ?? '' });
    }
    return found;
  }

  async windowsOfClass(name: string): Promise<readonly number[]> {
    return (await this.managed()).filter(({ className }) => className === name).map(({ window }) => window);
  }

  async #isVisible(window: number): Promise<boolean> {
    const reply = await unlessGone(this.connection.ask(request(opcodes.getWindowAttributes, 0, [window])));
    return reply !== null && reply.readUInt8(26) === viewable && reply.readUInt16LE(12) !== inputOnly;
  }

  /** Where a window stands on the screen, when it is to be seen. */
  async visibleRectangle(window: number): Promise<Rectangle | null> {
    const [visible, geometry, corner] = await Promise.all([
      this.#isVisible(window),
      unlessGone(this.connection.ask(request(opcodes.getGeometry, 0, [window]))),
      unlessGone(this.connection.ask(request(opcodes.translateCoordinates, 0, [window, this.#root, 0]))),
    ]);
    if (!visible || geometry === null || corner === null) return null;
    return {
      x: corner.readInt16LE(12),
      y: corner.readInt16LE(14),
      width: geometry.readUInt16LE(16),
      height: geometry.readUInt16LE(18),
    };
  }

  async #children(window: number): Promise<readonly number[]> {
    const reply = await unlessGone(this.connection.ask(request(opcodes.queryTree, 0, [window])));
    if (reply === null) return [];
    return Array.from({ length: reply.readUInt16LE(16) }, (_, index) => reply.readUInt32LE(32 + 4 * index));
  }

  /** All displays together, as large as they are now: the root window's greeting tells how large they were. */
  async size(): Promise<{ readonly width: number; readonly height: number }> {
    const geometry = await this.connection.ask(request(opcodes.getGeometry, 0, [this.#root]));
    return { width: geometry.readUInt16LE(16), height: geometry.readUInt16LE(18) };
  }

  /** The windows right below the root, from the lowest to the one on top, whether the window manager knows them or not. */
  async visibleStack(): Promise<readonly { readonly id: number; readonly rectangle: Rectangle }[]> {
    const measured = await Promise.all(
      (await this.#children(this.#root)).map(async (id) => ({ id, rectangle: await this.visibleRectangle(id) })),
    );
    return measured.flatMap(({ id, rectangle }) => (rectangle === null ? [] : [{ id, rectangle }]));
  }

  /** The child of the root that holds this window. */
  async topOf(window: number): Promise<number | null> {
    let current = window;
    for (;;) {
      const reply = await unlessGone(this.connection.ask(request(opcodes.queryTree, 0, [current])));
      if (reply === null) return null;
      const parent = reply.readUInt32LE(12);
      if (parent === this.#root || parent === 0) return current;
      current = parent;
    }
  }

  /** Who gets the keys: a window, or 0 and 1 for no one and whatever the pointer is on. */
  async focus(): Promise<number> {
    return (await this.connection.ask(request(opcodes.getInputFocus, 0, []))).readUInt32LE(8);
  }

  async selectionHeld(name: string): Promise<boolean> {
    const reply = await this.connection.ask(request(opcodes.getSelectionOwner, 0, [await this.atom(name)]));
    return reply.readUInt32LE(8) !== 0;
  }

  async dropSelection(name: string): Promise<void> {
    await this.connection.checked(request(opcodes.setSelectionOwner, 0, [0, await this.atom(name), 0]));
  }

  /** Old programs keep copied text on the root window itself. */
  async rootHas(property: string): Promise<boolean> {
    return (await this.#property(this.#root, property)) !== null;
  }

  /** Adds a line to the resources that every program on this display heeds, or takes it away; the other lines stay as they are. */
  async setResource(line: string, wanted: boolean): Promise<void> {
    const before = (await this.#property(this.#root, resources))?.toString('latin1') ?? '';
    const others = before.split('\n').filter((other) => other !== line && other !== '');
    const lines = wanted ? [...others, line] : others;
    if (lines.length === 0) return this.dropRootProperty(resources);
    const text = Buffer.from(lines.map((each) => `${each}\n`).join(''), 'latin1');
    const change = { window: this.#root, property: await this.atom(resources), text };
    await this.connection.checked(textProperty(opcodes.changeProperty, change));
  }

  async dropRootProperty(property: string): Promise<void> {
    await this.connection.checked(request(opcodes.deleteProperty, 0, [this.#root, await this.atom(property)]));
  }
}
