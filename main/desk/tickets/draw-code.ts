import { createHmac, type KeyObject, randomFillSync } from 'node:crypto';
import { codeFromBytes } from '../../../contract/ticket-code.ts';

const bytesEach = 16;

/** Random bytes are fetched for many codes at once, and wiped as they are used: asking for them takes longer than the rest of a draw. */
const drawn = new Uint8Array(bytesEach * 256);
let used = drawn.length;

/** A new ticket code, each symbol equally likely. */
export function drawCode(): string {
  for (;;) {
    if (used === drawn.length) {
      randomFillSync(drawn);
      used = 0;
    }
    const code = codeFromBytes(drawn.subarray(used, used + bytesEach));
    drawn.fill(0, used, used + bytesEach);
    used += bytesEach;
    if (code !== null) return code;
  }
}

/** What one workstation may know of a code: its HMAC under that workstation's key, so that a stolen kiosk tells nothing about the others. */
export const codeHash = (code: string, key: string | KeyObject): string =>
  createHmac('sha256', key).update(code).digest('hex');
