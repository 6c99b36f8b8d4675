import { failed, type Result } from '../problem.ts';
import { type ListFile, readList } from './list-file.ts';

/** What the platform must lend: this room has no cryptography of its own. */
export interface ListSeal {
  /** Is this the signature of whoever makes the lists? */
  readonly signed: (part: Uint8Array, signature: Uint8Array) => boolean;
  /** SHA-256 in hex. */
  readonly digest: (body: Uint8Array) => string | Promise<string>;
}

/** A list that is whole and signed. `what` names the file for the reader of the problem. */
export async function checkSealed(bytes: Uint8Array, seal: ListSeal, what: string): Promise<Result<ListFile>> {
  const list = readList(bytes, what);
  if (!list.ok) return list;
  const { signed, signature, body, header } = list.value;
  if (!seal.signed(signed, signature))
    return failed('signature-wrong', what, 'a list signed by the key of the settings');
  return (await seal.digest(body)) === header.body
    ? list
    : failed('malformed', what, 'an undamaged list: hand it over again');
}
