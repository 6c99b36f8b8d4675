/** There is less than was announced. */
export class CutOff extends Error {}

const sevenBits = 0x7f;
const more = 0x80;

/** Grows as it is written to. */
export class ByteWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** A whole number from 0 to 2^53, small ones in few bytes. */
  number(value: number): void {
    let left = value;
    while (left > sevenBits) {
      this.#add((left % more) | more);
      left = Math.floor(left / more);
    }
    this.#add(left);
  }

  /** 32 bits. */
  word(value: number): void {
    for (const shift of [0, 8, 16, 24]) this.#add((value >>> shift) & 0xff);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  written(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #add(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + size));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Every method throws `CutOff` where the bytes end too soon. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 49; factor *= more) {
      const byte = this.#next();
      value += (byte & sevenBits) * factor;
      if (byte < more) return value;
    }
    throw new CutOff();
  }

  /** How many things follow, each of at least `size` bytes: a number that cannot be is not believed. */
  count(size: number): number {
    const announced = this.number();
    if (announced * size > this.#bytes.length - this.#at) throw new CutOff();
    return announced;
  }

  word(): number {
    return (this.#next() | (this.#next() << 8) | (this.#next() << 16) | (this.#next() << 24)) >>> 0;
  }

  bytes(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at) throw new CutOff();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  #next(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new CutOff();
    this.#at += 1;
    return byte;
  }
}

/** JSON in bytes of ASCII alone: what is not is escaped. */
export const jsonBytes = (value: unknown): Uint8Array =>
  Uint8Array.from(
    JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    (character) => character.charCodeAt(0),
  );

/** Each byte as the character of that number. */
export function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

export const bytesOfText = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
