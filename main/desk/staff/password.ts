import { argon2, type Argon2Parameters, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. Kept in each hash, so that it can be raised later. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;

/** `argon2id$memory$passes$parallelism$salt$tag`, salt and tag in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive('argon2id', parameters(password, salt, cost));
  return ['argon2id', cost.memory, cost.passes, cost.parallelism, text(salt), text(tag)].join('$');
}

/** Takes as long for no account (`hash` undefined) as for a real one, so that names cannot be told apart by the time of the answer. */
export async function passwordFits(password: string, hash: string | undefined): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = (hash ?? (await nobody())).split('$');
  const found = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const expected = Buffer.from(tag ?? '', 'base64url');
  const actual = await derive('argon2id', parameters(password, Buffer.from(salt ?? '', 'base64url'), found));
  return actual.length === expected.length && timingSafeEqual(actual, expected) && hash !== undefined;
}

let nobodysHash: Promise<string> | undefined;
const nobody = (): Promise<string> => (nobodysHash ??= hashPassword(randomBytes(32).toString('hex')));

const text = (bytes: Buffer): string => bytes.toString('base64url');

function parameters(password: string, salt: Buffer, chosen: { memory: number; passes: number; parallelism: number }) {
  return { message: password.normalize('NFC'), nonce: salt, tagLength: 32, ...chosen } satisfies Argon2Parameters;
}
