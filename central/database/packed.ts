import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { readFileSync } from 'node:fs';

/**
 * Texts as they are stored: compressed with a dictionary of the words that all of them share, the exact characters back. The first byte names the
 * dictionary, which is never changed: another one would be a second file and the number 2.
 */

const dictionary = readFileSync(new URL('./dictionary-1.txt', import.meta.url));
const mark = Buffer.from([1]);
const options = { dictionary, params: { [constants.ZSTD_c_compressionLevel]: 1 } };

export const pack = (text: string): Buffer => Buffer.concat([mark, zstdCompressSync(text, options)]);

/** Throws when `packed` was not made by `pack`. */
export function unpack(packed: Uint8Array): string {
  if (packed[0] !== mark[0]) throw new Error('a stored text is packed by a newer version');
  return zstdDecompressSync(packed.subarray(1), { dictionary }).toString();
}
