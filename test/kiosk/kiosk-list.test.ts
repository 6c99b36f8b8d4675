import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlace, openDesk, seat } from '../desk/place.ts';
import { StaffClient } from '../desk/staff-client.ts';
import { handOver, listOf, putKey } from '../lists/handed-over.ts';
import type { BuiltList } from '../lists/built-list.ts';
import { sliceInTest } from './desk-in-test.ts';
import { eventually, profileInTest, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const profile = profileInTest({ filter: { refused: ['gambling'], allowed: [] } });
const sites = ['casino.example', 'loto.example'];

describe('a kiosk whose desk gives out filter lists', () => {
  let place: WorkstationInTest;
  let folder: string;
  let first: BuiltList;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    folder = join(dirname(place.settings.data), 'lists');
    place.settings.filter = { list: null, key: await putKey(folder) };
    first = await listOf(folder, { gambling: sites });
    place.desk.list = first.file;
    place.desk.slice = sliceInTest({ tickets: [ticketInTest()] });
  });

  afterEach(() => place.remove());

  const told = () => place.desk.lastState?.list;

  /** What the proxy answers about a category, as a page would ask. */
  async function refused(site: string): Promise<boolean> {
    const { proxySocket } = place.host.visitor;
    const asked = request({ socketPath: proxySocket, path: `http://${site}/`, agent: false }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    await text(answer);
    return answer.statusCode === 403;
  }

  it('refuses by the new list within a session, and tells the desk which one it uses', async () => {
    await place.startSession(profile);
    expect(told()).toMatchObject({ inUse: { version: 1, names: 2, digest: first.header.body }, refused: null });
    expect([await refused('casino.example'), await refused('poker.example')]).toEqual([true, false]);
    const next = await listOf(folder, { gambling: [...sites, 'poker.example'] }, first.list);
    place.desk.offer(next.file, next.header.body);
    await eventually(() => told()?.inUse?.version === 2, 'the desk is told of the new list');
    expect(await refused('poker.example')).toBe(true);
    expect(place.host.snapshot?.scene).toMatchObject({ phase: 'active' });
  });

  it.each([
    ['spoiled', ({ file }: BuiltList) => file.with(-20, 1 ^ (file.at(-20) ?? 0)), 'malformed'],
    ['cut off', ({ file }: BuiltList) => file.slice(0, -8), 'malformed'],
    [
      'signed by somebody else',
      ({ file, list }: BuiltList) => file.with(list.signed.length, 1 ^ (list.signature[0] ?? 0)),
      'signature-wrong',
    ],
  ])('changes nothing for one that is %s, and tells the desk', async (_, spoil, code) => {
    await place.startSession(profile);
    const next = await listOf(folder, { gambling: [...sites, 'poker.example'] }, first.list);
    place.desk.offer(spoil(next), next.header.body);
    await eventually(() => told()?.refused?.problem.code === code, 'the desk is told of the refusal');
    expect(told()?.inUse?.version).toBe(1);
    expect([await refused('casino.example'), await refused('poker.example')]).toEqual([true, false]);
  });

  it('keeps its list over a restart without the desk', async () => {
    await place.startFree(profile);
    await place.desk.goAway();
    await place.startAgain(profile);
    await place.phase('free');
    expect(await readFile(join(place.settings.data, 'filter.flt'))).toEqual(Buffer.from(first.file));
  });

  it('gets them from a real desk, where somebody puts them', async () => {
    const house = await makePlace();
    const list = join(folder, 'given.flt');
    await writeFile(list, first.file);
    const filter = { list, key: join(folder, 'key.pub'), never: null };
    const settings = { ...house.settings, filter };
    const desk = await openDesk({ ...house, settings }, { listEveryMs: 10 });
    const staff = await StaffClient.signedIn(desk.address);
    const { id, key } = seat(house, 0);
    Object.assign(place.settings, { desk: `${desk.address.replace('http', 'ws')}/link`, workstation: id, key });
    await place.startFree(profile);
    await vi.waitFor(() => staff.must('session.start', { workstation: id, minutes: 30, label: null }));
    await place.phase('called');
    await place.host.call('called.answer', {});
    await place.host.call('charter.answer', { accepted: true });
    await eventually(() => place.host.layout === 'bar', 'the bar is shown');
    expect([await refused('casino.example'), await refused('poker.example')]).toEqual([true, false]);
    const next = await listOf(folder, { gambling: [...sites, 'poker.example'] }, first.list);
    await writeFile(list, next.file);
    const shown = async () => (await staff.must('room.read')).workstations[0]?.list;
    await vi.waitFor(async () => expect(await shown()).toMatchObject({ inUse: { version: 2 }, refused: null }), 5000);
    expect(await refused('poker.example')).toBe(true);
  });

  it('does not start where there is none to be had, and starts with one that is handed over', async () => {
    await place.desk.goAway();
    await expect(place.start(profile)).rejects.toThrow(/gives its filter list/);
    place.settings.filter = await handOver(folder, { gambling: sites });
    await place.start(profile);
    await place.phase('free');
  });
});
