import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { findCookie } from '../../../main/kiosk/jail/authority.ts';
import { XConnection } from '../../../main/chromium/x11/connection.ts';

export interface Strip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What a screen looks like where it looks like no other: strips of it and their pixels, four bytes each. */
export type Sign = readonly { readonly strip: Strip; readonly pixels: Buffer }[];

/** Time between two looks. */
export const lookEveryMs = 4;
/** A caret that blinks, a clock: so much of a strip may differ from its sign. */
const tolerated = 0.03;
/** Of 255, in any colour: a gradient is dithered. */
const visible = 12;

const getImage = { opcode: 73, zPixmap: 2, allPlanes: 0xffffffff };
const headBytes = 32;

/** Share of the pixels that differ to the eye, 0 to 1. */
export function difference(one: Buffer, other: Buffer): number {
  let differing = 0;
  for (let at = 0; at < one.length; at += 4) {
    const differs = [0, 1, 2].some((colour) => Math.abs((one[at + colour] ?? 0) - (other[at + colour] ?? 0)) > visible);
    if (differs) differing += 1;
  }
  return differing / (one.length / 4);
}

/** Reads the pixels of a display as its X server shows them: a strip takes well under a millisecond, and no process. */
export class Eyes {
  readonly #connection: XConnection;
  #looks = 0;
  #lookedMs = 0;

  private constructor(connection: XConnection) {
    this.#connection = connection;
  }

  static async open({ DISPLAY, XAUTHORITY }: { DISPLAY: string; XAUTHORITY: string }): Promise<Eyes> {
    const number = Number(DISPLAY.replace(':', ''));
    const cookie = findCookie(await readFile(XAUTHORITY), number);
    return new Eyes(await XConnection.open(`/tmp/.X11-unix/X${number}`, cookie));
  }

  get screen(): Strip {
    return { x: 0, y: 0, width: this.#connection.root.width, height: this.#connection.root.height };
  }

  /** What one look at a sign costs, in milliseconds; looks follow each other after `lookEveryMs`. */
  get meanLookMs(): number {
    return this.#lookedMs / Math.max(1, this.#looks);
  }

  async see({ x, y, width, height }: Strip): Promise<Buffer> {
    const request = Buffer.alloc(20);
    request.writeUInt8(getImage.opcode, 0);
    request.writeUInt8(getImage.zPixmap, 1);
    request.writeUInt16LE(5, 2);
    request.writeUInt32LE(this.#connection.root.window, 4);
    [x, y, width, height].forEach((value, at) => request.writeUInt16LE(value, 8 + 2 * at));
    request.writeUInt32LE(getImage.allPlanes, 16);
    const reply = await this.#connection.ask(request);
    return Buffer.from(reply.subarray(headBytes, headBytes + 4 * width * height));
  }

  async sees(sign: Sign): Promise<boolean> {
    const start = performance.now();
    const seen = await Promise.all(sign.map(({ strip }) => this.see(strip)));
    this.#looks += 1;
    this.#lookedMs += performance.now() - start;
    return sign.every(({ pixels }, at) => difference(pixels, seen[at] ?? Buffer.alloc(0)) <= tolerated);
  }

  /** Answers with the moment, in epoch milliseconds, at which the sign was first seen (or, with `gone`, no more). */
  async watch(what: string, sign: Sign, { patienceMs = 20_000, gone = false } = {}): Promise<number> {
    const deadline = performance.now() + patienceMs;
    while ((await this.sees(sign)) === gone) {
      if (performance.now() > deadline)
        throw new Error(`the screen never showed ${what} within ${patienceMs / 1000} s`);
      await pause(lookEveryMs);
    }
    return epochMs();
  }

  /** The whole screen once it has not changed for `stillMs`. */
  async settled(stillMs: number): Promise<Buffer> {
    const deadline = performance.now() + 60_000;
    let picture = await this.see(this.screen);
    for (let since = performance.now(); performance.now() - since < stillMs;) {
      if (performance.now() > deadline) throw new Error('the screen does not come to rest');
      await pause(100);
      const next = await this.see(this.screen);
      if (difference(picture, next) > 0.001) since = performance.now();
      picture = next;
    }
    return picture;
  }

  close(): void {
    this.#connection.close();
  }
}

/** Wall-clock time with parts of a millisecond, to be compared with what programs wrote into their logs. */
export const epochMs = (): number => performance.timeOrigin + performance.now();
