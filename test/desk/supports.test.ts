import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ended, started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

async function afterASession() {
  const place = await makePlace();
  const clock = movableClock('2026-11-24T09:31:00.000Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  const session = randomUUID();
  line.tell({ seq: 1, fact: started({ session }) }, { seq: 2, fact: ended({ session }) });
  await line.next('acknowledged');
  return { place, clock, staff, session };
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
