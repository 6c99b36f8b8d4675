import { describe, expect, it } from 'vitest';
import { newToken, notBeforeMs } from '../../../main/kiosk/traces/token.ts';

const wall = '2026-11-24T13:05:00.000Z';
const hourMs = 3_600_000;

describe('the planted word', () => {
  it('stands nowhere else', () => {
    const words = Array.from({ length: 100 }, () => newToken(wall));
    expect(new Set(words).size).toBe(100);
    for (const word of words) expect(word).toMatch(/^temoin[0-9a-f]{40}$/);
  });

  it('says from when on something could hold it, with an hour’s doubt about the clock', () => {
    expect(notBeforeMs(newToken(wall))).toBe(Date.parse(wall) - hourMs);
  });

  it('has everything looked through where it says nothing', () => {
    expect(notBeforeMs('a word of before')).toBe(0);
  });
});
