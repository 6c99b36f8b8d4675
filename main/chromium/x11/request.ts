/** One request of the X11 core protocol: opcode, a byte of data, and words of 32 bits. */
export const request = (opcode: number, data: number, words: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 4 * words.length);
  bytes.writeUInt8(opcode, 0);
  bytes.writeUInt8(data, 1);
  bytes.writeUInt16LE(1 + words.length, 2);
  words.forEach((word, index) => bytes.writeUInt32LE(word >>> 0, 4 + 4 * index));
  return bytes;
};
