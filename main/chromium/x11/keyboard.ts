import { XError, type XConnection } from './connection.ts';
import { request } from './request.ts';

const opcodes = { grabKey: 33, allowEvents: 35, getKeyboardMapping: 101 } as const;
const events = { keyPress: 2, mappingNotify: 34 } as const;
const handOn = 5;
const swallow = 3;
const badAccess = 10;
const anyKey = 0;

interface Layout {
  readonly perKey: number;
  readonly keysyms: Buffer;
}

export interface PressedKey {
  readonly keysym: number;
  readonly state: number;
}

/** Keycodes that another client can take for itself: none, while a guard holds them all. Whatever is taken is free again when the connection closes. */
export async function keysToTake(connection: XConnection): Promise<readonly number[]> {
  const { firstKeycode, lastKeycode } = connection.root;
  const keycodes = Array.from({ length: lastKeycode - firstKeycode + 1 }, (_, index) => firstKeycode + index);
  const grabs = connection.together(() => keycodes.map((keycode) => grab(connection, keycode)));
  const taken = await Promise.all(grabs);
  return keycodes.filter((_, index) => taken[index]);
}

/** False: another client has it. */
async function grab(connection: XConnection, keycode: number): Promise<boolean> {
  const anyModifier = 0x8000;
  const [pointerFree, keyboardFrozen] = [1, 0];
  const words = [connection.root.window, anyModifier | (keycode << 16) | (pointerFree << 24), keyboardFrozen];
  try {
    await connection.checked(request(opcodes.grabKey, 0, words));
    return true;
  } catch (error) {
    if (error instanceof XError && error.code === badAccess) return false;
    throw error;
  }
}

/** Latin keys decide about chords, also under a layout of another alphabet. */
const isLatinOrFunction = (keysym: number): boolean => keysym <= 0xff || keysym >= 0xfd00;

/**
 * Takes every key before any program does and asks for each whether it may go on. It lives in the kiosk's own process: keys are free again only
 * when the kiosk is gone, and then nothing that they could reach is left either.
 */
export class Keyboard {
  readonly #connection: XConnection;
  readonly #mayPass: (key: PressedKey) => boolean;
  #layout: Promise<Layout>;
  readonly #awaited = new Map<number, () => void>();

  private constructor(connection: XConnection, mayPass: (key: PressedKey) => boolean) {
    this.#connection = connection;
    this.#mayPass = mayPass;
    this.#layout = this.#readLayout();
    connection.onEvent((event) => {
      const code = event.readUInt8(0) & 0x7f;
      if (code === events.mappingNotify) this.#layout = this.#readLayout();
      // It rejects only when the server is gone, and with it every key.
      if (code === events.keyPress) this.#judge(event).catch(() => undefined);
    });
  }

  /** Null when another program holds keys already: then not every key would be ours. */
  static async guard(connection: XConnection, mayPass: (key: PressedKey) => boolean): Promise<Keyboard | null> {
    const keyboard = new Keyboard(connection, mayPass);
    if (!(await grab(connection, anyKey))) return null;
    await keyboard.#layout;
    return keyboard;
  }

  /** The key that means this without modifiers; null where the keyboard has none. */
  async keycodeOf(keysym: number): Promise<number | null> {
    const { perKey, keysyms } = await this.#layout;
    const { firstKeycode, lastKeycode } = this.#connection.root;
    for (let row = 0; row <= lastKeycode - firstKeycode; row += 1) {
      if (keysyms.readUInt32LE(4 * row * perKey) === keysym) return firstKeycode + row;
    }
    return null;
  }

  /** Resolves when the guard next keeps this key from everybody. */
  swallows(keycode: number): Promise<void> {
    return new Promise((resolve) => this.#awaited.set(keycode, resolve));
  }

  async #readLayout(): Promise<Layout> {
    const { firstKeycode, lastKeycode } = this.#connection.root;
    const words = [firstKeycode | ((lastKeycode - firstKeycode + 1) << 8)];
    const reply = await this.#connection.ask(request(opcodes.getKeyboardMapping, 0, words));
    return { perKey: reply.readUInt8(1), keysyms: reply.subarray(32) };
  }

  /** The keyboard stands still until the answer, so that no key overtakes another. */
  async #judge(event: Buffer): Promise<void> {
    const [keycode, state] = [event.readUInt8(1), event.readUInt16LE(28)];
    let passes = false;
    try {
      const row = keycode - this.#connection.root.firstKeycode;
      passes = this.#mayPass({ keysym: keysymOf(await this.#layout, row, state), state });
    } finally {
      this.#connection.send(request(opcodes.allowEvents, passes ? handOn : swallow, [event.readUInt32LE(4)]));
    }
    if (passes) return;
    this.#awaited.get(keycode)?.();
    this.#awaited.delete(keycode);
  }
}

/** The first level of the group in use; groups lie in pairs of levels, one pair after the other. */
function keysymOf({ perKey, keysyms }: Layout, row: number, state: number): number {
  const at = (column: number): number => (column < perKey ? keysyms.readUInt32LE(4 * (row * perKey + column)) : 0);
  const inGroup = at(2 * ((state >> 13) & 3));
  const inFirst = at(0);
  return inGroup !== 0 && isLatinOrFunction(inGroup) ? inGroup : inFirst !== 0 ? inFirst : inGroup;
}
