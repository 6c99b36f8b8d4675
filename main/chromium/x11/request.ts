/** One request of the X11 core protocol: opcode, a byte of data, and words of 32 bits. */
export const request = (opcode: number, data: number, words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(data, 1);
  bytes.writeUInt16LE(1 + words.length, 2);
  words.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 4 + 4 * index));
  return bytes;
};

/** A request that asks for the number behind a name: of an atom, of an extension. */
export const requestByName = (opcode: number, name: string): Buffer => {
  const text = Buffer.from(name, 'latin1');
  const bytes = Buffer.alloc(8 + Math.ceil(text.length / 4) * 4);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt16LE(bytes.length / 4, 2);
  bytes.writeUInt16LE(text.length, 4);
  text.copy(bytes, 8);
  return bytes;
};

/** A request that puts a text in the place of a window's property. */
export const textProperty = (
  opcode: number,
  { window, property, text }: { readonly window: number; readonly property: number; readonly text: Buffer },
): Buffer => {
  const [replace, stringAtom, bitsEach] = [0, 31, 8];
  const padding = Buffer.alloc(-text.length & 3);
  const head = request(opcode, replace, [window, property, stringAtom, bitsEach, text.length]);
  head.writeUInt16LE((head.length + text.length + padding.length) / 4, 2);
  return Buffer.concat([head, text, padding]);
};

/** Two numbers of 16 bits in one word, as they follow each other on the wire. */
export const pair = (first: number, second: number): number => (first & 0xffff) | ((second & 0xffff) << 16);
