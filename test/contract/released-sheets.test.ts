import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readKey } from '../../contract/figures/counts.ts';
import { type Sheet, sheetSchema } from '../../contract/figures/day-sheet.ts';
import { type Dimension, isValueOf } from '../../contract/figures/dimensions.ts';
import { measures } from '../../contract/figures/measures.ts';
import { doubtsAbout } from '../../contract/figures/plausibility.ts';

const now = new Date('2026-12-01T00:00:00Z');

const read = (name: string): string => readFileSync(new URL(`../central/golden/${name}.json`, import.meta.url), 'utf8');

/** Whether its measure, its table and its value are words that this version knows. */
function isKnown(key: string, kind: Sheet['kind']): boolean {
  const { measure, cell } = readKey(key);
  const known = Object.entries(measures).find(([name]) => name === measure)?.[1];
  if (known?.sheet !== kind) return false;
  const dimensions: readonly Dimension[] = known.by;
  const dimension = dimensions.find((name) => name === cell?.dimension);
  return cell === null || (dimension !== undefined && isValueOf(dimension, cell.value));
}

describe.each(['day-sheet-2', 'month-sheet-2'])('a %s that has left a place', (name) => {
  const sheet = sheetSchema.parse(JSON.parse(read(name)));
  const period = sheet.kind === 'day' ? sheet.day : sheet.month;

  test('is readable, every word of it', () => {
    const hidden = sheet.kind === 'month' ? sheet.hidden : [];
    const keys = [...Object.keys(sheet.counts), ...hidden];
    expect(keys.filter((key) => !isKnown(key, sheet.kind))).toEqual([]);
  });

  test('raises no doubt', () => {
    expect(doubtsAbout({ kind: sheet.kind, period, counts: sheet.counts, knowsOffered: true }, now)).toEqual([]);
  });
});

test('a day sheet that has left a place tells every measure of a day', () => {
  const { counts } = sheetSchema.parse(JSON.parse(read('day-sheet-2')));
  const ofDay = Object.entries(measures).filter(([, { sheet }]) => sheet === 'day');
  expect(ofDay.map(([name]) => name).filter((name) => !(name in counts))).toEqual([]);
});
