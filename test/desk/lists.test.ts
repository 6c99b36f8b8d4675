import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { listPath } from '../../contract/filter-list/standing.ts';
import type { BuiltList } from '../lists/built-list.ts';
import { listOf, putKey } from '../lists/handed-over.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, openDesk, type Place, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const sites = { gambling: ['casino.example', 'loto.example'] };
const none = { inUse: null, refused: null };

let changes = 0;

/** As `escale lists build` does, whole; two files of one size within a tick of the disk's clock are no everyday matter. */
async function put(place: Place, file: Uint8Array): Promise<void> {
  const path = place.settings.filter?.list ?? '';
  await writeFile(path, file);
  changes += 1;
  await utimes(path, changes, changes);
}

async function placeWithLists(never = ''): Promise<Place> {
  const place = await makePlace();
  const folder = join(place.folder, 'lists');
  await mkdir(folder);
  await writeFile(join(folder, 'never.txt'), never);
  const filter = { list: join(folder, 'filter.flt'), key: await putKey(folder), never: join(folder, 'never.txt') };
  return { ...place, settings: { ...place.settings, filter } };
}

const make = (place: Place, listed: Parameters<typeof listOf>[1], previous: BuiltList | null = null) =>
  listOf(place.folder, listed, previous?.list ?? null);

const open = (place: Place) => openDesk(place, { listEveryMs: 10 });

const ask = (address: string, { id, key }: { id: string; key: string }): Promise<Response> =>
  fetch(address + listPath, { headers: { authorization: `Basic ${btoa(`${id}:${key}`)}` } });

const bytesOf = async (answer: Response): Promise<Uint8Array> => new Uint8Array(await answer.arrayBuffer());

describe('the desk’s filter list', () => {
  test('is given whole to a workstation of the place, and to nobody else', async () => {
    const place = await placeWithLists();
    const { file } = await make(place, sites);
    await put(place, file);
    const { address } = await open(place);
    expect(await bytesOf(await ask(address, seat(place, 0)))).toEqual(file);
    const strangers = [
      { ...seat(place, 0), key: seat(place, 1).key },
      { id: 'nobody', key: '' },
    ];
    for (const stranger of strangers) expect((await ask(address, stranger)).status).toBe(401);
    expect((await fetch(address + listPath)).status).toBe(401);
  });

  test('is offered to kiosks that tell of theirs, once, and again when there is another', async () => {
    const place = await placeWithLists();
    const first = await make(place, sites);
    await put(place, first.file);
    const { address } = await open(place);
    const line = await KioskLine.welcomed(address, seat(place, 0));
    const older = await KioskLine.welcomed(address, seat(place, 1));
    older.say(standing());
    line.say(standing({ list: none }));
    expect(await line.next('list-offered')).toMatchObject({ digest: first.header.body });
    line.say(standing({ list: none }));
    const second = await make(place, { gambling: [...sites.gambling, 'poker.example'] }, first);
    await put(place, second.file);
    expect(await line.next('list-offered')).toMatchObject({ digest: second.header.body });
    expect(await bytesOf(await ask(address, seat(place, 0)))).toEqual(second.file);
    expect(older.heard.filter(({ type }) => type === 'list-offered')).toEqual([]);
  });

  test('is not offered to who has it', async () => {
    const place = await placeWithLists();
    const { file, header } = await make(place, sites);
    await put(place, file);
    const { address } = await open(place);
    const line = await KioskLine.welcomed(address, seat(place, 0));
    const inUse = { version: 1, date: header.date, names: 2, digest: header.body };
    line.say(standing({ list: { inUse, refused: null } }));
    line.say({ type: 'claim', id: crypto.randomUUID(), ticket: crypto.randomUUID() });
    await line.next('claim-refused');
    expect(line.heard).toEqual([]);
    const staff = await StaffClient.signedIn(address);
    const room = await staff.must('room.read');
    expect(room.list).toEqual({ inUse, refused: null });
    expect(room.workstations.map(({ list }) => list)).toEqual([{ inUse, refused: null }, null]);
  });

  test.each<[string, (first: BuiltList, place: Place) => Promise<Uint8Array>, string]>([
    ['that is spoiled', ({ file }) => Promise.resolve(file.with(-20, 1 ^ (file.at(-20) ?? 0))), 'malformed'],
    [
      'that nobody signed',
      ({ file, list }) => Promise.resolve(file.with(list.signed.length, 1 ^ (list.signature[0] ?? 0))),
      'signature-wrong',
    ],
    [
      'that lost half of a category',
      async (first, place) => (await make(place, { gambling: ['loto.example'] }, first)).file,
      'list-shrunk',
    ],
    [
      'with a name that is never blocked',
      async (first, place) => (await make(place, { gambling: [...sites.gambling, 'caf.fr'] }, first)).file,
      'list-blocks',
    ],
  ])('stays when one comes %s, and the page says so', async (_, bad, code) => {
    const place = await placeWithLists('caf.fr # allowances\n');
    const first = await make(place, sites);
    await put(place, first.file);
    const desk = await open(place);
    const { address } = desk;
    const staff = await StaffClient.signedIn(address);
    await put(place, await bad(first, place));
    await vi.waitFor(
      async () => expect((await staff.must('room.read')).list?.refused?.problem.code).toBe(code),
      openWaitMs,
    );
    expect(await bytesOf(await ask(address, seat(place, 0)))).toEqual(first.file);
    await desk.stop();
    expect((await ask((await open(place)).address, seat(place, 0))).status).toBe(200);
    expect(await readFile(join(place.settings.data, 'filter.flt'))).toEqual(Buffer.from(first.file));
  });

  test('stays when an older one comes', async () => {
    const place = await placeWithLists();
    const first = await make(place, sites);
    const second = await make(place, sites, first);
    await put(place, second.file);
    const { address } = await open(place);
    const staff = await StaffClient.signedIn(address);
    await put(place, first.file);
    await vi.waitFor(
      async () => expect((await staff.must('room.read')).list?.refused?.problem.code).toBe('list-older'),
      openWaitMs,
    );
    expect((await staff.must('room.read')).list?.inUse?.version).toBe(2);
  });

  test('is not given out any more once it holds what is never blocked', async () => {
    const place = await placeWithLists();
    await put(place, (await make(place, sites)).file);
    const before = await open(place);
    expect((await ask(before.address, seat(place, 0))).status).toBe(200);
    await before.stop();
    await writeFile(place.settings.filter?.never ?? '', 'www.casino.example\n');
    const { address } = await open(place);
    expect((await ask(address, seat(place, 0))).status).toBe(404);
    expect((await (await StaffClient.signedIn(address)).must('room.read')).list).toMatchObject({
      ...{ inUse: null, refused: { problem: { code: 'list-blocks' } } },
    });
  });

  test('is none where none was put, and none where the settings name none', async () => {
    const place = await placeWithLists();
    const { address } = await open(place);
    expect((await ask(address, seat(place, 0))).status).toBe(404);
    expect((await (await StaffClient.signedIn(address)).must('room.read')).list).toMatchObject({ inUse: null });
    const without = await makePlace();
    const other = await openDesk(without);
    expect((await ask(other.address, seat(without, 0))).status).toBe(404);
    expect((await (await StaffClient.signedIn(other.address)).must('room.read')).list).toBeNull();
  });

  test.each([
    ['a key that is none', (place: Place) => writeFile(place.settings.filter?.key ?? '', 'no key'), /public key/],
    [
      'a name that is none among those never blocked',
      (place: Place) => writeFile(place.settings.filter?.never ?? '', 'caf.fr\nla caf\n'),
      /the name of a site/,
    ],
  ])('is refused a desk with %s', async (_, spoil, expected) => {
    const place = await placeWithLists();
    await spoil(place);
    await expect(open(place)).rejects.toThrow(expected);
  });
});
