import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { normaliseCode } from '../../contract/ticket-code.ts';
import { expiryOf } from '../../main/desk/tickets/expiry.ts';
import { started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, type Place, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

async function openRoom(seats = 2) {
  const place = await makePlace({ seats });
  const desk = await openDesk(place);
  const lines = await Promise.all(place.settings.workstations.map((one) => KioskLine.welcomed(desk.address, one)));
  return { place, desk, lines, staff: await StaffClient.signedIn(desk.address) };
}

/** What a kiosk does with a typed code: its own hash, looked up in its own slice. */
const hashAt = (place: Place, index: number, code: string): string => {
  const normal = normaliseCode(code);
  if (!normal.ok) throw new Error(normal.problem.expected);
  return createHmac('sha256', seat(place, index).key).update(normal.value).digest('hex');
};

describe('a ticket', () => {
  test('reaches every kiosk at once, and each knows its code by a hash of its own', async () => {
    const { place, lines, staff } = await openRoom();
    const { code } = await staff.must('ticket.give', { minutes: 30 });
    const hashes = await Promise.all(
      lines.map(async (line, index) => {
        const { slice } = await line.next('slice');
        expect(slice.tickets.map((ticket) => ticket.codeHash)).toEqual([hashAt(place, index, code)]);
        expect(slice.tickets[0]).toMatchObject({ minutes: 30 });
        return slice.tickets[0]?.codeHash;
      }),
    );
    expect(new Set(hashes).size).toBe(2);
  });

  test('leaves no code on the desk’s disk', async () => {
    const { place, staff } = await openRoom();
    const { code } = await staff.must('ticket.give', { minutes: 15 });
    const files = await Promise.all(
      ['book.db', 'book.db-wal'].map((name) => readFile(join(place.settings.data, name), 'latin1')),
    );
    for (const file of files) {
      expect(file).not.toContain(code);
      expect(file).not.toContain(code.replace('-', ''));
    }
  });

  test('opens once, however many kiosks claim it at the same moment', async () => {
    const { lines, staff } = await openRoom(12);
    await staff.must('ticket.give', { minutes: 60 });
    const slices = await Promise.all(lines.map((line) => line.next('slice')));
    const ticket = slices[0]?.slice.tickets[0]?.ticket ?? '';
    const answers = await Promise.all(lines.map((line) => line.claim(ticket)));
    expect(answers.filter((answer) => answer.type === 'claimed')).toEqual([expect.objectContaining({ minutes: 60 })]);
    const refusals = answers.flatMap((answer) => (answer.type === 'claim-refused' ? [answer.problem.code] : []));
    expect(refusals).toEqual(Array.from({ length: 11 }, () => 'ticket-in-use'));
  });

  test('disappears from the other kiosks when one has claimed it', async () => {
    const { lines, staff } = await openRoom();
    const [first, second] = lines as [KioskLine, KioskLine];
    await staff.must('ticket.give', { minutes: 30 });
    const ticket = (await first.next('slice')).slice.tickets[0]?.ticket ?? '';
    await second.next('slice');
    await first.claim(ticket);
    expect((await second.next('slice')).slice.tickets).toEqual([]);
    expect((await staff.must('room.read')).openTickets).toBe(0);
  });

  test('is claimed again by the same kiosk as long as no session started: the first answer may be lost', async () => {
    const { lines, staff } = await openRoom();
    const [first] = lines as [KioskLine];
    await staff.must('ticket.give', { minutes: 30 });
    const ticket = (await first.next('slice')).slice.tickets[0]?.ticket ?? '';
    await first.claim(ticket);
    expect(await first.claim(ticket)).toMatchObject({ type: 'claimed', minutes: 30 });
    first.tell({ seq: 1, fact: started({ ticket }) });
    await first.next('acknowledged');
    expect(await first.claim(ticket)).toMatchObject({ type: 'claim-refused', problem: { code: 'ticket-in-use' } });
  });

  test('opened by a kiosk that was cut off is closed to the others once the kiosk is back', async () => {
    const { lines, staff } = await openRoom();
    const [first, second] = lines as [KioskLine, KioskLine];
    await staff.must('ticket.give', { minutes: 30 });
    const ticket = (await first.next('slice')).slice.tickets[0]?.ticket ?? '';
    first.tell({ seq: 1, fact: started({ ticket }) });
    await first.next('acknowledged');
    expect(await second.claim(ticket)).toMatchObject({ type: 'claim-refused', problem: { code: 'ticket-in-use' } });
  });

  test('that nobody gave is refused', async () => {
    const { lines } = await openRoom();
    expect(await lines[0]?.claim('6f3d5f1e-5d3c-4a56-9d0b-1f6f3a6f9f10')).toMatchObject({
      type: 'claim-refused',
      problem: { code: 'code-refused' },
    });
  });

  test('is refused after its day, and no longer held by any kiosk', async () => {
    const place = await makePlace();
    const clock = movableClock('2026-11-24T13:00:00Z');
    const desk = await openDesk(place, { clock });
    const staff = await StaffClient.signedIn(desk.address);
    const line = await KioskLine.welcomed(desk.address, seat(place, 0));
    const given = await staff.must('ticket.give', { minutes: 30 });
    expect(given.expiresAt).toBe('2026-11-24T23:00:00.000Z');
    const ticket = (await line.next('slice')).slice.tickets[0]?.ticket ?? '';
    clock.forward(10 * 60 * 60 * 1000);
    expect(await line.claim(ticket)).toMatchObject({ problem: { code: 'code-refused' } });
    expect((await line.next('slice')).slice.tickets).toEqual([]);
  });

  test.each([0, -5, 1441, 2.5, '30'])('of %s minutes is refused with the field named', async (minutes) => {
    const { staff } = await openRoom();
    const { status, problem } = await staff.call('ticket.give', { minutes });
    expect(status).toBe(400);
    expect(problem).toMatchObject({ code: 'malformed', where: 'ticket.give: minutes' });
  });
});

test.each([
  ['2026-11-24T13:00:00Z', '2026-11-24T23:00:00Z', 'midnight in winter'],
  ['2026-07-14T13:00:00Z', '2026-07-14T22:00:00Z', 'midnight in summer'],
  ['2026-11-24T22:30:00Z', '2026-11-25T00:30:00Z', 'two hours, late in the evening'],
  ['2026-10-25T00:30:00Z', '2026-10-25T23:00:00Z', 'the end of the day with 25 hours'],
  ['2026-03-29T00:30:00Z', '2026-03-29T22:00:00Z', 'the end of the day with 23 hours'],
])('a ticket given at %s is good until %s: %s', (givenAt, expected) => {
  expect(new Date(expiryOf(Date.parse(givenAt), 'Europe/Paris'))).toEqual(new Date(expected));
});
