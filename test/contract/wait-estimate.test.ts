import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { estimateWait, fits, leastOffered, type Waiter, type WaitRoom } from '../../contract/book/wait-estimate.ts';

const minuteMs = 60_000;
const now = Date.parse('2026-12-02T09:00:00.000Z');
const at = (minutes: number): number => now + minutes * minuteMs;

const room = (lanes: WaitRoom['lanes'], changes: Partial<WaitRoom> = {}): WaitRoom => ({
  ...{ now, lanes, open: [{ from: at(-60), to: at(480) }], marginMinutes: 5, shortestMinutes: 5, offerMinutes: 3 },
  ...changes,
});

const lane = (seatedMinutes: number | null, changes: Partial<WaitRoom['lanes'][number]> = {}) => ({
  ...{ features: [], seatedUntil: seatedMinutes === null ? null : at(seatedMinutes), taken: [] },
  ...changes,
});

const half: Waiter = { minutes: 30, features: [] };

describe('a wait', () => {
  test('is none where a workstation is free and nobody is ahead', () => {
    expect(estimateWait(half, [], room([lane(0)]))).toEqual({ atLeastMinutes: 0, atMostMinutes: 0 });
  });

  test('lasts no longer than until the first session must end and its traces are gone', () => {
    expect(estimateWait(half, [], room([lane(40), lane(12)]))).toEqual({ atLeastMinutes: 0, atMostMinutes: 13 });
  });

  test('with two ahead lasts until the third workstation is free', () => {
    const busy = [10, 20, 30, 40].map((minutes) => lane(minutes));
    expect(estimateWait(half, [half, half], room(busy))?.atMostMinutes).toBe(31);
  });

  test('at the only workstation lasts as long as everybody ahead may take', () => {
    expect(estimateWait(half, [half], room([lane(10)]))?.atMostMinutes).toBe(11 + 30 + 3 + 1);
  });

  test('goes round a booking: no session is begun that it would cut to less than half', () => {
    const taken = [{ from: at(30), to: at(60), certain: false }];
    expect(estimateWait(half, [], room([lane(9, { taken })]))?.atMostMinutes).toBe(61);
    expect(estimateWait({ ...half, minutes: 20 }, [], room([lane(9, { taken })]))?.atMostMinutes).toBe(10);
  });

  test('is at least as long as what nobody gives back', () => {
    const workshop = [{ from: at(-30), to: at(60), certain: true }];
    expect(estimateWait(half, [], room([lane(0, { taken: workshop })]))).toEqual({
      atLeastMinutes: 60,
      atMostMinutes: 61,
    });
  });

  test('begins with the opening, where the place is still closed', () => {
    const open = [{ from: at(15), to: at(480) }];
    expect(estimateWait(half, [], room([lane(0)], { open }))).toEqual({ atLeastMinutes: 15, atMostMinutes: 15 });
  });

  test('counts only those who can be in the way', () => {
    const scanner = { minutes: 60, features: ['scanner'] };
    const lanes = [lane(10), lane(10, { features: ['scanner', 'large-screen'] })];
    expect(estimateWait({ minutes: 30, features: ['large-screen'] }, [scanner], room(lanes))?.atMostMinutes).toBe(75);
    expect(estimateWait(scanner, [half], room(lanes))?.atMostMinutes).toBe(45);
    expect(estimateWait(half, [scanner], room([lane(10), lane(50, { features: ['scanner'] })]))?.atMostMinutes).toBe(
      51,
    );
  });
});

describe('nobody can say how long, and nobody says it,', () => {
  test.each<[string, WaitRoom]>([
    ['where no workstation has what they need', room([lane(0)])],
    ['of a session without an end', room([lane(null, { features: ['scanner'] })])],
    ['when the place closes before', room([lane(470, { features: ['scanner'] })])],
  ])('%s', (_why, asked) => {
    expect(estimateWait({ minutes: 30, features: ['scanner'] }, [], asked)).toBeNull();
  });
});

/** A visitor as they turn out: the estimate knows only what they asked for. */
interface Visitor extends Waiter {
  readonly stays: number;
  readonly comesAfter: number;
  readonly calledInVain: number;
  readonly leavesAt: number;
}

interface Booking {
  readonly from: number;
  readonly to: number;
  readonly certain: boolean;
  /** Nobody comes: free again after ten minutes. */
  readonly comes: boolean;
  readonly early: number;
  readonly endsBefore: number;
}

interface Station {
  readonly features: readonly string[];
  readonly seated: number;
  readonly leaves: number;
  readonly bookings: readonly Booking[];
}

const offerMinutes = 3;
const marginMinutes = 5;
const shortestMinutes = 5;
const graceMinutes = 10;
const closes = 360;

const feature = fc.constantFrom('scanner', 'webcam');
const featuresOf = (most: number) => fc.uniqueArray(feature, { maxLength: most });

const visitorArbitrary: fc.Arbitrary<Visitor> = fc.record({
  minutes: fc.constantFrom(5, 15, 30, 60),
  features: featuresOf(1),
  stays: fc.integer({ min: 0, max: 60 }),
  comesAfter: fc.integer({ min: 0, max: offerMinutes }),
  calledInVain: fc.constantFrom(0, 0, 0, 1, 2),
  leavesAt: fc.constantFrom(Infinity, Infinity, 7, 40),
});

const stationArbitrary: fc.Arbitrary<Station> = fc
  .record({
    features: featuresOf(2),
    seated: fc.integer({ min: 0, max: 60 }),
    leaves: fc.integer({ min: 0, max: 60 }),
    // A pause, then a length, in cells of five minutes; the first begins after whoever sits there.
    bookings: fc.array(
      fc.record({
        pause: fc.integer({ min: 0, max: 12 }),
        cells: fc.integer({ min: 1, max: 12 }),
        certain: fc.boolean(),
        comes: fc.boolean(),
        early: fc.integer({ min: 0, max: 10 }),
        endsBefore: fc.integer({ min: 0, max: 60 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ bookings, ...station }) => {
    let end = Math.ceil((station.seated + marginMinutes) / 5) * 5;
    return {
      ...station,
      bookings: bookings.map(({ pause, cells, ...one }) => {
        const from = end + pause * 5;
        end = from + cells * 5;
        return { ...one, from, to: end };
      }),
    };
  });

interface Running {
  readonly station: Station;
  freeAt: number;
  bookings: readonly Booking[];
}

/** Plays the room minute by minute until the one who is watched is called; null = never. */
function playedWait(stations: readonly Station[], line: readonly Visitor[], watched: Visitor): number | null {
  let queue = [...line];
  const inVain = new Map<Visitor, number>();
  const running = stations.map((station): Running => {
    const left = Math.min(station.seated, station.leaves);
    return { station, freeAt: left === 0 ? 0 : left + 1, bookings: station.bookings };
  });
  for (let minute = 0; minute < closes; minute += 1) {
    queue = queue.filter((one) => one === watched || one.leavesAt > minute);
    for (const [one, vain] of inVain) {
      if (vain !== minute) continue;
      inVain.set(one, Infinity);
      if (one.calledInVain < 2) queue.push(one);
    }
    for (const one of running) welcomeBooked(one, minute);
    for (const one of [...queue]) {
      const there = running.find((lane) => isFor(one, lane, minute));
      if (there === undefined) continue;
      if (one === watched) return minute;
      queue = queue.filter((other) => other !== one);
      send({ one, there, minute, inVain });
    }
  }
  return null;
}

const gapOf = ({ bookings }: Running, minute: number): number =>
  Math.min(closes - minute, ...bookings.map(({ from }) => from - marginMinutes - minute));

const isFor = (one: Visitor, there: Running, minute: number): boolean =>
  there.freeAt <= minute &&
  fits(one, there.station) &&
  gapOf(there, minute) >= leastOffered(one.minutes, shortestMinutes);

function welcomeBooked(there: Running, minute: number): void {
  const [next] = there.bookings;
  if (next === undefined) return;
  const isHere = next.comes && !next.certain && minute >= next.from - next.early && there.freeAt <= minute;
  if (!isHere && minute < next.from) return;
  there.bookings = there.bookings.slice(1);
  const ends = next.certain
    ? next.to
    : next.comes
      ? Math.max(minute, next.to - next.endsBefore)
      : next.from + graceMinutes;
  there.freeAt = Math.max(there.freeAt, Math.min(ends, next.to) + 1);
}

function send(call: { one: Visitor; there: Running; minute: number; inVain: Map<Visitor, number> }): void {
  const { one, there, minute, inVain } = call;
  if (one.calledInVain > 0 && !inVain.has(one)) {
    there.freeAt = minute + offerMinutes;
    inVain.set(one, minute + offerMinutes);
    return;
  }
  const granted = Math.max(0, Math.min(one.minutes, gapOf(there, minute) - one.comesAfter));
  there.freeAt = minute + one.comesAfter + Math.min(granted, one.stays) + 1;
}

test('the true wait lies within the bounds, whoever leaves early, is called in vain or does not come', () => {
  let called = 0;
  fc.assert(
    fc.property(
      fc.array(stationArbitrary, { minLength: 1, maxLength: 5 }),
      fc.array(visitorArbitrary, { maxLength: 6 }),
      visitorArbitrary,
      (stations, ahead, watched) => {
        const wait = estimateWait(watched, ahead, {
          ...room(
            stations.map(({ features, seated, bookings }) => {
              const taken = bookings.map(({ from, to, certain }) => ({ from: at(from), to: at(to), certain }));
              return { features, seatedUntil: at(seated), taken };
            }),
          ),
          open: [{ from: at(-60), to: at(closes) }],
        });
        const played = playedWait(stations, [...ahead, watched], watched);
        if (wait === null) return;
        called += 1;
        expect(played).not.toBeNull();
        expect(played).toBeGreaterThanOrEqual(wait.atLeastMinutes);
        expect(played).toBeLessThanOrEqual(wait.atMostMinutes);
      },
    ),
    { numRuns: 3000 },
  );
  expect(called).toBeGreaterThan(1000);
});
