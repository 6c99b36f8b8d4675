import { failed, ok, type Result } from './problem.ts';

/** Letters and digits that nobody confuses on paper or aloud: no 0 O, 1 I L, U V only once, no 5 S pair, no 8 B pair, no 2 Z pair. */
export const codeAlphabet = '2346789ACDEFGHJKMNPQRTVWXY';

/** 26^6 = 309 million codes: with a delay that doubles after five wrong tries, guessing one takes longer than a ticket lives. */
export const codeLength = 6;

const wellFormed = new RegExp(`^[${codeAlphabet}]{${codeLength}}$`);

const bare = (typed: string): string => typed.replaceAll(/[\s\-–_.]/g, '').toUpperCase();

/** A whole code as typed on any keyboard: case, spaces and dashes do not matter. The result has no separator. */
export function normaliseCode(typed: string): Result<string> {
  const code = bare(typed);
  return wellFormed.test(code) ? ok(code) : failed('malformed', 'ticket code', `${codeLength} letters or digits`);
}

/**
 * What a card says to a scanner, which types it as fast keys and Enter into the field for codes: eight letters or digits at least, so that
 * a mistyped ticket is never taken for a card.
 */
export function normaliseCard(scanned: string): Result<string> {
  const code = bare(scanned);
  return /^[0-9A-Z]{8,32}$/.test(code) ? ok(code) : failed('malformed', 'card code', '8 to 32 letters or digits');
}

/** As people read it: `K7M-4QX`. */
export const showCode = (code: string): string => `${code.slice(0, 3)}-${code.slice(3)}`;

/**
 * A code from random bytes. Bytes above the largest multiple of the alphabet are passed over, so that no symbol is likelier;
 * returns null when the bytes ran out before the code was whole (draw again with more).
 */
export function codeFromBytes(bytes: Uint8Array): string | null {
  const fair = 256 - (256 % codeAlphabet.length);
  const symbols = [...bytes]
    .filter((byte) => byte < fair)
    .map((byte) => codeAlphabet.charAt(byte % codeAlphabet.length));
  return symbols.length < codeLength ? null : symbols.slice(0, codeLength).join('');
}
