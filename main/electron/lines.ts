import { failed, ok, type Result } from '../../contract/problem.ts';

const newline = 0x0a;

/**
 * Cuts a stream of bytes into lines of at most `maxBytes`. It cuts bytes, not text: a chunk may end in the middle of a letter.
 * Once a line was too long the stream is not to be trusted, and the reader answers with the problem for good.
 */
export class LineReader {
  readonly #maxBytes: number;
  #rest = Buffer.alloc(0);
  #tooLong = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  read(chunk: Uint8Array): Result<readonly string[]> {
    const lines: string[] = [];
    let bytes = Buffer.concat([this.#rest, chunk]);
    for (let end = bytes.indexOf(newline); end !== -1 && !this.#tooLong; end = bytes.indexOf(newline)) {
      this.#tooLong = end > this.#maxBytes;
      lines.push(bytes.toString('utf8', 0, end));
      bytes = bytes.subarray(end + 1);
    }
    this.#tooLong ||= bytes.length > this.#maxBytes;
    if (this.#tooLong) return failed('malformed', 'channel', `lines of at most ${this.#maxBytes} bytes`);
    this.#rest = bytes;
    return ok(lines);
  }
}
