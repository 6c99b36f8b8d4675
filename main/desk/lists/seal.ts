import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ListSeal } from '../../../contract/filter-list/check.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';

/** What the lists of one maker are checked by. */
export async function readSeal(path: string): Promise<Result<ListSeal>> {
  try {
    return ok(sealOf(createPublicKey(await readFile(path))));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', path, `the public key of who makes the filter lists, in PEM (${reason})`);
  }
}

const sealOf = (key: KeyObject): ListSeal => ({
  signed: (part, signature) => verify(null, part, key, signature),
  digest: (body) => createHash('sha256').update(body).digest('hex'),
});
