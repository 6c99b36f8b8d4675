import { randomBytes, scrypt } from 'node:crypto';
import type { PlaceRules } from '../../../contract/desk-link.ts';

export type HashedCode = NonNullable<PlaceRules['maintenanceCode']>;

const cost = { N: 16_384, r: 8, p: 1 };

/** What kiosks know of the maintenance code: they check it while the desk is away, and cannot tell it. */
export async function hashMaintenanceCode(code: string): Promise<HashedCode> {
  const salt = randomBytes(16);
  const hash = await new Promise<Buffer>((resolve, reject) => {
    scrypt(code, salt, 32, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
  return { salt: salt.toString('hex'), hash: hash.toString('hex') };
}
