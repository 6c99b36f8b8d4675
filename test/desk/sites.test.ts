import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KioskMessage } from '../../contract/desk-link.ts';
import type { SiteWish } from '../../contract/desk-routes.ts';
import { maxSiteRequests } from '../../contract/sites.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { facilitator, makePlace, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

const session = randomUUID();
const running = standing({ phase: 'active', session, endsAt: '2030-01-01T09:30:00.000Z' });
const site = 'muguet-bleu.example';

const asked = (changes: Partial<Extract<KioskMessage, { type: 'site-asked' }>> = {}) =>
  ({ type: 'site-asked', id: randomUUID(), session, site, category: 'games', ...changes }) as const;

/** A session runs on the first of two workstations, both on the line. */
async function open() {
  const place = await makePlace();
  const desk = await openDesk(place);
  const staff = await StaffClient.signedIn(desk.address);
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  const other = await KioskLine.welcomed(desk.address, seat(place, 1));
  line.say(running);
  const workstation = seat(place, 0).id;
  const wishes = async (): Promise<SiteWish[]> =>
    (await staff.must('room.read')).workstations.find(({ id }) => id === workstation)?.wishes ?? [];
  const wish = async () => {
    const message = asked();
    line.say(message);
    await expect.poll(wishes, openWaitMs).toHaveLength(1);
    return { workstation, wish: message.id };
  };
  return { place, desk, staff, line, other, workstation, wishes, wish };
}

const opensTo = async (line: KioskLine, sites: string[]): Promise<void> =>
  expect.poll(async () => (await line.next('slice')).slice.openedSites, openWaitMs).toEqual(sites);

describe('a site that a visitor asks for', () => {
  test('is shown with its name and category, in the order of asking, once each', async () => {
    const { line, wishes } = await open();
    const first = asked();
    line.say(first);
    line.say(first);
    line.say(asked({ site: 'autre.example', category: null }));
    await expect.poll(wishes, openWaitMs).toMatchObject([
      { site, category: 'games' },
      { site: 'autre.example', category: null },
    ]);
  });

  test('is one of a few', async () => {
    const { line, wishes } = await open();
    for (let number = 0; number <= maxSiteRequests; number += 1) line.say(asked({ site: `s${number}.example` }));
    line.say({ ...running, helpCalled: true });
    await expect.poll(async () => (await wishes()).length, openWaitMs).toBe(maxSiteRequests);
  });

  test('is gone with its session, with its kiosk, and is of no other', async () => {
    const { line, wishes, wish } = await open();
    await wish();
    line.say(asked({ session: randomUUID(), site: 'fremd.example' }));
    expect(await wishes()).toMatchObject([{ site }]);
    line.say(standing());
    await expect.poll(wishes, openWaitMs).toEqual([]);
    line.say(running);
    await wish();
    line.cut();
    await expect.poll(wishes, openWaitMs).toEqual([]);
  });

  test('that is no name of a site ends the conversation', async () => {
    const { line, wishes } = await open();
    line.sayRaw(JSON.stringify({ ...asked(), site: 'https://muguet-bleu.example/secret' }));
    expect((await line.next('refused')).problem.where).toContain('site');
    expect(await wishes()).toEqual([]);
  });
});

describe('a facilitator', () => {
  test('opens it for the session: the kiosk is told, nobody else, and nothing of it is on the disk', async () => {
    const { line, other, place, staff, wishes, wish } = await open();
    const { workstation, wish: id } = await wish();
    await staff.must('site.answer', { workstation, wish: id, answer: 'session', reason: null });
    expect(await line.next('site-answered')).toMatchObject({ id, opened: true });
    expect(await wishes()).toEqual([]);
    expect(other.heard).toEqual([]);
    expect((await staff.must('sites.read')).sites).toEqual([]);
    const files = readdirSync(place.settings.data).map((name) =>
      readFileSync(join(place.settings.data, name), 'latin1'),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file).not.toContain('muguet-bleu');
  });

  test('says no', async () => {
    const { line, staff, wish } = await open();
    const said = await wish();
    await staff.must('site.answer', { ...said, answer: 'no', reason: null });
    expect(await line.next('site-answered')).toMatchObject({ id: said.wish, opened: false });
    expect((await staff.call('site.answer', { ...said, answer: 'session', reason: null })).problem?.code).toBe(
      'not-now',
    );
  });

  test('opens it for the place with a reason only: every kiosk hears of it, and it is kept with who and why', async () => {
    const { line, other, staff, wish } = await open();
    const said = await wish();
    for (const reason of [null, '  ', 'ab'])
      expect((await staff.call('site.answer', { ...said, answer: 'place', reason })).problem?.code).toBe('malformed');
    await staff.must('site.answer', { ...said, answer: 'place', reason: ' Démarches ' });
    expect(await line.next('site-answered')).toMatchObject({ opened: true });
    await opensTo(line, [site]);
    await opensTo(other, [site]);
    expect((await staff.must('sites.read')).sites).toMatchObject([{ site, reason: 'Démarches', by: facilitator.name }]);
  });

  test('takes it back: every kiosk hears of it, and who did what stays written', async () => {
    const { line, staff, wish } = await open();
    await staff.must('site.answer', { ...(await wish()), answer: 'place', reason: 'Démarches' });
    await opensTo(line, [site]);
    await staff.must('sites.close', { site });
    await opensTo(line, []);
    expect((await staff.call('sites.close', { site })).problem?.code).toBe('not-found');
    await staff.must('site.answer', { ...(await wish()), answer: 'place', reason: 'De nouveau' });
    expect((await staff.must('sites.read')).sites).toMatchObject([{ site, reason: 'De nouveau' }]);
  });

  test('who is not signed in opens nothing', async () => {
    const { desk, wish } = await open();
    const stranger = new StaffClient(desk.address);
    const said = await wish();
    for (const [name, input] of [
      ['site.answer', { ...said, answer: 'session', reason: null }],
      ['sites.read', {}],
      ['sites.close', { site }],
    ] as const)
      expect((await stranger.call(name, input)).problem?.code).toBe('sign-in-first');
  });

  test('a site that is open to all is open after the desk was started again', async () => {
    const { desk, place, staff, wish } = await open();
    await staff.must('site.answer', { ...(await wish()), answer: 'place', reason: 'Démarches' });
    await desk.stop();
    const again = await openDesk(place);
    const line = new KioskLine(again.address);
    await line.opened();
    line.greet(seat(place, 1));
    expect((await line.next('welcome')).slice.openedSites).toEqual([site]);
  });
});
