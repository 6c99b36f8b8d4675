import { type KeyObject, sign } from 'node:crypto';
import type { SignedSheet } from '../../../contract/central-routes.ts';

/** Ed25519 over the exact bytes that travel: central checks what it was given, never what it would have written. */
export const signSheet = (bytes: string, placeKey: KeyObject): SignedSheet => ({
  sheet: bytes,
  signature: sign(null, Buffer.from(bytes, 'utf8'), placeKey).toString('base64'),
});
