import { createConnection, type Socket } from 'node:net';
import type { Cookie } from '../../kiosk/jail/authority.ts';

/**
 * A client of the X server, as small as the kiosk needs: windows are counted, measured and placed, keys are guarded, in well under a
 * millisecond each, where a command per question would cost a process. X11 core protocol, little endian.
 */
export interface Root {
  readonly window: number;
  /** The first id that this client may give to a window of its own. */
  readonly firstId: number;
  readonly width: number;
  readonly height: number;
  readonly firstKeycode: number;
  readonly lastKeycode: number;
}

interface Waiting {
  resolve(reply: Buffer): void;
  reject(error: Error): void;
}

/** What the server said no to: its error code (10 = BadAccess: another client holds the grab) and the request's opcode. */
export class XError extends Error {
  readonly code: number;

  constructor(code: number, opcode: number) {
    super(`the X server refused request ${opcode} with error ${code}`);
    this.code = code;
  }
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

function greeting(cookie: Cookie | null): Buffer {
  const name = Buffer.from(cookie?.name ?? '', 'latin1');
  const data = cookie?.data ?? Buffer.alloc(0);
  const hello = Buffer.alloc(12 + padded(name.length) + padded(data.length));
  hello.write('l', 0, 'latin1');
  hello.writeUInt16LE(11, 2);
  hello.writeUInt16LE(name.length, 6);
  hello.writeUInt16LE(data.length, 8);
  name.copy(hello, 12);
  data.copy(hello, 12 + padded(name.length));
  return hello;
}

function readRoot(welcome: Buffer): Root {
  const screen = 40 + padded(welcome.readUInt16LE(24)) + 8 * welcome.readUInt8(29);
  return {
    window: welcome.readUInt32LE(screen),
    firstId: welcome.readUInt32LE(12),
    width: welcome.readUInt16LE(screen + 20),
    height: welcome.readUInt16LE(screen + 22),
    firstKeycode: welcome.readUInt8(34),
    lastKeycode: welcome.readUInt8(35),
  };
}

const eventCodes = { error: 0, reply: 1, generic: 35 };

export class XConnection {
  readonly root: Root;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #eventHeard = new Set<(event: Buffer) => void>();
  readonly #closedHeard = new Set<() => void>();
  #buffer: Buffer;
  #sequence = 0;
  #open = true;

  private constructor(socket: Socket, root: Root, rest: Buffer) {
    this.#socket = socket;
    this.root = root;
    this.#buffer = rest;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('close', () => this.#end());
    socket.on('error', () => this.#end());
  }

  /** Speaks to the server behind a Unix socket; rejects when there is none or when it does not let us in. */
  static async open(path: string, cookie: Cookie | null): Promise<XConnection> {
    const socket = createConnection(path);
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    let buffer: Buffer = Buffer.alloc(0);
    const heard = (chunk: Buffer): void => {
      buffer = Buffer.concat([buffer, chunk]);
      if (buffer.length >= 8 && buffer.length >= 8 + 4 * buffer.readUInt16LE(6)) resolve(buffer);
    };
    socket.on('data', heard).once('error', reject);
    socket.once('close', () => reject(new Error('the X server closed the connection')));
    socket.write(greeting(cookie));
    const welcome = await promise;
    socket.removeAllListeners();
    if (welcome.readUInt8(0) !== 1) {
      socket.destroy();
      throw new Error('the X server does not let this account in');
    }
    const length = 8 + 4 * welcome.readUInt16LE(6);
    return new XConnection(socket, readRoot(welcome), welcome.subarray(length));
  }

  onEvent(heard: (event: Buffer) => void): void {
    this.#eventHeard.add(heard);
  }

  onClosed(heard: () => void): void {
    this.#closedHeard.add(heard);
  }

  /** A request without an answer. What the server says against it is lost: use `checked` where that matters. */
  send(request: Buffer): void {
    if (!this.#open) return;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#socket.write(request);
  }

  /** What is asked in one go travels in one go: for questions by the hundred. */
  together<Value>(ask: () => Value): Value {
    this.#socket.cork();
    try {
      return ask();
    } finally {
      this.#socket.uncork();
    }
  }

  /** A request with an answer. */
  ask(request: Buffer): Promise<Buffer> {
    if (!this.#open) return Promise.reject(new Error('the X server is gone'));
    this.send(request);
    return new Promise((resolve, reject) => this.#waiting.set(this.#sequence, { resolve, reject }));
  }

  /** A request without an answer, resolved once the server has done it. */
  async checked(request: Buffer): Promise<void> {
    const done = this.ask(request);
    const sequence = this.#sequence;
    // Requests are worked off in order: once the next one is answered, this one met no error.
    const next = this.ask(Buffer.from([43, 0, 1, 0]));
    next.then(
      (reply) => {
        this.#waiting.get(sequence)?.resolve(reply);
        this.#waiting.delete(sequence);
      },
      () => undefined,
    );
    await done;
  }

  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  #read(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    while (this.#buffer.length >= 32) {
      const code = this.#buffer.readUInt8(0);
      const long = code === eventCodes.reply || (code & 0x7f) === eventCodes.generic;
      const length = 32 + (long ? 4 * this.#buffer.readUInt32LE(4) : 0);
      if (this.#buffer.length < length) return;
      const message = this.#buffer.subarray(0, length);
      this.#buffer = this.#buffer.subarray(length);
      this.#take(code, message);
    }
  }

  #take(code: number, message: Buffer): void {
    if (code !== eventCodes.error && code !== eventCodes.reply) {
      for (const heard of this.#eventHeard) heard(message);
      return;
    }
    const sequence = message.readUInt16LE(2);
    const waiting = this.#waiting.get(sequence);
    this.#waiting.delete(sequence);
    if (code === eventCodes.reply) waiting?.resolve(message);
    else waiting?.reject(new XError(message.readUInt8(1), message.readUInt8(10)));
  }

  #end(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const waiting of this.#waiting.values()) waiting.reject(new Error('the X server is gone'));
    this.#waiting.clear();
    for (const heard of this.#closedHeard) heard();
  }
}
