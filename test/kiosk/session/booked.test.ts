import { describe, expect, it } from 'vitest';
import type { Session } from '../../../main/kiosk/session/session.ts';
import { seatedUntilOf } from '../../../main/kiosk/session/views.ts';
import { SessionInTest } from './session-in-test.ts';

const minuteMs = 60_000;
/** `SessionInTest` begins at 13:05 UTC. */
const at = (time: string): string => `2026-11-24T${time}:00.000Z`;
const booking = (startsAt: string, ticket = crypto.randomUUID()) => ({
  ...{ ticket, startsAt, minutes: 60, releasedAt: null },
});

describe('a booking', () => {
  it('that nobody came for takes nothing more, and a late holder still gets what is free', () => {
    const test = new SessionInTest().free();
    const ticket = crypto.randomUUID();
    test.hear({ bookings: [{ ...booking(at('12:55'), ticket), releasedAt: at('13:05') }] });
    test.knock();
    expect(test.session).toMatchObject({ admission: { minutes: 30, reason: 'granted-whole' } });
    const late = new SessionInTest().free();
    late.hear({ bookings: [{ ...booking(at('12:55'), ticket), releasedAt: at('13:05') }] });
    late.knock({ ticket, access: 'booking', minutes: 60 });
    expect(late.session).toMatchObject({ admission: { minutes: 60, reason: 'granted-whole' } });
  });

  it('beyond what the kiosk was told may stand anywhere: the last session ends before, and after it nobody is let in', () => {
    const test = new SessionInTest().free();
    test.hear({ until: at('13:30') });
    test.knock();
    expect(test.session).toMatchObject({ admission: { minutes: 20, reason: 'shortened-by-booking' } });
    const late = new SessionInTest().free();
    late.hear({ until: at('13:00') });
    expect(late.knock()).toMatchObject([{ facts: [{ kind: 'refused', reason: 'refused-desk-away' }] }]);
  });

  it('is promised to nobody while somebody may still sit here: the desk is told the latest end', () => {
    const test = new SessionInTest().free();
    expect(seatedUntilOf(test.session, test.at)).toBeNull();
    test.knock();
    // The charter may be read to the end of its time, and the session then runs for its thirty minutes.
    const session = test.session as Extract<Session, { phase: 'charter' }>;
    const charterMs = session.untilMs - test.at.monotonicMs;
    expect(Date.parse(seatedUntilOf(session, test.at) ?? '')).toBe(
      Date.parse(test.at.wall) + charterMs + 30 * minuteMs,
    );
    test.happen({ kind: 'charter-answered', accepted: true });
    expect(seatedUntilOf(test.session, test.at)).toBe(at('13:35'));
  });
});
