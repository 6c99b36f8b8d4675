import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's least memory for argon2id, in KiB, with its number of passes: about 60 ms on a small server. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

const encoded = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/;

const derive: (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer> = promisify(argon2);

const bare = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

/** The password as it may be kept: argon2id with its own salt and cost, in the usual `$argon2id$…` form. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { ...cost, message: password.normalize('NFC'), nonce, tagLength });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${bare(nonce)}$${bare(tag)}`;
}

/** Takes as long for a wrong password as for the right one. Throws when `hash` was not made by `hashPassword`. */
export async function fitsPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, tag] = encoded.exec(hash) ?? [];
  if (nonce === undefined || tag === undefined) throw new Error('a stored password hash is not of the argon2id form');
  const expected = Buffer.from(tag, 'base64');
  const derived = await derive('argon2id', {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    message: password.normalize('NFC'),
    nonce: Buffer.from(nonce, 'base64'),
    tagLength: expected.length,
  });
  return timingSafeEqual(derived, expected);
}
