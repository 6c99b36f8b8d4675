import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDelta, makeDelta } from '../../contract/filter-list/delta.ts';
import type { ListFile } from '../../contract/filter-list/list-file.ts';
import { mayReplace } from '../../contract/filter-list/update.ts';
import { checkList } from '../../main/lists/signing.ts';
import { build, keys, read } from './built-list.ts';
import { folderOf } from './lists-folder.ts';

const names = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `site${from + at}.example.org\n`).join('');

const listOf = async (content: string, previous: ListFile | null = null) =>
  build({ sources: [folderOf({ 'games/domains': content })], previous });

describe('the next list', () => {
  it('comes whole or as a delta, the same to the last byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 40 }), fc.nat({ max: 40 }), async (lost, gained) => {
        const first = await listOf(names(0, 400));
        const next = await listOf(names(lost, 400 + gained), first.list);
        const delta = makeDelta(first.list, next.list);
        expect(delta).not.toBeNull();
        const applied = applyDelta(first.list, delta ?? new Uint8Array(), 'delta');
        expect(applied).toEqual({ ok: true, value: next.file });
      }),
      { numRuns: 30 },
    );
  });

  it('comes whole where it has grown too much for a delta', async () => {
    const first = await listOf(names(0, 400));
    const next = await listOf(names(0, 4000), first.list);
    expect(makeDelta(first.list, next.list)).toBeNull();
  });

  it('is not made of a delta that starts from another list', async () => {
    const first = await listOf(names(0, 400));
    const second = await listOf(names(0, 410), first.list);
    const delta = makeDelta(first.list, second.list) ?? new Uint8Array();
    const applied = applyDelta(second.list, delta, 'day.fld');
    expect(applied).toMatchObject({ ok: false, problem: { where: 'day.fld', code: 'malformed' } });
  });

  it('is refused when it is older, lost a fifth of a category, or holds a name that is never blocked', async () => {
    const first = await listOf(names(0, 100));
    const second = await listOf(names(0, 100), first.list);
    const asked = { never: ['site7.example.org'], what: 'lists.flt' };
    expect(mayReplace(second.list.header, first.list, { ...asked, never: [] })).toMatchObject({
      ok: false,
      problem: { expected: 'version 2 or later: this is the older version 1' },
    });
    const kept = await listOf(names(0, 80), first.list);
    expect(mayReplace(first.list.header, kept.list, { ...asked, never: [] }).ok).toBe(true);
    const shrunk = await listOf(names(0, 79), first.list);
    expect(mayReplace(first.list.header, shrunk.list, { ...asked, never: [] })).toMatchObject({
      ok: false,
      problem: { expected: 'games nearly as large as before (100 names; here 79): fetch the lists again' },
    });
    expect(mayReplace(first.list.header, second.list, asked)).toMatchObject({
      ok: false,
      problem: { expected: 'a list without "site7.example.org", which is never blocked: build it again' },
    });
  });

  it('is refused when another key signed it', async () => {
    const { file } = await build({
      sources: [folderOf({ 'games/domains': names(0, 10) })],
      key: keys.privateKey,
    });
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(checkList(file, other, 'lists.flt')).toMatchObject({ ok: false, problem: { code: 'signature-wrong' } });
  });
});

/** What 100,000 damaged files say: a refusal each, or, where nothing that counts was touched, the very same list. */
describe('a damaged file', () => {
  const mutation = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({
      kind: fc.constant('set' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      byte: fc.nat({ max: 255 }),
    }),
    fc.record({
      kind: fc.constant('add' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    }),
  );

  function damage(file: Uint8Array, how: typeof mutation extends fc.Arbitrary<infer One> ? One : never): Uint8Array {
    const at = Math.floor(how.at * file.length);
    switch (how.kind) {
      case 'cut':
        return file.slice(0, at);
      case 'add':
        return Uint8Array.of(...file.subarray(0, at), ...how.bytes, ...file.subarray(at));
      case 'set': {
        const changed = file.slice();
        if (at < changed.length) changed[at] = how.byte;
        return changed;
      }
    }
  }

  it('is refused, and says why', { timeout: 120_000 }, async () => {
    const first = await listOf(names(0, 50));
    const second = await listOf(names(5, 60), first.list);
    const delta = makeDelta(first.list, second.list) ?? new Uint8Array();
    let refused = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.array(mutation, { minLength: 1, maxLength: 3 }), (whole, mutations) => {
        const damaged = mutations.reduce(damage, whole ? second.file : delta);
        const applied = whole ? ({ ok: true, value: damaged } as const) : applyDelta(first.list, damaged, 'list');
        const checked = applied.ok ? checkList(applied.value, keys.publicKey, 'list') : applied;
        if (checked.ok) expect(read(second.file).header).toEqual(checked.value.header);
        else refused += 1;
        if (!checked.ok) expect(checked.problem.expected.length).toBeGreaterThan(5);
      }),
      { numRuns: 100_000 },
    );
    expect(refused).toBeGreaterThan(90_000);
  });
});
