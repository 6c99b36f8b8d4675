import { readFileSync } from 'node:fs';

/**
 * Sums as they are stored: each a number for its name and a number for what it comes to, seven bits a byte. Much smaller than text, and made and read
 * without it: a sum is read and written again for nearly every sheet that comes. Names that this version knows stand in a list, which only ever
 * grows at its end, since stored numbers mean its lines; every other name is written out.
 */

const scheme = 2;
/** In the stead of a name's number: the name follows. */
const writtenOut = 0;

const slots = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
  Array.from({ length: 24 }, (_, hour) => `${weekday}-${String(hour).padStart(2, '0')}`),
);
const minutes = Array.from({ length: 241 }, (_, minute) => String(minute));

/** A line that ends in `*` stands for all its values; a workstation's 16 bytes follow its number. */
function namesOf(line: string): string[] {
  if (line.endsWith('/slot/*')) return slots.map((slot) => line.replace('*', slot));
  if (line.endsWith('/minutes/*')) return minutes.map((minute) => line.replace('*', minute));
  return [line.replace('*', '')];
}

const list = readFileSync(new URL('./count-names-1.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const names: readonly string[] = ['', ...list.flatMap(namesOf)];
const numbers: ReadonlyMap<string, number> = new Map(names.map((name, number) => [name, number]));

const idLength = 36;
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isOfMany = (name: string): boolean => name.endsWith('/');

/** Room for a name that is written out, its length and its value. */
const mostBytesEach = 320;

class Writer {
  #bytes = Buffer.allocUnsafe(16_384);
  #end = 0;

  begin(): void {
    this.#end = 0;
    this.byte(scheme);
  }

  byte(value: number): void {
    this.#bytes[this.#end++] = value;
  }

  /** Whole and not negative. */
  number(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128);
    this.byte(rest);
  }

  text(value: string, encoding: 'utf8' | 'hex'): void {
    this.#end += this.#bytes.write(value, this.#end, encoding);
  }

  /** Doubles the room when another one might not fit. */
  makeRoom(): void {
    if (this.#end + mostBytesEach > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
  }

  get packed(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#end));
  }
}

const writer = new Writer();

/** Below zero is a fault, which a recount names; until then it must keep nobody's sheets from being taken. */
export function packCounts(sums: ReadonlyMap<string, number>): Buffer {
  writer.begin();
  for (const [name, value] of sums) {
    writer.makeRoom();
    writeName(name);
    writer.number(value < 0 ? -2 * value - 1 : 2 * value);
  }
  return writer.packed;
}

function writeName(name: string): void {
  const known = numbers.get(name);
  if (known !== undefined) {
    writer.number(known);
    return;
  }
  const cut = name.length - idLength;
  const ofMany = name[cut - 1] === '/' ? numbers.get(name.slice(0, cut)) : undefined;
  const workstation = name.slice(cut);
  if (ofMany !== undefined && id.test(workstation)) {
    writer.number(ofMany);
    writer.text(workstation.replaceAll('-', ''), 'hex');
    return;
  }
  writer.number(writtenOut);
  writer.number(Buffer.byteLength(name));
  writer.text(name, 'utf8');
}

/** Tells each name with what it comes to. Throws when `packed` was not made by `packCounts`. */
export function eachCount(packed: Uint8Array, tell: (name: string, value: number) => void): void {
  if (packed[0] !== scheme) throw new Error('a stored sum is packed by another version');
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const reader = { bytes, at: 1 };
  while (reader.at < bytes.length) {
    const name = readName(reader);
    const value = readNumber(reader);
    tell(name, value % 2 === 0 ? value / 2 : -(value + 1) / 2);
  }
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function readNumber(reader: Reader): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = reader.bytes[reader.at++] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return value;
  }
}

function readName(reader: Reader): string {
  const number = readNumber(reader);
  if (number === writtenOut) {
    const length = readNumber(reader);
    return reader.bytes.toString('utf8', reader.at, (reader.at += length));
  }
  const name = names[number];
  if (name === undefined) throw new Error('a stored sum names what only a newer version knows');
  return isOfMany(name) ? `${name}${readId(reader)}` : name;
}

function readId(reader: Reader): string {
  const hex = reader.bytes.toString('hex', reader.at, (reader.at += 16));
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
