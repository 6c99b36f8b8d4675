import { z } from 'zod';
import { categorySchema } from '../profile.ts';
import { failed, ok, parseJson, type Result } from '../problem.ts';
import { bytesOfText, jsonBytes, textOf } from './bytes.ts';
import { spiceOf } from './name-hash.ts';
import { groupsFor, groupWords, type Table } from './table.ts';

/**
 * The filter list as a file: a preamble, a header in JSON, a signature over both, then the tables as they are used. Whoever has the bytes in memory
 * has the list: nothing is parsed but the header, which names the SHA-256 of all that follows it.
 *
 *     8 bytes  "ESCALEFL"        4 bytes  length of the header (little-endian, a multiple of 8)      4 bytes  zero
 *     header                     64 bytes  Ed25519 signature over everything before it                then the tables
 */

const magic = 'ESCALEFL';
const preambleBytes = 16;
const signatureBytes = 64;
const alignment = 8;
const mostHeaderBytes = 1 << 20;
/** Set numbers take their bits from the hash: more than this would leave too little of it. */
export const mostSetBits = 12;
const mostBuckets = 1 << 26;

const count = z.int().min(0).max(0x7fffffff);

const shapeSchema = z.strictObject({
  salt: count,
  setBits: z.int().min(1).max(mostSetBits),
  buckets: z.int().min(1).max(mostBuckets),
  entries: count,
});

export type TableShape = z.infer<typeof shapeSchema>;

export const headerSchema = z.strictObject({
  /** 2: groups of counts before the words. */
  format: z.literal(2),
  /** Raised by one with every list that is given out: an older one is never taken again. */
  version: z.int().positive(),
  /** State of the sources, ISO 8601. */
  date: z.iso.datetime(),
  sources: z.array(z.strictObject({ name: z.string().min(1), licence: z.string().min(1) })).min(1),
  /** In the order in which the sets name them. `names`: how many host names and addresses the category holds. */
  categories: z
    .array(z.strictObject({ id: categorySchema, names: count }))
    .min(1)
    .max(0xffff),
  /** Each number that a table holds stands for these categories (places in `categories`). */
  sets: z.array(z.array(count).min(1)).max(1 << mostSetBits),
  hosts: shapeSchema,
  addresses: shapeSchema,
  /** Of all that follows the signature, in hex. */
  body: z.string().regex(/^[0-9a-f]{64}$/),
});

export type Header = z.infer<typeof headerSchema>;

/** A list whose form is right. Whether it is signed and whole, its reader must ask: `signed` by `signature`, `body` by `header.body`. */
export interface ListFile {
  readonly header: Header;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  readonly body: Uint8Array;
  readonly hosts: Table;
  readonly addresses: Table;
}

const padded = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;

const bytesOf = ({ buckets, entries }: TableShape) => ({
  groups: groupsFor(buckets) * groupWords * 4,
  words: entries * 4,
});

const tableBytes = (shape: TableShape): number =>
  padded(Object.values(bytesOf(shape)).reduce((sum, bytes) => sum + bytes, 0));

/** The tables as they lie in the file, for its digest. */
export function bodyOf(tables: readonly Table[]): Uint8Array {
  const sizes = tables.map(({ groups, words }) => padded(groups.byteLength + words.byteLength));
  const body = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  tables.forEach(({ groups, words }, table) => {
    body.set(new Uint8Array(groups.buffer, groups.byteOffset, groups.byteLength), at);
    body.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), at + groups.byteLength);
    at += sizes[table] ?? 0;
  });
  return body;
}

/** What is signed: the preamble and the header, padded with spaces. */
export function signedPart(header: Header): Uint8Array {
  const text = jsonBytes(header);
  const length = padded(text.length);
  const bytes = new Uint8Array(preambleBytes + length).fill(0x20);
  bytes.set(bytesOfText(magic));
  new DataView(bytes.buffer).setUint32(magic.length, length, true);
  new DataView(bytes.buffer).setUint32(magic.length + 4, 0, true);
  bytes.set(text, preambleBytes);
  return bytes;
}

export function joinFile(signed: Uint8Array, signature: Uint8Array, body: Uint8Array): Uint8Array {
  const file = new Uint8Array(signed.length + signatureBytes + body.length);
  file.set(signed);
  file.set(signature, signed.length);
  file.set(body, signed.length + signatureBytes);
  return file;
}

const broken = (what: string, expected: string): Result<never> => failed('malformed', what, expected);

/** `what` names the file for the reader of the problem. The tables are views of `given`, or of a copy where it does not lie as they must. */
export function readList(given: Uint8Array, what: string): Result<ListFile> {
  const bytes = given.byteOffset % alignment === 0 ? given : given.slice();
  const head = readHead(bytes, what);
  if (!head.ok) return head;
  const { header, signed } = head.value;
  const body = bytes.subarray(signed.length + signatureBytes);
  if (body.length !== tableBytes(header.hosts) + tableBytes(header.addresses))
    return broken(
      what,
      `${tableBytes(header.hosts) + tableBytes(header.addresses)} bytes of tables: it was cut off, or has more`,
    );
  const hosts = tableIn(body, header.hosts);
  const addresses = tableIn(body.subarray(tableBytes(header.hosts)), header.addresses);
  return ok({
    header,
    signed,
    signature: bytes.subarray(signed.length, signed.length + signatureBytes),
    body,
    hosts,
    addresses,
  });
}

/** The header alone, as far as `bytes` reach. */
export function readHead(
  bytes: Uint8Array,
  what: string,
): Result<{ readonly header: Header; readonly signed: Uint8Array }> {
  const start = textOf(bytes.subarray(0, magic.length));
  if (start !== magic) return broken(what, `a filter list, which begins with ${magic}`);
  if (bytes.length < preambleBytes) return broken(what, 'a whole filter list: it was cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length = view.getUint32(magic.length, true);
  if (length > mostHeaderBytes || length % alignment !== 0 || view.getUint32(magic.length + 4, true) !== 0)
    return broken(what, 'a header of a length that can be');
  const end = preambleBytes + length;
  if (bytes.length < end + signatureBytes) return broken(what, 'a whole filter list: it was cut off');
  const header = parseJson(headerSchema, textOf(bytes.subarray(preambleBytes, end)), what);
  if (!header.ok) return header;
  return ok({ header: header.value, signed: bytes.subarray(0, end) });
}

function tableIn(body: Uint8Array, shape: TableShape): Table {
  const { groups, words } = bytesOf(shape);
  const at = body.byteOffset;
  return {
    spice: spiceOf(shape.salt),
    setBits: shape.setBits,
    buckets: shape.buckets,
    groups: new Uint32Array(body.buffer, at, groups / 4),
    words: new Uint32Array(body.buffer, at + groups, words / 4),
  };
}
