import { z } from 'zod';
import { failed, ok, parseJson, type Result } from '../problem.ts';
import { byteAt, wordAt } from './at.ts';
import { ByteReader, ByteWriter, bytesOfText, CutOff, jsonBytes, textOf } from './bytes.ts';
import { bodyOf, joinFile, type ListFile, readHead, type TableShape } from './list-file.ts';
import { countAt, groupsOf, type Table } from './table.ts';

/**
 * What changed between two lists of the same salt, as a file: "ESCALEFD", a header that names the list it starts from and holds the new one's own
 * header and signature, then what to take out of each table and what to put in. Applied, it gives the new file to the last byte.
 */

const magic = 'ESCALEFD';

const deltaSchema = z.strictObject({
  format: z.literal(1),
  /** `header.body` of the list to start from. */
  from: z.string().regex(/^[0-9a-f]{64}$/),
  /** Bytes of the new list's signed part, which follows, and of its signature. */
  signed: z
    .int()
    .min(16)
    .max(2 << 20),
  signature: z.literal(64),
});

const isSameShape = (one: TableShape, other: TableShape): boolean =>
  one.salt === other.salt && one.setBits === other.setBits && one.buckets === other.buckets;

/** Null where only the whole list will do: it was made with another salt, or is of another size. */
export function makeDelta(from: ListFile, to: ListFile): Uint8Array | null {
  if (!isSameShape(from.header.hosts, to.header.hosts) || !isSameShape(from.header.addresses, to.header.addresses))
    return null;
  const writer = new ByteWriter();
  const header = { format: 1, from: from.header.body, signed: to.signed.length, signature: 64 };
  const text = jsonBytes(header);
  writer.bytes(bytesOfText(magic));
  writer.number(text.length);
  writer.bytes(text);
  writer.bytes(to.signed);
  writer.bytes(to.signature);
  writeChanges(writer, from.hosts, to.hosts);
  writeChanges(writer, from.addresses, to.addresses);
  return writer.written();
}

interface Added {
  readonly bucket: number;
  readonly word: number;
}

function writeChanges(writer: ByteWriter, from: Table, to: Table): void {
  const removed: number[] = [];
  const added: Added[] = [];
  for (let bucket = 0, old = 0, now = 0; bucket < from.buckets; bucket += 1) {
    const oldEnd = old + countAt(from, bucket);
    const nowEnd = now + countAt(to, bucket);
    const before = from.words.subarray(old, oldEnd);
    const after = to.words.subarray(now, nowEnd);
    before.forEach((word, at) => {
      if (!after.includes(word)) removed.push(old + at);
    });
    for (const word of after) if (!before.includes(word)) added.push({ bucket, word });
    [old, now] = [oldEnd, nowEnd];
  }
  writer.number(removed.length);
  removed.forEach((at, index) => writer.number(at - (removed[index - 1] ?? 0)));
  writer.number(added.length);
  added.forEach(({ bucket, word }, index) => {
    writer.number(bucket - (added[index - 1]?.bucket ?? 0));
    writer.word(word);
  });
}

/** The bytes of the new list; whoever takes them checks them like any other. `what` names the delta for the reader of the problem. */
export function applyDelta(from: ListFile, delta: Uint8Array, what: string): Result<Uint8Array> {
  try {
    return apply(from, new ByteReader(delta), what);
  } catch (error) {
    if (error instanceof CutOff) return failed('malformed', what, 'a whole delta: it was cut off');
    throw error;
  }
}

function apply(from: ListFile, reader: ByteReader, what: string): Result<Uint8Array> {
  const isDelta = textOf(reader.bytes(magic.length)) === magic;
  if (!isDelta) return failed('malformed', what, `the delta of a filter list, which begins with ${magic}`);
  const text = textOf(reader.bytes(reader.number()));
  const header = parseJson(deltaSchema, text, what);
  if (!header.ok) return header;
  if (header.value.from !== from.header.body)
    return failed('malformed', what, 'a delta of the list that is here: this one starts from another');
  const newHead = reader.bytes(header.value.signed + header.value.signature);
  const head = readHead(newHead, what);
  if (!head.ok) return head;
  const { hosts, addresses } = head.value.header;
  if (!isSameShape(from.header.hosts, hosts) || !isSameShape(from.header.addresses, addresses))
    return failed('malformed', what, 'a delta between lists of the same shape');
  const [newHosts, newAddresses] = [readChanges(reader, from.hosts), readChanges(reader, from.addresses)];
  if (newHosts === null || newAddresses === null)
    return failed('malformed', what, 'an undamaged delta: this one fills a bucket over its edge');
  const body = bodyOf([newHosts, newAddresses]);
  const signature = newHead.subarray(header.value.signed);
  return ok(joinFile(newHead.subarray(0, header.value.signed), signature, body));
}

/** Null: more entries in a bucket than it holds. */
function readChanges(reader: ByteReader, from: Table): Table | null {
  const kept = readRemoved(reader, from.words.length);
  const added = readAdded(reader);
  const counts = new Uint8Array(from.buckets);
  const words = new Uint32Array(kept.reduce((sum, stays) => sum + stays, 0) + added.length);
  let [old, now, next] = [0, 0, 0];
  for (let bucket = 0; bucket < counts.length; bucket += 1) {
    const first = now;
    for (const end = old + countAt(from, bucket); old < end; old += 1) {
      if (byteAt(kept, old) === 1) words[now++] = wordAt(from.words, old);
    }
    for (; added[next]?.bucket === bucket; next += 1) words[now++] = added[next]?.word ?? 0;
    counts[bucket] = Math.min(now - first, 255);
    words.subarray(first, now).sort();
  }
  const groups = groupsOf(counts);
  return groups === null ? null : { ...from, groups, words };
}

/** By place: 1 for what stays. */
function readRemoved(reader: ByteReader, entries: number): Uint8Array {
  const kept = new Uint8Array(entries).fill(1);
  for (let left = reader.count(1), at = 0; left > 0; left -= 1) {
    at += reader.number();
    if (at < entries) kept[at] = 0;
  }
  return kept;
}

function readAdded(reader: ByteReader): readonly Added[] {
  let bucket = 0;
  return Array.from({ length: reader.count(5) }, () => {
    bucket += reader.number();
    return { bucket, word: reader.word() };
  });
}
