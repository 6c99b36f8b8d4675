import { expect, test } from 'vitest';
import { OnceKeys } from '../../renderer/desk/once-keys.ts';

test('the same question has the same key until its answer has come, another has another', () => {
  const keys = new OnceKeys();
  const key = keys.of('a ticket');
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(keys.of('a ticket')).toBe(key);
  expect(keys.of('a booking')).not.toBe(key);
  keys.forget('a ticket');
  expect(keys.of('a ticket')).not.toBe(key);
});

test('who closes the question means it anew', () => {
  const keys = new OnceKeys();
  const before = ['a ticket', 'a booking'].map((asked) => keys.of(asked));
  keys.forgetAll();
  expect(['a ticket', 'a booking'].map((asked) => keys.of(asked)).filter((key) => before.includes(key))).toEqual([]);
});
