import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ListSeal } from '../../../contract/filter-list/check.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';

/** Hashed a piece at a time, so that nobody waits for it: a mebibyte takes about a millisecond. */
const pieceBytes = 1 << 18;

/** What the lists of one maker are checked by; null where the settings name none. */
export async function readSeal(path: string | null): Promise<Result<ListSeal | null>> {
  if (path === null) return ok(null);
  try {
    return ok(sealOf(createPublicKey(await readFile(path))));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', path, `the public key of who makes the filter lists, in PEM (${reason})`);
  }
}

const sealOf = (key: KeyObject): ListSeal => ({
  signed: (part, signature) => verify(null, part, key, signature),
  digest: async (body) => {
    const digest = createHash('sha256');
    for (let at = 0; at < body.length; at += pieceBytes) {
      digest.update(body.subarray(at, at + pieceBytes));
      await nextTurn();
    }
    return digest.digest('hex');
  },
});
