import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../central/database/packed.ts';
import { eachCount, packCounts } from '../../central/database/packed-counts.ts';
import { dimensions } from '../../contract/figures/dimensions.ts';
import { measures } from '../../contract/figures/measures.ts';

const known = Object.entries(measures).flatMap(([measure, { by }]) => [
  measure,
  ...by.flatMap((dimension) => {
    const values: readonly string[] | RegExp = dimensions[dimension];
    return values instanceof RegExp ? [] : values.map((value) => `${measure}/${dimension}/${value}`);
  }),
]);

const name = fc.oneof(
  fc.constantFrom(...known),
  fc.uuid().map((id) => `sessions/workstation/${id}`),
  fc.uuid().map((id) => `sessions/workstation/${id.toUpperCase()}`),
  fc.constantFrom('occupied/slot/7-23', 'waits/minutes/240', 'waits/minutes/241', 'supports/commune/2A004'),
  fc.stringMatching(/^[a-z][a-z-]{0,39}(\/[a-z][a-z-]{0,39}\/[A-Za-z0-9][A-Za-z0-9_-]{0,63})?$/),
);

describe('what is stored packed', () => {
  it('comes back as the very text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 500 }), (text) => {
        expect(unpack(pack(text))).toBe(text);
      }),
    );
  });

  it('comes back as the very sums, known names and others', () => {
    const sums = fc.array(
      fc.tuple(
        name,
        fc.maxSafeInteger().map((value) => Math.trunc(value / 4) + 0),
      ),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(sums, (pairs) => {
        const before = new Map(pairs);
        const after = new Map<string, number>();
        eachCount(packCounts(before), (key, value) => after.set(key, value));
        expect(after).toEqual(before);
      }),
    );
  });

  it('keeps its numbers: what one version wrote, every later one reads', () => {
    const written = Buffer.from('02010a', 'hex');
    const read: [string, number][] = [];
    eachCount(written, (key, value) => read.push([key, value]));
    expect(read).toEqual([['open-days', 5]]);
    const all = packCounts(
      new Map([
        ['pages/page/grey-paid', 3],
        ['sessions/slot/7-23', 1],
        ['x', 1],
      ]),
    );
    expect(all.toString('hex')).toMatchInlineSnapshot(`"02f20806e1060200017802"`);
    expect(unpack(Buffer.from(goldenText, 'base64'))).toBe('{"kind":"day","version":2}');
  });
});

const goldenText = 'ASi1L/0gGl0AAAh9AgCUdBC8UnGA';
