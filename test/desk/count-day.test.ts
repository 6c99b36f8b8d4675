import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../contract/desk-link.ts';
import { accessWays, endReasons } from '../../contract/session.ts';
import { countDay, type DayRecords, type PlacedFact } from '../../main/desk/figures/count-day.ts';
import { ended, refused, started, wiped } from './facts.ts';

const [one, two] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;

const records = (facts: readonly PlacedFact[], changes: Partial<DayRecords> = {}): DayRecords => ({
  place: '99999999-9999-4999-8999-999999999999',
  zone: 'Europe/Paris',
  day: '2026-11-24',
  workstations: [one, two],
  facts,
  ticketsGiven: 0,
  ...changes,
});

const placed = (...facts: Fact[]): PlacedFact[] =>
  facts.map((fact, index) => ({ workstation: one, seq: index + 1, fact }));

describe('a day', () => {
  test('without anything is a sheet of zeros that lists every workstation', () => {
    expect(countDay(records([]))).toMatchObject({
      total: { sessions: 0, occupiedMinutes: 0 },
      byHour: [],
      byWorkstation: [
        { workstation: one, sessions: 0, occupiedMinutes: 0 },
        { workstation: two, sessions: 0, occupiedMinutes: 0 },
      ],
      byAccess: {},
      byEnd: {},
      wipes: { complete: 0, incomplete: 0 },
      refusalsByCategory: {},
    });
  });

  test('counts sessions, whole minutes, wipes and refusals in the place’s hours', () => {
    const start = started();
    const facts = placed(
      start,
      ended({ session: start.session, usedSeconds: 1799 }),
      wiped(start.session),
      refused('scheme-refused', 2),
      refused('scheme-refused', 3, '2026-11-24T10:00:00.000Z'),
    );
    expect(countDay(records(facts, { ticketsGiven: 4 }))).toMatchObject({
      total: { sessions: 1, occupiedMinutes: 29 },
      byHour: [{ hour: 10, sessions: 1, occupiedMinutes: 29 }],
      byAccess: { ticket: 1 },
      byEnd: { 'time-over': 1 },
      wipes: { complete: 1, incomplete: 0 },
      refusalsByCategory: { 'scheme-refused': 5 },
      ticketsGiven: 4,
    });
  });

  test('has the whole of a session that runs past midnight, and the next day nothing of it but its wipe', () => {
    const start = started({ at: '2026-11-24T22:50:00.000Z' });
    const facts = placed(
      start,
      ended({ session: start.session, at: '2026-11-24T23:20:00.000Z', usedSeconds: 1800 }),
      wiped(start.session, '2026-11-24T23:21:00.000Z', ['profile']),
    );
    expect(countDay(records(facts))).toMatchObject({
      total: { sessions: 1, occupiedMinutes: 30 },
      wipes: { incomplete: 0 },
    });
    expect(countDay(records(facts, { day: '2026-11-25' }))).toMatchObject({
      total: { sessions: 0, occupiedMinutes: 0 },
      byEnd: {},
      wipes: { complete: 0, incomplete: 1 },
    });
  });

  test.each([
    {
      day: '2026-10-25',
      own: ['2026-10-24T22:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T22:59:59Z'],
      others: ['2026-10-24T21:59:59Z', '2026-10-25T23:00:00Z'],
      hours: { 0: 1, 2: 2, 23: 1 },
    },
    {
      day: '2026-03-29',
      own: ['2026-03-28T23:00:00Z', '2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T21:59:59Z'],
      others: ['2026-03-28T22:59:59Z', '2026-03-29T22:00:00Z'],
      hours: { 0: 1, 1: 1, 3: 1, 23: 1 },
    },
  ])(
    'on which summer time changes, $day, is as long as on the wall, and so are its hours',
    ({ day, own, others, hours }) => {
      const facts = placed(...[...own, ...others].map((at) => started({ at })));
      const { total, byHour } = countDay(records(facts, { day }));
      expect(total.sessions).toBe(4);
      expect(Object.fromEntries(byHour.map(({ hour, sessions }) => [hour, sessions]))).toEqual(hours);
    },
  );

  test('keeps a workstation that has left the place since', () => {
    const facts = placed(started());
    expect(
      countDay(records(facts, { workstations: [two] })).byWorkstation.map(({ workstation }) => workstation),
    ).toEqual([one, two]);
  });
});

/** A history: sessions on two workstations around the day, some unfinished, with wipes and refusals. */
const history = fc
  .array(
    fc.record({
      workstation: fc.constantFrom(one, two),
      session: fc.uuid(),
      at: fc.integer({ min: Date.parse('2026-11-23T20:00:00Z'), max: Date.parse('2026-11-25T02:00:00Z') }),
      access: fc.constantFrom(...accessWays),
      reason: fc.constantFrom(...endReasons),
      usedSeconds: fc.integer({ min: 0, max: 20_000 }),
      finished: fc.boolean(),
      clean: fc.boolean(),
    }),
    { maxLength: 30 },
  )
  .map((visits) =>
    visits.flatMap((visit, index): PlacedFact[] => {
      const instant = (seconds: number): string => new Date(visit.at + seconds * 1000).toISOString();
      const { session, access, reason, usedSeconds, workstation } = visit;
      const facts: Fact[] = [
        started({ session, access, at: instant(0) }),
        ended({ session, reason, usedSeconds, at: instant(usedSeconds) }),
        wiped(session, instant(usedSeconds + 5), visit.clean ? [] : ['downloads']),
      ];
      return facts
        .slice(0, visit.finished ? 3 : 1)
        .map((fact, step) => ({ workstation, seq: index * 3 + step + 1, fact }));
    }),
  );

/** Paris keeps winter time, UTC+1, on all these days. */
const isOnTheDay = (instant: string): boolean =>
  Date.parse(instant) >= Date.parse('2026-11-23T23:00:00Z') && Date.parse(instant) < Date.parse('2026-11-24T23:00:00Z');

test('any history counts as a plain recount does', () => {
  fc.assert(
    fc.property(history, (facts) => {
      const sheet = countDay(records(facts));
      let [sessions, minutes, wipes] = [0, 0, 0];
      for (const { fact } of facts) {
        if (fact.kind === 'wiped' && isOnTheDay(fact.at)) wipes += 1;
        if (fact.kind !== 'session-started' || !isOnTheDay(fact.at)) continue;
        sessions += 1;
        for (const { fact: other } of facts) {
          if (other.kind === 'session-ended' && other.session === fact.session)
            minutes += Math.floor(other.usedSeconds / 60);
        }
      }
      expect(sheet.total).toEqual({ sessions, occupiedMinutes: minutes });
      expect(sheet.wipes.complete + sheet.wipes.incomplete).toBe(wipes);
      for (const parts of [sheet.byHour, sheet.byWorkstation]) {
        expect(parts.reduce((sum, part) => sum + part.sessions, 0)).toBe(sessions);
        expect(parts.reduce((sum, part) => sum + part.occupiedMinutes, 0)).toBe(minutes);
      }
      expect(Object.values(sheet.byAccess).reduce((sum, count) => sum + count, 0)).toBe(sessions);
    }),
  );
});

test('neither order nor repetition changes a byte of the figures', () => {
  const mixed = history.chain((facts) =>
    fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }), fc.subarray(facts)),
  );
  fc.assert(
    fc.property(mixed, ([facts, shuffled, again]) => {
      const figures = (from: readonly PlacedFact[]): string => JSON.stringify(countDay(records(from)));
      expect(figures([...shuffled, ...again])).toBe(figures(facts));
    }),
  );
});
