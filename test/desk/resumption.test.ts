import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EndReason } from '../../contract/session.ts';
import type { TicketSession } from '../../main/desk/tickets/ticket-sessions.ts';
import { interruption, usedSince } from '../../main/desk/tickets/what-is-left.ts';
import { ended, extended, started, wiped } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

const minuteMs = 60_000;

/** Three kiosks on the line, and a ticket of 30 minutes that the first has opened at ten in the morning. */
async function openSession() {
  const place = await makePlace({ seats: 3 });
  const clock = movableClock('2026-11-24T09:00:00Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  const lines = [0, 1, 2].map((index) => KioskLine.welcomed(desk.address, seat(place, index)));
  const [first, second, third] = (await Promise.all(lines)) as [KioskLine, KioskLine, KioskLine];
  const { code } = await staff.must('ticket.give', { minutes: 30 });
  const ticket = (await first.next('slice')).slice.tickets[0]?.ticket ?? '';
  await first.claim(ticket);
  const session = randomUUID();
  first.tell({ seq: 1, fact: started({ session, ticket }) });
  await first.next('acknowledged');
  return { clock, desk, staff, first, second, third, code, ticket, session };
}

/** Ten minutes and a half were used when the power went. */
async function cutOff(reason: EndReason = 'power-cut') {
  const open = await openSession();
  const { clock, first, session } = open;
  clock.forward(11 * minuteMs);
  first.tell({
    seq: 2,
    fact: ended({ session, reason, at: '2026-11-24T09:10:30.000Z', usedSeconds: 630, estimated: true }),
  });
  await first.next('acknowledged');
  return open;
}

/** The ticket as a kiosk holds it now; null when it does not. */
async function heldBy(line: KioskLine, ticket: string) {
  const { slice } = await line.next('slice');
  return slice.tickets.find((one) => one.ticket === ticket) ?? null;
}

describe('a session that was cut off', () => {
  test.each(['power-cut', 'fault'] as const)(
    'by %s can be taken up anywhere, with what was left of it',
    async (reason) => {
      const { second, ticket } = await cutOff(reason);
      expect(await second.claim(ticket)).toMatchObject({
        type: 'claimed',
        resumed: true,
        minutes: 20,
        leftSeconds: 1170,
      });
    },
  );

  test('is in every kiosk’s slice, with what its ticket used', async () => {
    const { second, ticket } = await cutOff();
    await expect
      .poll(() => heldBy(second, ticket), { timeout: 10_000 })
      .toMatchObject({ minutes: 20, usedToday: 10, usedThisWeek: 10, expiresAt: '2026-11-24T09:25:30.000Z' });
  });

  test('goes on once, however many kiosks claim the rest at the same moment', async () => {
    const { first, second, third, ticket } = await cutOff();
    const answers = await Promise.all([first, second, third].map((line) => line.claim(ticket)));
    expect(answers.map(({ type }) => type).sort()).toEqual(['claim-refused', 'claim-refused', 'claimed']);
  });

  test('goes on once, also after the end was told again and its wiping was proven', async () => {
    const { first, second, third, ticket, session } = await cutOff();
    expect(await second.claim(ticket)).toMatchObject({ type: 'claimed' });
    first.tell(
      {
        seq: 2,
        fact: ended({
          session,
          reason: 'power-cut',
          at: '2026-11-24T09:10:30.000Z',
          usedSeconds: 630,
          estimated: true,
        }),
      },
      { seq: 3, fact: wiped(session) },
    );
    await first.next('acknowledged');
    expect(await third.claim(ticket)).toMatchObject({ type: 'claim-refused', problem: { code: 'ticket-in-use' } });
    expect(await second.claim(ticket)).toMatchObject({ type: 'claimed', leftSeconds: 1170 });
  });

  test('and cut off again leaves what was left of the rest, with what it was given on top', async () => {
    const { clock, second, third, ticket } = await cutOff();
    await second.claim(ticket);
    const session = randomUUID();
    second.tell(
      { seq: 1, fact: started({ session, ticket, minutes: 20, resumed: true, at: '2026-11-24T09:12:00.000Z' }) },
      { seq: 2, fact: extended(session, 5) },
      {
        seq: 3,
        fact: ended({ session, reason: 'fault', at: '2026-11-24T09:22:00.000Z', usedSeconds: 600, estimated: true }),
      },
    );
    await second.next('acknowledged');
    clock.forward(12 * minuteMs);
    expect(await third.claim(ticket)).toMatchObject({ type: 'claimed', resumed: true, leftSeconds: 1170 + 300 - 600 });
  });

  test('is over when the time to take it up has passed', async () => {
    const { clock, second, ticket, staff, code } = await cutOff();
    clock.forward(15 * minuteMs);
    expect(await second.claim(ticket)).toMatchObject({ type: 'claim-refused' });
    expect(await staff.must('explain.read', { ...(await question(staff)), code })).toEqual({
      granted: false,
      reason: 'code-used',
    });
  });

  test('cannot be taken up for longer because a kiosk’s clock runs ahead', async () => {
    const { clock, first, second, session, ticket } = await openSession();
    first.tell({
      seq: 2,
      fact: ended({ session, reason: 'power-cut', at: '2027-01-01T00:00:00.000Z', usedSeconds: 60 }),
    });
    await first.next('acknowledged');
    clock.forward(15 * minuteMs);
    expect(await second.claim(ticket)).toMatchObject({ type: 'claim-refused' });
  });
});

const question = async (staff: StaffClient) => ({
  workstation: (await staff.must('room.read')).workstations[0]?.id ?? '',
  minutes: 30,
  at: '2026-11-24T09:30:00.000Z',
});

test.each([
  'time-over',
  'visitor-ended',
  'facilitator-ended',
  'closing-time',
  'inactivity',
  'charter-refused',
] as const)('a session that ended by %s is over, whatever was left', async (reason) => {
  const { second, ticket } = await cutOff(reason);
  expect(await second.claim(ticket)).toMatchObject({ type: 'claim-refused', problem: { code: 'ticket-in-use' } });
});

/** One of a chain of sessions that were each cut off and taken up: what it was granted, given on top, and used. */
const link = fc.record({
  minutes: fc.integer({ min: 1, max: 120 }),
  extendedMinutes: fc.integer({ min: 0, max: 30 }),
  usedSeconds: fc.integer({ min: 0, max: 9000 }),
});

test('no chain of cuts and resumptions ever gives more than was granted and not used', () => {
  fc.assert(
    fc.property(link, fc.array(link, { maxLength: 5 }), (first, others) => {
      const links = [first, ...others];
      const last = others.at(-1) ?? first;
      const sessions = links.map(({ usedSeconds, ...granted }, index): TicketSession => ({
        ...granted,
        session: String(index),
        ticket: 'ticket',
        startedAt: index,
        resumed: index > 0,
        end: { reason: 'power-cut', usedSeconds, at: index },
      }));
      const left = interruption(sessions)?.leftSeconds ?? 0;
      const added = links.reduce((sum, { extendedMinutes }) => sum + extendedMinutes * 60, 0);
      expect(left).toBeLessThanOrEqual(first.minutes * 60 + added);
      expect(left).toBeLessThanOrEqual(Math.max(0, (last.minutes + last.extendedMinutes) * 60 - last.usedSeconds));
      expect(usedSince(sessions, { day: 0, week: 0 }).todayMinutes).toBe(
        Math.floor(links.reduce((sum, { usedSeconds }) => sum + usedSeconds, 0) / 60),
      );
    }),
  );
});
