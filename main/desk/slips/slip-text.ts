import { slipParts } from './slip-parts.ts';
import type { Slip } from './slip.ts';

/** A slip as plain text, a line for each thing it says: for a mail, a screen reader or a printer without pictures. */
export const slipText = (slip: Slip): string =>
  slipParts(slip)
    .map(({ text }) => `${text}\n`)
    .join('');
