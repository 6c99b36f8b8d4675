import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

async function afterASession() {
  const place = await makePlace();
  const clock = movableClock('2026-11-24T09:31:00.000Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  const session = randomUUID();
  line.tell({ seq: 1, fact: started({ session }) }, { seq: 2, fact: ended({ session }) });
  await line.next('acknowledged');
  return { place, clock, desk, staff, session };
}

test('a session that has ended is asked about for half an hour, once', async () => {
  const { staff, session, place } = await afterASession();
  const asked = [{ session, workstation: seat(place, 0).id, endedAt: '2026-11-24T09:30:00.000Z' }];
  expect((await staff.must('room.read')).undescribed).toEqual(asked);
  await staff.must('support.describe', {
    session,
    topics: ['email', 'social_sante'],
    autonomy: 'partiellement_autonome',
  });
  expect((await staff.must('room.read')).undescribed).toEqual([]);
  const other = await afterASession();
  other.clock.forward(30 * 60_000);
  expect((await other.staff.must('room.read')).undescribed).toEqual([]);
});

test('what was said is corrected by saying it again; of a session that never was nothing is kept', async () => {
  const { staff, session } = await afterASession();
  await staff.must('support.describe', { session, topics: ['email'], autonomy: null });
  await staff.must('support.describe', { session, topics: [], autonomy: null });
  const unknown = { session: randomUUID(), topics: [], autonomy: null };
  expect((await staff.call('support.describe', unknown)).problem?.code).toBe('not-found');
});

test('what a place asks besides is kept without the year of birth, and leaves it when the month is over', async () => {
  const { staff, session, place, clock, desk } = await afterASession();
  const rules = await staff.must('rules.read');
  const communes = [{ code: '25056', name: 'Besançon' }];
  await staff.must('rules.write', { ...rules, communes, supportQuestions: ['age', 'commune'] });
  const elsewhere = { session, topics: [], autonomy: null, commune: '25580' };
  expect((await staff.call('support.describe', elsewhere)).problem).toMatchObject({
    ...{ code: 'malformed', where: 'support.describe: commune' },
  });
  const told = { topics: ['email'] as const, autonomy: null, birthYear: 1958, commune: '25056' };
  await staff.must('support.describe', { ...told, session, topics: [...told.topics] });
  for (let more = 0; more < 5; more += 1) {
    await staff.must('support.describe', { ...told, session: null, topics: [...told.topics] });
  }
  const book = new Database(join(place.settings.data, 'book.db'), { readonly: true });
  onTestFinished(() => void book.close());
  const rows = book.prepare('SELECT age, commune, topics FROM supports').all();
  expect(rows).toEqual(Array.from({ length: 6 }, () => ({ age: '60-69', commune: '25056', topics: '["email"]' })));
  const sheet = book.prepare<[string], { bytes: string }>('SELECT bytes FROM sheets WHERE period = ?');
  expect(sheet.get('2026-11')).toBeUndefined();
  clock.forward(7 * 24 * 60 * 60_000);
  await (await StaffClient.signedIn(desk.address)).must('ticket.give', { minutes: 15 });
  await expect
    .poll(() => JSON.parse(sheet.get('2026-11')?.bytes ?? 'null') as unknown, openWaitMs)
    .toMatchObject({
      kind: 'month',
      counts: { supports: 6, 'supports/age/60-69': 6, 'supports/commune/25056': 6 },
      // All six said the same: so few of whom everybody has one topic are not told.
      hidden: expect.arrayContaining(['supports/topic/email']) as string[],
    });
});
