import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact } from '../../contract/desk-link.ts';
import { outageKinds } from '../../contract/figures/dimensions.ts';
import { accessWays, endReasons } from '../../contract/session.ts';
import { countDay } from '../../main/desk/figures/count-day.ts';
import type { PlacedFact } from '../../main/desk/figures/day-records.ts';
import { ended, started } from './facts.ts';
import { type Calendar, calendarOf } from './minute-calendar.ts';
import { lookAround, type Life, type Visit } from './look-around.ts';
import { one, records, two } from './quiet-day.ts';

/** Days of 23, 24, 24½ and 25 hours, one that begins at one o'clock, and zones that are not whole hours away from UTC. */
const calendars = (
  [
    ['Europe/Paris', '2026-11-24'],
    ['Europe/Paris', '2026-03-29'],
    ['Europe/Paris', '2026-10-25'],
    ['Indian/Reunion', '2026-11-24'],
    ['America/St_Johns', '2026-11-01'],
    ['Asia/Kathmandu', '2026-11-24'],
    ['Africa/Cairo', '2026-04-24'],
    ['Australia/Lord_Howe', '2026-04-05'],
  ] as const
).map(([zone, day]) => calendarOf(zone, day));

const seconds = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });

/** One after the other on each of two workstations, from some hours before the day until some hours after it; some unfinished. */
const visits = fc
  .array(
    fc.record({
      workstation: fc.constantFrom(one, two),
      session: fc.uuid(),
      gap: seconds(20_000),
      usedSeconds: seconds(12_000),
      finished: fc.boolean(),
      access: fc.constantFrom(...accessWays),
      reason: fc.constantFrom(...endReasons.filter((reason) => reason !== 'charter-refused')),
    }),
    { maxLength: 30 },
  )
  .map((told): Visit[] => {
    const free: Record<string, number> = {};
    return told.map(({ gap, ...visit }) => {
      const after = (free[visit.workstation] ?? 0) + gap;
      free[visit.workstation] = after + visit.usedSeconds;
      return { ...visit, after };
    });
  });

const stretch = fc
  .tuple(seconds(110_000), seconds(25_000))
  .map(([after, length]) => ({ after, until: after + length }));
const atOne = fc.record({ workstation: fc.constantFrom(one, two), span: stretch });
const outage = fc.record({ place: atOne, kind: fc.constantFrom(...outageKinds) });

const life: fc.Arbitrary<Life> = fc.record({
  visits,
  open: fc.option(fc.array(stretch, { maxLength: 3 }), { freq: 4 }),
  presence: fc.array(stretch, { maxLength: 3 }),
  outages: fc.array(outage, { maxLength: 4 }),
  closures: fc.array(atOne, { maxLength: 2 }),
  listed: fc.subarray([one, two]),
  until: fc.option(seconds(110_000)),
});

function factsOf(told: readonly Visit[], { from }: Calendar): PlacedFact[] {
  return told.flatMap(({ workstation, session, after, usedSeconds, finished, access, reason }, index) => {
    const instant = (second: number): string => new Date(from + second * 1000).toISOString();
    const facts: Fact[] = [
      started({ session, access, at: instant(after) }),
      ended({ session, reason, usedSeconds, at: instant(after + usedSeconds) }),
    ];
    return facts.slice(0, finished ? 2 : 1).map((fact, step) => ({ workstation, seq: index * 2 + step + 1, fact }));
  });
}

test.each(calendars)('$day in $zone counts as one who looks around in the room every minute', (calendar) => {
  const span = ({ after, until }: { after: number; until: number }) => ({
    ...{ from: calendar.from + after * 1000, to: calendar.from + until * 1000 },
  });
  fc.assert(
    fc.property(life, (any) => {
      const counts = countDay(
        records({
          ...{ zone: calendar.zone, day: calendar.day, workstations: any.listed, facts: factsOf(any.visits, calendar) },
          ...{ open: any.open?.map(span) ?? null, presence: any.presence.map(span) },
          outages: any.outages.map(({ kind, place }) => ({
            kind,
            workstation: place.workstation,
            ...span(place.span),
          })),
          closures: any.closures.map(({ workstation, span: closed }) => ({ workstation, ...span(closed) })),
          ...(any.until !== null && { now: calendar.from + any.until * 1000 }),
        }),
      );
      expect(counts).toEqual(lookAround(any, calendar));
      expect(counts['occupied'] ?? 0).toBeLessThanOrEqual(counts['offered'] ?? 0);
    }),
    { numRuns: 60 },
  );
});

test('neither order nor repetition changes a byte of the figures', () => {
  const [calendar = calendarOf('Europe/Paris', '2026-11-24')] = calendars;
  const mixed = visits
    .map((told) => factsOf(told, calendar))
    .chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }), fc.subarray(facts)),
    );
  fc.assert(
    fc.property(mixed, ([facts, shuffled, again]) => {
      const figures = (from: readonly PlacedFact[]): string => JSON.stringify(countDay(records({ facts: from })));
      expect(figures([...shuffled, ...again])).toBe(figures(facts));
    }),
  );
});
