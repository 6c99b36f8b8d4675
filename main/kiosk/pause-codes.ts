import { createHmac, randomBytes } from 'node:crypto';

/** Codes that visitors choose to lock their screen: kept as a hash, under a key that no disk ever sees and that dies with the program. */
export class PauseCodes {
  readonly #key = randomBytes(32);

  hash(code: string): Buffer {
    return createHmac('sha256', this.#key).update(code).digest();
  }
}
