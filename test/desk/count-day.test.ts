import { describe, expect, test } from 'vitest';
import type { Fact } from '../../contract/desk-link.ts';
import { countDay } from '../../main/desk/figures/count-day.ts';
import type { PlacedFact } from '../../main/desk/figures/day-records.ts';
import { ended, extended, refused, started, turnedAway, wiped } from './facts.ts';
import { one, records, two } from './quiet-day.ts';

const placed = (...facts: Fact[]): PlacedFact[] =>
  facts.map((fact, index) => ({ workstation: one, seq: index + 1, fact }));

/** A stretch of 24 November, as the clock on the wall shows it. */
const wall = (from: string, to: string): { from: number; to: number } => ({
  from: Date.parse(`2026-11-24T${from}:00+01:00`),
  to: Date.parse(`2026-11-24T${to}:00+01:00`),
});

describe('a day', () => {
  test('on which the place is closed counts nothing at all', () => {
    expect(countDay(records())).toEqual({});
  });

  test('offers what is open, less what is closed, broken or away, and says how much of it was supervised', () => {
    const counts = countDay(
      records({
        open: [wall('09:00', '12:00')],
        presence: [wall('08:30', '10:30')],
        closures: [{ workstation: one, ...wall('09:00', '10:00') }],
        outages: [{ workstation: two, kind: 'out-of-service', ...wall('11:00', '13:00') }],
      }),
    );
    expect(counts).toEqual({
      'open-days': 1,
      'open-minutes': 180,
      ...{ 'open-minutes/hour/09': 60, 'open-minutes/hour/10': 60, 'open-minutes/hour/11': 60 },
      offered: 240,
      ...{ 'offered/hour/09': 60, 'offered/hour/10': 120, 'offered/hour/11': 60 },
      ...{ [`offered/workstation/${one}`]: 120, [`offered/workstation/${two}`]: 120 },
      supervised: 120,
      ...{ 'supervised/hour/09': 60, 'supervised/hour/10': 60 },
      outage: 60,
      'outage/outage/out-of-service': 60,
    });
  });

  test('has an incident for a line that was lost while it was open, and none for what is switched off in the evening', () => {
    const away = (from: string, to: string) => ({ workstation: one, kind: 'away' as const, ...wall(from, to) });
    const counts = countDay(
      records({
        open: [wall('09:00', '12:00')],
        outages: [away('00:00', '09:10'), away('10:00', '10:05'), away('12:00', '23:59')],
      }),
    );
    expect(counts).toMatchObject({ outage: 15, 'outage/outage/away': 15, incidents: 1, 'incidents/incident/away': 1 });
  });

  test('has the minutes of a session in the hours in which they passed, and offers them whatever the hours say', () => {
    const start = started({ at: '2026-11-24T08:50:30.000Z' });
    const end = ended({ session: start.session, at: '2026-11-24T09:20:29.000Z', usedSeconds: 1799 });
    expect(countDay(records({ facts: placed(start, end) }))).toMatchObject({
      ...{ sessions: 1, 'sessions/hour/09': 1, 'sessions/duration/0-29': 1, 'sessions/end/time-over': 1 },
      ...{ occupied: 29, 'occupied/hour/09': 10, 'occupied/hour/10': 19 },
      ...{ offered: 29, [`offered/workstation/${one}`]: 29 },
    });
  });

  test('of a place that keeps no hours is open while a facilitator is there, or somebody sits there', () => {
    const start = started({ at: '2026-11-24T09:00:00.000Z' });
    const facts = placed(start, ended({ session: start.session }));
    expect(countDay(records({ open: null, presence: [wall('08:00', '09:00')], facts }))).toMatchObject({
      ...{ 'open-minutes': 90, offered: 180, occupied: 30, supervised: 120 },
    });
  });

  test('of today counts what has passed', () => {
    const now = wall('09:00', '09:20').to;
    expect(countDay(records({ now, open: [wall('09:00', '12:00')] }))).toMatchObject({ offered: 40 });
  });

  test('parts a session that runs past midnight: its minutes pass on both days, it is counted on the first', () => {
    const start = started({ at: '2026-11-24T22:50:00.000Z' });
    const facts = placed(
      start,
      ended({ session: start.session, at: '2026-11-24T23:20:00.000Z', usedSeconds: 1800 }),
      wiped(start.session, '2026-11-24T23:21:00.000Z', ['profile']),
    );
    expect(countDay(records({ facts }))).toMatchObject({ sessions: 1, occupied: 10, 'occupied/hour/23': 10 });
    const next = countDay(records({ facts, day: '2026-11-25' }));
    expect(next).toMatchObject({ occupied: 20, 'wipes/proof/incomplete': 1, 'incidents/incident/wipe-incomplete': 1 });
    expect(next['sessions']).toBeUndefined();
  });

  test('counts who refused the terms apart from sessions', () => {
    const start = started({ charterVersion: 0 });
    const end = ended({ session: start.session, reason: 'charter-refused', usedSeconds: 90 });
    const counts = countDay(records({ facts: placed(start, end) }));
    expect(counts).toEqual({ 'terms-refused': 1 });
  });

  test('counts extensions, people turned away, refused sites, tickets, waits, bookings and workshops', () => {
    const start = started();
    const facts = placed(
      start,
      extended(start.session, 15, 'automatic'),
      extended(start.session, 30, 'facilitator'),
      turnedAway('refused-closed'),
      turnedAway('refused-closed', '2026-11-25T09:10:00.000Z'),
      refused('adult', 2),
      refused('https://example.org/', 3),
    );
    const counts = countDay(
      records({
        facts: [...facts, ...facts],
        ...{ ticketsGiven: 4, waits: [59_000, 12 * 60_000, 9 * 3_600_000], queueLeft: 2, bookings: 5, noShows: 1 },
        workshops: [{ seats: 8, registered: 7, waiting: 1, present: 6 }],
      }),
    );
    expect(counts).toMatchObject({
      ...{ extensions: 2, 'extensions/extender/automatic': 1, 'extensions/extender/facilitator': 1 },
      ...{ refusals: 1, 'refusals/reason/refused-closed': 1 },
      ...{ blocks: 5, 'blocks/category/adult': 2, 'blocks/category/other': 3 },
      ...{ tickets: 4, waits: 3, 'waits/minutes/0': 1, 'waits/minutes/12': 1, 'waits/minutes/240': 1 },
      ...{ 'wait-minutes': 552, 'queue-left': 2, bookings: 5, 'no-shows': 1 },
      ...{ 'workshop-sessions': 1, 'workshop-seats': 8, 'workshop-registered': 7, 'workshop-present': 6 },
    });
  });

  test.each([
    ['2026-10-25', 25 * 60],
    ['2026-03-29', 23 * 60],
  ])('on which summer time changes, %s, is as long as on the wall', (day, minutes) => {
    const always = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2027-01-01T00:00:00Z') };
    expect(countDay(records({ day, open: [always] }))['open-minutes']).toBe(minutes);
  });

  test('keeps a workstation that has left the place since', () => {
    const start = started();
    const facts = placed(start, ended({ session: start.session }));
    expect(countDay(records({ facts, workstations: [two] }))).toMatchObject({
      [`occupied/workstation/${one}`]: 30,
      [`offered/workstation/${one}`]: 30,
    });
  });
});
