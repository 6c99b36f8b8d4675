import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { displayPath } from '../../contract/book/book-routes.ts';
import { type Display, displaySchema } from '../../contract/book/queue.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

/** A Wednesday, ten in the morning on the place's clock. */
const now = '2026-12-02T09:00:00.000Z';
const inMinutes = (minutes: number): string => new Date(Date.parse(now) + minutes * 60_000).toISOString();

async function open() {
  const place = await makePlace();
  const clock = movableClock(now);
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const kiosks = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  for (const kiosk of kiosks) kiosk.holdSlices();
  /** As anybody on the place's network reads it: without a cookie. */
  const text = async (): Promise<string> => (await fetch(desk.address + displayPath)).text();
  const shown = async (): Promise<Display> => displaySchema.parse(JSON.parse(await text()));
  return { place, clock, desk, staff, kiosks, text, shown };
}

test('the display shows who is called and who waits, to anybody, and says nothing of anyone', async () => {
  const { staff, kiosks, place, text, shown } = await open();
  expect(await shown()).toEqual({
    ...{ placeName: 'Les Chaprais', zone: 'Europe/Paris', now, closesAt: null, opensAt: null, free: 0 },
    ...{ called: [], waiting: [], waitNow: null, workshops: [] },
  });
  kiosks[0]?.say(standing());
  kiosks[1]?.say(standing({ phase: 'active', session: randomUUID(), endsAt: inMinutes(20) }));
  await expect.poll(async () => (await shown()).free, openWaitMs).toBe(1);
  expect((await shown()).waitNow).toEqual({ atLeastMinutes: 0, atMostMinutes: 0 });
  const first = await staff.must('queue.join', { minutes: 30, features: [] });
  await staff.must('queue.join', { minutes: 30, features: [] });
  await expect
    .poll(shown, openWaitMs)
    .toMatchObject({ free: 0, called: [{ number: 1, workstation: 'Poste 1' }], waiting: [2] });
  for (const id of [first.id, seat(place, 0).id]) expect(await text()).not.toContain(id);
  await staff.must('queue.place', { id: first.id });
  await expect.poll(shown, openWaitMs).toMatchObject({ called: [], waiting: [2] });
});

test('the display says when the place closes, and when it opens again', async () => {
  const { staff, clock, shown } = await open();
  const week = Array.from({ length: 7 }, (_, day) => (day === 2 ? [{ from: '09:00', to: '12:00' }] : []));
  await staff.must('rules.write', { ...(await staff.must('rules.read')), week });
  expect(await shown()).toMatchObject({ closesAt: inMinutes(120), opensAt: null });
  clock.forward(120 * 60_000);
  expect(await shown()).toMatchObject({ closesAt: null, opensAt: '2026-12-09T08:00:00.000Z' });
});

test('the display announces the next date of each workshop with the seats that are left', async () => {
  const { staff, place, shown } = await open();
  const mails = { title: 'Premiers mails', description: '', audience: '', seats: 2 };
  const { id } = await staff.must('workshop.write', { workshop: null, version: null, ...mails });
  for (const startsAt of [inMinutes(60), inMinutes(180)]) {
    const endsAt = new Date(Date.parse(startsAt) + 60 * 60_000).toISOString();
    const date = { workshop: id, startsAt, endsAt, workstations: [seat(place, 0).id] };
    expect(await staff.must('workshop.add-session', date)).toMatchObject({ made: true });
  }
  await staff.must('workshop.register', { workshop: id, person: null });
  await expect
    .poll(async () => (await shown()).workshops, openWaitMs)
    .toEqual([{ title: 'Premiers mails', startsAt: inMinutes(60), seatsLeft: 1 }]);
});

test('the display is worked out once a second, however many ask', async () => {
  const { clock, text } = await open();
  const first = await text();
  clock.forward(400);
  expect(new Set(await Promise.all(Array.from({ length: 50 }, text)))).toEqual(new Set([first]));
  clock.forward(600);
  expect(await text()).not.toBe(first);
});

test('the page of the display is served to anybody once it is built', async () => {
  const { place, desk } = await open();
  const missing = await fetch(`${desk.address}/display`);
  expect(missing.status).toBe(404);
  expect(await missing.json()).toMatchObject({ problem: { code: 'not-found', where: 'address' } });
  await mkdir(join(place.settings.screens, 'display'));
  await writeFile(join(place.settings.screens, 'display/index.html'), '<!doctype html><title>Affichage</title>');
  const page = await fetch(`${desk.address}/display`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect(await page.text()).toContain('Affichage');
});
