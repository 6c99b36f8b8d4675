import type { XConnection } from './connection.ts';
import { findExtension } from './extension.ts';
import { pair, request } from './request.ts';

const minor = { useExtension: 0, latchLockState: 5, getControls: 6, setControls: 7 };
const version = pair(1, 0);
const coreKeyboard = 0x0100;

/** Boolean controls of the keyboard, as the X Keyboard Extension numbers them. */
const controls = { repeat: 1 << 0, slow: 1 << 1, bounce: 1 << 2, sticky: 1 << 3, mouse: 1 << 4, accessX: 1 << 6 };
/** Which fields of a request are meant: those switched, beside the repeat's times and what sticky keys do. */
const switches = 1 << 31;
/** A modifier that is pressed twice holds until it is pressed again. Two keys at once do not switch all off: that is for the screen. */
const latchToLock = 1 << 7;

interface Repeat {
  readonly delayMs: number;
  readonly intervalMs: number;
}

/** As a server begins that was told nothing. */
const usualRepeat: Repeat = { delayMs: 660, intervalMs: 40 };
const slowRepeat: Repeat = { delayMs: 2000, intervalMs: 1000 };

/** Shift, Caps Lock, Control, Alt, Super, level 3: whatever may hang. Num Lock is the keyboard's own. */
const modifiers = 0xff & ~0x10;

export interface KeyboardWishes {
  readonly stickyKeys: boolean;
  readonly slowRepeat: boolean;
}

/** How the server reads the keyboard, before any program sees a key. */
export class KeyboardControls {
  readonly #connection: XConnection;
  readonly #opcode: number;
  readonly #ordinary: Repeat;

  private constructor(connection: XConnection, opcode: number, ordinary: Repeat) {
    this.#connection = connection;
    this.#opcode = opcode;
    this.#ordinary = ordinary;
  }

  static async open(connection: XConnection): Promise<KeyboardControls> {
    const { opcode } = await findExtension(connection, 'XKEYBOARD');
    await connection.ask(request(opcode, minor.useExtension, [version]));
    const reply = await connection.ask(request(opcode, minor.getControls, [coreKeyboard]));
    const found = { delayMs: reply.readUInt16LE(20), intervalMs: reply.readUInt16LE(22) };
    // A kiosk that was killed leaves the slow one behind.
    const ordinary = found.delayMs === slowRepeat.delayMs ? usualRepeat : found;
    return new KeyboardControls(connection, opcode, ordinary);
  }

  /** Resolves when the server has it so. */
  set(wishes: KeyboardWishes): Promise<void> {
    return this.#connection.checked(this.#controlsRequest(wishes));
  }

  /** Lets go of every modifier that hangs, whoever left it so. */
  release(): Promise<void> {
    const both = modifiers << 16;
    return this.#connection.checked(request(this.#opcode, minor.latchLockState, [coreKeyboard | both, both, 0]));
  }

  close(): void {
    this.#connection.close();
  }

  #controlsRequest({ stickyKeys, slowRepeat: slow }: KeyboardWishes): Buffer {
    const { delayMs, intervalMs } = slow ? slowRepeat : this.#ordinary;
    const affected = Object.values(controls).reduce((all, one) => all | one, 0);
    const enabled = controls.repeat | (stickyKeys ? controls.sticky : 0);
    const message = request(
      this.#opcode,
      minor.setControls,
      Array.from({ length: 24 }, () => 0),
    );
    message.writeUInt16LE(coreKeyboard, 4);
    message.writeUInt16LE(latchToLock, 20);
    message.writeUInt32LE(affected, 24);
    message.writeUInt32LE(enabled, 28);
    message.writeUInt32LE((switches | controls.repeat | controls.sticky) >>> 0, 32);
    message.writeUInt16LE(delayMs, 36);
    message.writeUInt16LE(intervalMs, 38);
    return message;
  }
}
