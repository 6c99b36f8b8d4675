import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { started } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { standing } from './kiosk-state.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';
import { openWaitMs } from './waits.ts';

async function open() {
  const place = await makePlace();
  const clock = movableClock('2026-11-24T09:00:00.000Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const line = await KioskLine.welcomed(desk.address, seat(place, 0));
  const question = { workstation: seat(place, 0).id, code: null, minutes: 30, at: '2026-11-24T09:05:00.000Z' };
  const explain = (changes: Partial<Record<keyof typeof question, unknown>> = {}) =>
    staff.must('explain.read', { ...question, ...changes });
  return { clock, desk, staff, line, question, explain };
}

describe('a dry run', () => {
  test('says what a fresh ticket would get, and that nothing shortens it', async () => {
    const { explain } = await open();
    expect(await explain()).toEqual({ granted: true, minutes: 30, reason: 'granted-whole' });
  });

  test('says what a code is worth, however it is typed, and does not use it', async () => {
    const { explain, staff } = await open();
    const { code } = await staff.must('ticket.give', { minutes: 45 });
    for (const typed of [code, code.toLowerCase().replace('-', ' '), code]) {
      expect(await explain({ code: typed })).toEqual({ granted: true, minutes: 45, reason: 'granted-whole' });
    }
    expect((await staff.must('room.read')).openTickets).toBe(1);
  });

  test('tells an unknown code from one that is expired, and from one that is used', async () => {
    const { explain, staff, line, clock, desk, question } = await open();
    const used = await staff.must('ticket.give', { minutes: 30 });
    const ticket = (await line.next('slice')).slice.tickets[0]?.ticket ?? '';
    line.tell({ seq: 1, fact: started({ ticket, at: '2026-11-24T09:01:00.000Z' }) });
    await line.next('acknowledged');
    const unused = await staff.must('ticket.give', { minutes: 30 });
    expect(await explain({ code: used.code })).toEqual({ granted: false, reason: 'code-used' });
    expect(await explain({ code: 'K7M-4QX' })).toEqual({ granted: false, reason: 'code-unknown' });
    const at = '2026-11-25T09:05:00.000Z';
    expect(await explain({ code: unused.code, at })).toEqual({ granted: false, reason: 'code-expired' });
    clock.forward(24 * 60 * 60 * 1000);
    const nextDay = await StaffClient.signedIn(desk.address);
    for (const [code, reason] of [
      [unused.code, 'code-expired'],
      [used.code, 'code-used'],
    ]) {
      expect(await nextDay.must('explain.read', { ...question, code, at })).toEqual({ granted: false, reason });
    }
  });

  test('says what cannot be a code at its field', async () => {
    const { staff, question } = await open();
    const { status, problem } = await staff.call('explain.read', { ...question, code: 'K7M' });
    expect([status, problem?.code, problem?.where]).toEqual([400, 'malformed', 'explain.read: code']);
  });

  test('of a workstation that is not of this place is refused', async () => {
    const { staff, question } = await open();
    const { status, problem } = await staff.call('explain.read', { ...question, workstation: randomUUID() });
    expect([status, problem?.code]).toEqual([404, 'not-found']);
  });

  test('goes by the hours of the day asked about', async () => {
    const { explain, staff } = await open();
    const week = Array.from({ length: 7 }, (_, day) => (day === 3 ? [{ from: '09:00', to: '12:00' }] : []));
    await staff.must('rules.write', { ...(await staff.must('rules.read')), week });
    expect(await explain()).toEqual({ granted: false, reason: 'refused-closed' });
    const thursdays = ['2026-11-26T08:00:00.000Z', '2027-07-15T09:40:00.000Z'];
    expect(await explain({ at: thursdays[0] })).toMatchObject({ granted: true, minutes: 30 });
    expect(await explain({ at: thursdays[1] })).toEqual({ granted: true, minutes: 20, reason: 'shortened-by-closing' });
    expect(await explain({ at: '2027-07-15T09:57:00.000Z' })).toEqual({
      granted: false,
      reason: 'refused-closing-soon',
    });
  });

  test('goes by what the workstation’s profile allows', async () => {
    const { explain, line } = await open();
    line.say(standing({ limits: { sessionMinutes: 20, dayMinutes: null, weekMinutes: null } }));
    await expect
      .poll(() => explain(), openWaitMs)
      .toEqual({ granted: true, minutes: 20, reason: 'shortened-by-profile' });
  });

  test('says when the workstation will not be free, and grants the time after that', async () => {
    const { explain, line } = await open();
    line.say(standing({ phase: 'active', session: randomUUID(), endsAt: '2026-11-24T09:30:00.000Z' }));
    await expect.poll(() => explain(), openWaitMs).toEqual({ granted: false, reason: 'not-free-then' });
    expect(await explain({ at: '2026-11-24T09:30:00.000Z' })).toMatchObject({ granted: true });
    line.say(standing({ phase: 'called' }));
    await expect.poll(() => explain({ at: '2026-11-24T09:30:00.000Z' }), openWaitMs).toMatchObject({ granted: false });
    expect(await explain({ at: '2026-11-25T09:30:00.000Z' })).toMatchObject({ granted: true });
  });
});
