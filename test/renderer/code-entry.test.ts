import { describe, expect, test } from 'vitest';
import { CodeEntry, type KeyStroke } from '../../renderer/kiosk/code-entry.svelte.ts';

const stroke = (key: string, code = `Key${key.toUpperCase()}`): KeyStroke => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
});

/** Presses each key `gapMs` after the one before. */
function type(entry: CodeEntry, keys: readonly KeyStroke[], { from = 0, gapMs = 200 } = {}): void {
  keys.forEach((key, index) => {
    const symbol = entry.symbolOf(key);
    if (symbol !== null) entry.press(symbol, from + index * gapMs);
  });
}

const letters = (text: string): KeyStroke[] =>
  Array.from(text, (key) => stroke(key, /\d/.test(key) ? `Digit${key}` : undefined));

describe('the code as typed', () => {
  test('fills the boxes in capitals', () => {
    const entry = new CodeEntry();
    type(entry, letters('k7m4'));
    expect(entry.boxes).toEqual(['K', '7', 'M', '4', '', '']);
    expect(entry.missing).toBe(2);
    expect(entry.whole()).toBeNull();
  });

  test('takes the digit row of a French keyboard without Shift', () => {
    const entry = new CodeEntry();
    type(entry, [stroke('k'), stroke('è', 'Digit7'), stroke('m'), stroke("'", 'Digit4'), stroke('-', 'Digit6')]);
    expect(entry.code).toBe('K7M46');
  });

  test('passes over the dash that stands on the ticket', () => {
    const entry = new CodeEntry();
    type(entry, [...letters('k7m'), stroke('-', 'Digit6'), ...letters('4qx')]);
    expect(entry.whole()).toBe('K7M4QX');
  });

  test('takes a Ukrainian layout by the letters printed on its keys', () => {
    const entry = new CodeEntry();
    type(entry, [stroke('л', 'KeyK'), stroke('7', 'Digit7'), stroke('ь', 'KeyM')]);
    expect(entry.code).toBe('K7M');
  });

  test('leaves shortcuts alone', () => {
    expect(new CodeEntry().symbolOf({ ...stroke('v'), ctrlKey: true })).toBeNull();
    expect(new CodeEntry().symbolOf(stroke('Enter', 'Enter'))).toBeNull();
  });

  test('names a sign that no code holds, until another one comes', () => {
    const entry = new CodeEntry();
    type(entry, letters('ko'));
    expect([entry.code, entry.foreign]).toEqual(['K', 'O']);
    type(entry, letters('7'));
    expect([entry.code, entry.foreign]).toEqual(['K7', null]);
  });
});

test.each(['K7M-4QX', 'k7m4qx', ' k7m 4qx ', 'Votre code : K7M-4QX.', 'Poste 4, ticket K7M–4QX, 30 minutes'])(
  'pasting %j fills the six boxes',
  (text) => {
    const entry = new CodeEntry();
    entry.take(text);
    expect(entry.whole()).toBe('K7M4QX');
  },
);

describe('a reader that types like a keyboard', () => {
  test('wins over what stood in the boxes', () => {
    const entry = new CodeEntry();
    type(entry, letters('AAAA'));
    type(entry, letters('K7M4QX'), { from: 60_000, gapMs: 8 });
    expect(entry.whole()).toBe('K7M4QX');
  });

  test('gives a card whole, with signs that no ticket has, and leaves the boxes empty', () => {
    const entry = new CodeEntry();
    type(entry, letters('0015B00L'), { gapMs: 8 });
    expect([entry.whole(), entry.code]).toEqual(['0015B00L', '']);
  });

  test('does not win over a correction made after it', () => {
    const entry = new CodeEntry();
    type(entry, letters('K7M4QX'), { gapMs: 8 });
    entry.take('K7M4Q');
    type(entry, letters('W'), { from: 5000 });
    expect(entry.whole()).toBe('K7M4QW');
  });
});
