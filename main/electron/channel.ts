import type { Duplex } from 'node:stream';
import type { z } from 'zod';
import { failed, parseJson, type Problem } from '../../contract/problem.ts';
import { LineReader } from './lines.ts';

/** Both sides say that they are there at this pace; three missed and the other side counts as dead. */
export const heartbeatMs = 1_000;
const missedBeats = 3;

export interface ChannelParts<Incoming extends z.ZodType> {
  /** A socket pair's end: no name, no path, gone with either process. */
  readonly stream: Duplex;
  readonly incoming: Incoming;
  /** Longest line that is read, in bytes. What is longer breaks the channel. */
  readonly maxBytes: number;
  heard(message: z.output<Incoming>): void;
  /** Called at most once: unreadable input, silence, or the end of the stream. Nothing is heard afterwards. */
  broken(problem: Problem): void;
}

/**
 * JSON lines between the kiosk's process and a visitor's. Either side takes the other as hostile: a line that is too long, not JSON or not of
 * the agreed form ends the channel at once. The protocol's version is in the schema's first message, see `visitor-protocol.ts`.
 */
export class Channel<Incoming extends z.ZodType, Outgoing> {
  readonly #parts: ChannelParts<Incoming>;
  readonly #lines: LineReader;
  readonly #watch: NodeJS.Timeout;
  /** Null until the other side was heard first: how long a start may take is not for the heartbeat to say. */
  #silentBeats: number | null = null;
  #open = true;

  /** `beat` makes what is sent at each heartbeat. */
  constructor(parts: ChannelParts<Incoming>, beat: () => Outgoing) {
    this.#parts = parts;
    this.#lines = new LineReader(parts.maxBytes);
    parts.stream.on('data', (chunk: Buffer) => this.#read(chunk));
    parts.stream.on('close', () => this.#break(failed('not-found', 'channel', 'the other side to stay').problem));
    // A reset is an end like any other; `close` follows and is what counts.
    parts.stream.on('error', () => parts.stream.destroy());
    this.#watch = setInterval(() => this.#beat(beat), heartbeatMs);
  }

  send(message: Outgoing): void {
    if (this.#open && this.#parts.stream.writable) this.#parts.stream.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends it from this side; `broken` is not called. */
  close(): void {
    this.#open = false;
    clearInterval(this.#watch);
    this.#parts.stream.destroy();
  }

  #beat(beat: () => Outgoing): void {
    if (this.#silentBeats !== null) this.#silentBeats += 1;
    if (this.#silentBeats !== null && this.#silentBeats > missedBeats)
      this.#break(failed('not-now', 'channel', 'a heartbeat each second').problem);
    else this.send(beat());
  }

  #read(chunk: Buffer): void {
    const lines = this.#lines.read(chunk);
    if (!lines.ok) {
      this.#break(lines.problem);
      return;
    }
    for (const line of lines.value) {
      if (!this.#open) return;
      const message = parseJson(this.#parts.incoming, line, 'channel');
      if (!message.ok) {
        this.#break(message.problem);
        return;
      }
      this.#silentBeats = 0;
      this.#parts.heard(message.value);
    }
  }

  #break(problem: Problem): void {
    if (!this.#open) return;
    this.close();
    this.#parts.broken(problem);
  }
}
