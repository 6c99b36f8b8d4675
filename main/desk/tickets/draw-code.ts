import { createHmac, randomBytes } from 'node:crypto';
import { codeFromBytes } from '../../../contract/ticket-code.ts';

/** A new ticket code, each symbol equally likely. */
export function drawCode(): string {
  for (;;) {
    const code = codeFromBytes(randomBytes(32));
    if (code !== null) return code;
  }
}

/** What one workstation may know of a code: its HMAC under that workstation's key, so that a stolen kiosk tells nothing about the others. */
export const codeHash = (code: string, key: string): string => createHmac('sha256', key).update(code).digest('hex');
