import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  verify,
} from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { type ListFile, readList } from '../../contract/filter-list/list-file.ts';
import { failed, type Result } from '../../contract/problem.ts';
import { SourceError } from './sources.ts';

export const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** A list that is whole, and signed by `key`. `what` names the file. */
export function checkList(bytes: Uint8Array, key: KeyObject, what: string): Result<ListFile> {
  const list = readList(bytes, what);
  if (!list.ok) return list;
  const { signed, signature, body, header } = list.value;
  if (!verify(null, signed, key, signature))
    return failed('signature-wrong', what, 'a list signed by the key that was given');
  if (digestOf(body) !== header.body) return failed('malformed', what, 'an undamaged list: fetch it again');
  return list;
}

/** Makes the pair with which lists are signed: `path` for the maker alone, `path.pub` for every reader. Refuses to write over a key. */
export async function makeKeys(path: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  try {
    await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    await writeFile(`${path}.pub`, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new SourceError(`${path}: there is a key already; name another file`);
    throw error;
  }
}

/** An Ed25519 key in PEM. */
export async function readKey(path: string, kind: 'private' | 'public'): Promise<KeyObject> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) throw new SourceError(`${path}: there is no such key; "escale lists keys FILE" makes a pair`);
  try {
    const key = kind === 'private' ? createPrivateKey(text) : createPublicKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  throw new SourceError(`${path}: not a ${kind} Ed25519 key in PEM; "escale lists keys FILE" makes a pair`);
}
