import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { mostListBytes } from '../../../contract/filter-list/standing.ts';
import type { Result } from '../../../contract/problem.ts';
import { decide } from '../../../main/kiosk/browsing/decide.ts';
import { Filter, type FilterParts } from '../../../main/kiosk/filter/filter.ts';
import { build, type BuiltList, keys } from '../../lists/built-list.ts';
import { folderOf } from '../../lists/lists-folder.ts';
import { DeskInTest } from '../desk-in-test.ts';
import { FakeClock } from '../fake-clock.ts';

const minute = 60_000;

describe('the filter of a kiosk', () => {
  let folder: string;
  let clock: FakeClock;
  let handedOver: number;
  let desk: DeskInTest;
  const place = { now: { id: 'adult', filter: { refused: ['gambling'], allowed: ['white'] } } };

  beforeEach(async () => {
    desk = await DeskInTest.open();
    onTestFinished(() => desk.goAway());
    folder = folderOf({ 'key.pub': keys.publicKey.export({ type: 'spki', format: 'pem' }).toString() });
    mkdirSync(join(folder, 'data'));
    clock = new FakeClock();
    handedOver = 0;
  });

  const at = (name: string): string => join(folder, name);

  const listOf = async (names: readonly string[], previous: Parameters<typeof build>[0]['previous'] = null) =>
    build({ sources: [folderOf({ 'gambling/domains': names.join('\n') })], previous });

  function handOver(bytes: Uint8Array): void {
    writeFileSync(at('list.flt'), bytes);
    // Two files of one size within a tick of the disk's clock are no everyday matter.
    handedOver += 1;
    utimesSync(at('list.flt'), handedOver, handedOver);
  }

  /** It looks once a minute, and again a minute after it has seen what was there. */
  const lookedAt = (holds: () => void): Promise<void> =>
    vi.waitFor(() => {
      clock.pass(minute);
      holds();
    });

  const open = (changes: Partial<FilterParts['settings']> = {}): Promise<Result<Filter>> =>
    Filter.open({
      settings: {
        filter: { list: at('list.flt'), key: at('key.pub') },
        data: at('data'),
        demonstration: false,
        ...{ desk: desk.address, workstation: 'a workstation', key: 'its key' },
        ...changes,
      },
      place,
      clock,
      log: pino({ enabled: false }),
    });

  async function opened(changes: Partial<FilterParts['settings']> = {}): Promise<Filter> {
    const filter = await open(changes);
    if (!filter.ok) throw new Error(filter.problem.expected);
    return filter.value;
  }

  it('refuses what its list holds, by category, for pages and for what the proxy is asked', async () => {
    handOver((await listOf(['casino.example.org'])).file);
    const filter = await opened();
    const policy = {
      ...{ browsing: { mode: 'open' as const }, refusedSites: [], localServices: [], maxTabs: 3 },
      ...{ downloads: 'allow' as const, categoryOf: filter.categoryOf },
    };
    const refused = { allowed: false, reason: 'category-refused', category: 'gambling' };
    expect(decide(policy, { kind: 'navigation', address: 'https://www.CASINO.example.org./a' })).toEqual(refused);
    expect(decide(policy, { kind: 'connection', host: 'casino.example.org', port: 443 })).toEqual(refused);
    expect(decide(policy, { kind: 'connection', host: 'example.org', port: 443 })).toEqual({ allowed: true });
  });

  it('takes the next list while it runs', async () => {
    const first = await listOf(['casino.example.org', 'jeux.example.org']);
    handOver(first.file);
    const filter = await opened();
    handOver((await listOf(['casino.example.org', 'jeux.example.org', 'neu.example.org'], first.list)).file);
    await lookedAt(() => expect(filter.standing).toMatchObject({ inUse: { version: 2, names: 3 }, refused: null }));
    expect(filter.categoryOf('neu.example.org', null)).toBe('gambling');
  });

  it.each([
    ['damaged', ({ file }: BuiltList) => file.with(-20, 1 ^ (file.at(-20) ?? 0)), 'malformed'],
    ['cut off', ({ file }: BuiltList) => file.slice(0, -8), 'malformed'],
    [
      'signed by nobody',
      ({ file, list }: BuiltList) => file.with(list.signed.length, 1 ^ (list.signature[0] ?? 0)),
      'signature-wrong',
    ],
  ])('keeps the list that it has when the next one is %s', async (_, spoil, code) => {
    const first = await listOf(['casino.example.org', 'jeux.example.org']);
    handOver(first.file);
    const filter = await opened();
    handOver(spoil(await listOf(['casino.example.org', 'jeux.example.org'], first.list)));
    await lookedAt(() => expect(filter.standing?.refused?.problem.code).toBe(code));
    expect(filter.standing?.inUse?.version).toBe(1);
    expect(filter.categoryOf('casino.example.org', null)).toBe('gambling');
  });

  it('keeps it when the next one is older, or has lost too much', async () => {
    const first = await listOf(['casino.example.org', 'jeux.example.org']);
    const second = await listOf(['casino.example.org', 'jeux.example.org'], first.list);
    handOver(second.file);
    const filter = await opened();
    handOver(first.file);
    await lookedAt(() => expect(filter.standing?.refused?.problem.expected).toMatch(/version 2 or later/));
    handOver((await listOf(['casino.example.org'], second.list)).file);
    await lookedAt(() => expect(filter.standing?.refused?.problem.expected).toMatch(/gambling nearly as large/));
    expect(filter.categoryOf('jeux.example.org', null)).toBe('gambling');
  });

  it('starts with the last good list when the one that is handed over is bad', async () => {
    handOver((await listOf(['casino.example.org'])).file);
    (await opened()).close();
    handOver(new Uint8Array(1000));
    const filter = await opened();
    expect(filter.standing).toMatchObject({ inUse: { version: 1 }, refused: { problem: { where: at('list.flt') } } });
    expect(filter.categoryOf('casino.example.org', null)).toBe('gambling');
    rmSync(at('list.flt'));
    expect((await opened()).categoryOf('casino.example.org', null)).toBe('gambling');
  });

  it('lets no kiosk start that has to filter and has nothing to filter by', async () => {
    expect(await open()).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    expect(await open({ filter: null })).toMatchObject({ ok: false, problem: { where: 'filter' } });
    handOver(new Uint8Array(1000));
    expect((await open()).ok).toBe(false);
    expect(existsSync(at('data/filter.flt'))).toBe(false);
  });

  it('starts with the list of the desk where it has none yet, having proved itself', async () => {
    desk.list = (await listOf(['casino.example.org'])).file;
    const filter = await opened({ filter: { list: null, key: at('key.pub') } });
    expect(filter.categoryOf('casino.example.org', null)).toBe('gambling');
    expect(desk.askedForList).toEqual(['a workstation:its key']);
    filter.close();
    desk.list = null;
    expect((await opened({ filter: { list: null, key: at('key.pub') } })).standing?.inUse?.version).toBe(1);
  });

  it('fetches what the desk offers and it does not have, and again where it did not come to its end', async () => {
    const first = await listOf(['casino.example.org']);
    handOver(first.file);
    const filter = await opened();
    const { file, header } = await listOf(['casino.example.org', 'neu.example.org'], first.list);
    filter.offer(first.header.body);
    filter.offer(header.body);
    await vi.waitFor(() => expect(filter.standing?.refused?.problem.code).toBe('not-found'));
    desk.list = file;
    expect(desk.askedForList).toHaveLength(1);
    clock.pass(30_000);
    await vi.waitFor(() => expect(filter.standing).toMatchObject({ inUse: { version: 2 }, refused: null }));
    filter.offer(header.body);
    expect(desk.askedForList).toHaveLength(2);
    expect(filter.categoryOf('neu.example.org', null)).toBe('gambling');
  });

  it('reads no more than a list may have', async () => {
    desk.list = new Uint8Array(mostListBytes + 1);
    expect(await open({ filter: { list: null, key: at('key.pub') } })).toMatchObject({
      ok: false,
      problem: { code: 'malformed', expected: expect.stringMatching(/at most/) as string },
    });
  });

  it('says in a demonstration that the filter is missing', async () => {
    const filter = await opened({ filter: null, demonstration: true });
    expect(filter.missing).toEqual(['filter']);
    expect(filter.standing).toBeNull();
    handOver((await listOf(['casino.example.org'])).file);
    expect((await opened({ demonstration: true })).missing).toEqual([]);
  });

  it('names the key that it cannot read', async () => {
    handOver((await listOf(['casino.example.org'])).file);
    const refused = await open({ filter: { list: at('list.flt'), key: at('no-key.pub') } });
    expect(refused).toMatchObject({ ok: false, problem: { where: at('no-key.pub') } });
  });
});
