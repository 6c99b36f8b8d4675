import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeAlphabet, codeFromBytes, codeLength, normaliseCode, showCode } from '../../contract/ticket-code.ts';

const bytes = fc.uint8Array({ minLength: 4, maxLength: 40 });

describe('a ticket code', () => {
  test('is read back from paper in any case, with any separator', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom('', ' ', '-', '–', ' . '), (drawn, separator) => {
        const code = codeFromBytes(drawn);
        fc.pre(code !== null);
        const typed = code.toLowerCase().split('').join(separator);
        expect(normaliseCode(typed)).toEqual({ ok: true, value: code });
        expect(normaliseCode(showCode(code))).toEqual({ ok: true, value: code });
      }),
    );
  });

  test('has no symbol that is likelier than another', () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const seen = new Map<string, number>();
    for (const byte of every) {
      const code = codeFromBytes(new Uint8Array(codeLength).fill(byte));
      if (code !== null) seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    expect(seen.size).toBe(codeAlphabet.length);
    expect(new Set(seen.values()).size).toBe(1);
  });

  test('needs enough random bytes, and says so', () => {
    expect(codeFromBytes(new Uint8Array(codeLength).fill(255))).toBeNull();
    expect(codeFromBytes(new Uint8Array(codeLength - 1))).toBeNull();
  });

  test.each(['', 'K7M-4Q', 'K7M-4QX2', 'K7M-4Q0', 'K7M-4Qé', '<script>', ']]]]]]'])(
    '%j is refused as malformed',
    (typed) => {
      expect(normaliseCode(typed)).toMatchObject({ ok: false, problem: { code: 'malformed', where: 'ticket code' } });
    },
  );
});
