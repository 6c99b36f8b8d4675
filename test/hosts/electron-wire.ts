import type { Duplex } from 'node:stream';
import { LineReader } from '../../main/electron/lines.ts';

/** Calls by name, both ways, as JSON lines: the Electron host lives in another process than the suite. Both ends are the tests' own. */

type Handlers = Readonly<Record<string, (...words: never[]) => unknown>>;

interface Message {
  readonly number: number;
  /** Present in a question. */
  readonly call?: string;
  readonly words?: readonly unknown[];
  /** Present in an answer. */
  readonly value?: unknown;
  readonly error?: string;
}

const maxBytes = 64 * 1024 * 1024;

export class Wire {
  readonly #stream: Duplex;
  readonly #handlers: Handlers;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;

  constructor(stream: Duplex, handlers: Handlers) {
    this.#stream = stream;
    this.#handlers = handlers;
    const lines = new LineReader(maxBytes);
    stream.on('data', (chunk: Buffer) => {
      const read = lines.read(chunk);
      if (!read.ok) throw new Error(read.problem.expected);
      for (const line of read.value) this.#heard(JSON.parse(line) as Message);
    });
    stream.on('error', () => stream.destroy());
    stream.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Electron has ended'));
    });
  }

  ask(call: string, ...words: readonly unknown[]): Promise<unknown> {
    this.#count += 1;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(this.#count, answer);
    this.#send({ number: this.#count, call, words });
    return answer.promise;
  }

  #heard(message: Message): void {
    if (message.call !== undefined) {
      void this.#answer(message.number, message.call, message.words ?? []);
      return;
    }
    const waiting = this.#waiting.get(message.number);
    this.#waiting.delete(message.number);
    if (message.error === undefined) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.error));
  }

  async #answer(number: number, call: string, words: readonly unknown[]): Promise<void> {
    const handler = this.#handlers[call];
    try {
      if (handler === undefined) throw new Error(`nobody answers ${call}`);
      this.#send({ number, value: (await handler(...(words as never[]))) ?? null });
    } catch (error) {
      this.#send({ number, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #send(message: Message): void {
    if (this.#stream.writable) this.#stream.write(`${JSON.stringify(message)}\n`);
  }
}
