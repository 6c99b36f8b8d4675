import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { SignedSheet } from '../../contract/central-routes.ts';
import type { Counts } from '../../contract/figures/counts.ts';
import { type DaySheet, daySheetVersion } from '../../contract/figures/day-sheet.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS#8. */
const keyHead = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a made-up place, the same for the same seed: it protects nothing. */
export function demoKey(seed: number, place: string): KeyObject {
  const bytes = createHmac('sha256', String(seed)).update(place).digest();
  return createPrivateKey({ key: Buffer.concat([keyHead, bytes]), format: 'der', type: 'pkcs8' });
}

export const publicPem = (key: KeyObject): string =>
  createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();

export const signedBy = (key: KeyObject, sheet: string): SignedSheet => ({
  sheet,
  signature: sign(null, Buffer.from(sheet), key).toString('base64'),
});

/** A day as the desk of that place would send it first. */
export function daySheetOf(place: string, day: string, counts: Counts): DaySheet {
  const computedAt = `${day}T19:00:00.000Z`;
  return { kind: 'day', version: daySheetVersion, place, day, revision: 1, computedAt, counts };
}
