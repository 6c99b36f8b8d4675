import type { Desktop, Rectangle } from './desktop.ts';
import { type Extension, findExtension } from './extension.ts';
import { pair, request } from './request.ts';

const grabServer = 36;
const ungrabServer = 37;

const minor = {
  queryVersion: 0,
  selectInput: 4,
  getOutputInfo: 9,
  getScreenResourcesCurrent: 25,
  monitors: 42,
  setMonitor: 43,
  deleteMonitor: 44,
};
/** The first with logical monitors. */
const version = [1, 5] as const;
const connected = 0;
/** The screen's size, what shows it, what hangs on it. */
const everyChange = 0b111;
/** The extension has two events: one for the screen as a whole, one for its parts. */
const events = 2;

export interface LogicalMonitor {
  readonly name: string;
  readonly place: Rectangle;
  /** Ids of the outputs that it stands for; a monitor may have none. */
  readonly outputs: readonly number[];
}

/** Physical size in millimetres at 96 pixels an inch; nothing measures by it, but the protocol wants one. */
const millimetres = (pixels: number): number => Math.round((pixels * 25.4) / 96);

/** The server's outputs, and the logical monitors that are cut out of them: window managers and browsers take those for real ones. */
export class RandR {
  readonly #desktop: Desktop;
  readonly #opcode: number;
  readonly #firstEvent: number;

  private constructor(desktop: Desktop, { opcode, firstEvent }: Extension) {
    this.#desktop = desktop;
    this.#opcode = opcode;
    this.#firstEvent = firstEvent;
  }

  static async open(desktop: Desktop): Promise<RandR> {
    const extension = await findExtension(desktop.connection, 'RANDR');
    const reply = await desktop.connection.ask(request(extension.opcode, minor.queryVersion, version));
    const [major, minorVersion] = [reply.readUInt32LE(8), reply.readUInt32LE(12)];
    if (major !== version[0] || minorVersion < version[1]) {
      throw new Error(`the X server speaks RandR ${major}.${minorVersion}, and ${version.join('.')} is needed`);
    }
    return new RandR(desktop, extension);
  }

  get #root(): number {
    return this.#desktop.connection.root.window;
  }

  /** Calls back when a display was plugged in or pulled out, or shows more or less than before; at our own monitors too. */
  async watch(changed: () => void): Promise<void> {
    const { connection } = this.#desktop;
    connection.onEvent((event) => {
      const at = (event.readUInt8(0) & 0x7f) - this.#firstEvent;
      if (at >= 0 && at < events) changed();
    });
    await connection.checked(request(this.#opcode, minor.selectInput, [this.#root, everyChange]));
  }

  /** Ids of the outputs that a screen hangs on. */
  async connectedOutputs(): Promise<readonly number[]> {
    const { connection } = this.#desktop;
    const reply = await connection.ask(request(this.#opcode, minor.getScreenResourcesCurrent, [this.#root]));
    const [configured, crtcs, outputs] = [reply.readUInt32LE(12), reply.readUInt16LE(16), reply.readUInt16LE(18)];
    const ids = Array.from({ length: outputs }, (_, index) => reply.readUInt32LE(32 + 4 * (crtcs + index)));
    const answers = await Promise.all(
      ids.map((id) => connection.ask(request(this.#opcode, minor.getOutputInfo, [id, configured]))),
    );
    return ids.filter((_, index) => answers[index]?.readUInt8(24) === connected);
  }

  /**
   * Puts monitors into the place of those with the same names, which may be there or not. At one stroke, since whoever looked in between would see
   * the whole screen as one monitor, and move a full-screen window there.
   */
  async setMonitors(monitors: readonly LogicalMonitor[]): Promise<void> {
    const { connection } = this.#desktop;
    const named = await Promise.all(
      monitors.map(async (monitor) => ({ monitor, atom: await this.#desktop.atom(monitor.name) })),
    );
    connection.send(request(grabServer, 0, []));
    for (const { atom } of named) this.#delete(atom);
    const set = named.map(({ monitor, atom }) => connection.checked(this.#setting(atom, monitor)));
    connection.send(request(ungrabServer, 0, []));
    await Promise.all(set);
  }

  /** Those that programs on this display see now. */
  async monitors(): Promise<readonly { readonly name: number; readonly place: Rectangle }[]> {
    const activeOnly = 1;
    const reply = await this.#desktop.connection.ask(request(this.#opcode, minor.monitors, [this.#root, activeOnly]));
    const found: { readonly name: number; readonly place: Rectangle }[] = [];
    for (let at = 32, left = reply.readUInt32LE(12); left > 0; left -= 1) {
      const [x, y, width, height] = [8, 10, 12, 14].map((offset) => reply.readUInt16LE(at + offset));
      found.push({
        name: reply.readUInt32LE(at),
        place: { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 },
      });
      at += 24 + 4 * reply.readUInt16LE(at + 6);
    }
    return found;
  }

  async deleteMonitors(names: readonly string[]): Promise<void> {
    for (const atom of await Promise.all(names.map((name) => this.#desktop.atom(name)))) this.#delete(atom);
  }

  /** The server says no to one that it does not have, which is as good. */
  #delete(atom: number): void {
    this.#desktop.connection.send(request(this.#opcode, minor.deleteMonitor, [this.#root, atom]));
  }

  #setting(atom: number, { place: { x, y, width, height }, outputs }: LogicalMonitor): Buffer {
    const neitherPrimaryNorAutomatic = 0;
    return request(this.#opcode, minor.setMonitor, [
      ...[this.#root, atom, pair(neitherPrimaryNorAutomatic, outputs.length)],
      ...[pair(x, y), pair(width, height), millimetres(width), millimetres(height)],
      ...outputs,
    ]);
  }
}
