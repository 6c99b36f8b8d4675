import { beforeAll, describe, expect, it } from 'vitest';
import { whySkipped } from '../hosts/machine.ts';
import { catalogue, subset } from './catalogue.ts';
import { tryRows, type Finding } from './suite.ts';

const rows = catalogue.filter(({ row }) => subset.has(row));

describe('the catalogue', () => {
  it('names every way out once, in order', () => {
    expect(catalogue.map(({ row }) => row)).toEqual(Array.from({ length: 99 }, (_, index) => index + 1));
  });

  it('tries thirty of them in every test run', () => {
    expect(rows.filter((row) => 'attempts' in row)).toHaveLength(30);
  });

  it('can be tried here: a suite that skips itself is no proof', () => {
    expect(whySkipped('chromium')).toBeNull();
  });
});

describe.skipIf(whySkipped('chromium') !== null)('a kiosk under attack', () => {
  let findings: readonly Finding[];
  beforeAll(async () => {
    findings = await tryRows(rows, { host: 'chromium', say: () => undefined });
  });

  it.each(rows)('holds against row $row: $attack', ({ row }) => {
    const own = findings.filter((finding) => finding.row === row);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter(({ outcome }) => outcome !== 'held')).toEqual([]);
  });
});
