import { expect, test } from 'vitest';
import { onceHeader } from '../../contract/desk-routes.ts';
import { makePlace, openDesk } from './place.ts';
import { StaffClient } from './staff-client.ts';

async function open(): Promise<StaffClient & { address: string }> {
  const { address } = await openDesk(await makePlace());
  return Object.assign(await StaffClient.signedIn(address), { address });
}

const openTickets = async (staff: StaffClient): Promise<number> => (await staff.must('room.read')).openTickets;

test('what is asked twice under one key is done once, and answered the same, also at the same moment', async () => {
  const staff = await open();
  staff.headers[onceHeader] = 'one';
  const first = await staff.must('ticket.give', { minutes: 30 });
  const others = await Promise.all([1, 2].map(() => staff.must('ticket.give', { minutes: 30 })));
  expect(others).toEqual([first, first]);
  expect(await openTickets(staff)).toBe(1);
});

test('another key, another question or none is another deed', async () => {
  const staff = await open();
  staff.headers[onceHeader] = 'one';
  await staff.must('ticket.give', { minutes: 30 });
  await staff.must('ticket.give', { minutes: 15 });
  staff.headers[onceHeader] = 'two';
  await staff.must('ticket.give', { minutes: 30 });
  expect(await openTickets(staff)).toBe(3);
  const keyless = await StaffClient.signedIn(staff.address);
  await Promise.all([1, 2].map(() => keyless.must('ticket.give', { minutes: 30 })));
  expect(await openTickets(staff)).toBe(5);
});

test('a key opens nothing to who is not signed in', async () => {
  const staff = await open();
  staff.headers[onceHeader] = 'one';
  await staff.must('ticket.give', { minutes: 30 });
  await staff.must('session.sign-out');
  expect((await staff.call('ticket.give', { minutes: 30 })).problem?.code).toBe('sign-in-first');
});
