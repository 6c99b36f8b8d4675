import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../contract/desk-link.ts';
import { openStretches } from '../../contract/calendar/open-stretches.ts';
import type { Week } from '../../contract/calendar/opening-rules.ts';
import { rulesInTest } from './desk-in-test.ts';
import { eventually, ticketInTest, WorkstationInTest } from './workstation-in-test.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const yearMs = 365 * 24 * 60 * minuteMs;
const halfMs = 15 * minuteMs;
/** A time that is further off than this is wrong, and has to be called so. */
const rightMs = 10 * secondMs;

type Started = Extract<Fact, { kind: 'session-started' }>;
type Ended = Extract<Fact, { kind: 'session-ended' }>;

describe('a session of thirty minutes', () => {
  let place: WorkstationInTest;

  beforeEach(async () => {
    place = await WorkstationInTest.make();
    place.desk.slice = { ...place.desk.slice, tickets: [ticketInTest({ expiresAt: '2030-01-01T00:00:00.000Z' })] };
  });

  afterEach(() => place.remove());

  const phase = (): string | undefined => place.host.snapshot?.scene.phase;
  const wallMs = (): number => Date.parse(place.clock.now().wall);
  const setClockBy = (milliseconds: number): void =>
    place.clock.setWall(new Date(wallMs() + milliseconds).toISOString());

  /** It is in session one second before this much time has passed, and locked after it. */
  async function endsAfter(milliseconds: number): Promise<void> {
    await place.pass(milliseconds - secondMs);
    expect(phase()).toBe('active');
    place.clock.pass(secondMs);
    expect(phase()).toBe('wiping');
    await place.phase('free');
    await eventually(() => place.desk.facts.length === 3, 'start, end and proof');
  }

  function recorded(): { started: Started; ended: Ended } {
    const [started, ended] = place.desk.facts;
    if (started?.kind !== 'session-started' || ended?.kind !== 'session-ended') throw new Error('no whole session');
    return { started, ended };
  }

  it.each([
    ['ten years ahead', 10 * yearMs, true],
    ['ten years back', -10 * yearMs, true],
    ['by NTP, half a minute ahead', 30 * secondMs, true],
    ['by NTP, half a minute back', -30 * secondMs, true],
    ['by NTP, two seconds ahead', 2 * secondMs, false],
    ['by NTP, two seconds back', -2 * secondMs, false],
  ])(
    'ends when it is due though the clock is set %s, and its times are right or called estimated',
    async (_, by, estimated) => {
      await place.startSession();
      const beganMs = wallMs();
      await place.pass(halfMs);
      setClockBy(by);
      await endsAfter(halfMs);
      const { started, ended } = recorded();
      expect(Date.parse(started.at)).toBe(beganMs);
      expect(ended).toMatchObject({ reason: 'time-over', usedSeconds: 1800, estimated });
      const offMs = Math.abs(Date.parse(ended.at) - (beganMs + 2 * halfMs));
      expect(ended.estimated || offMs <= rightMs).toBe(true);
    },
  );

  it('counts twenty minutes of suspend, and ends when it is due', async () => {
    await place.startSession();
    const beganMs = wallMs();
    await place.pass(5 * minuteMs);
    place.clock.sleep(20 * minuteMs);
    await endsAfter(5 * minuteMs);
    const { ended } = recorded();
    expect(ended).toMatchObject({ reason: 'time-over', usedSeconds: 1800, estimated: false });
    expect(Date.parse(ended.at)).toBe(beganMs + 30 * minuteMs);
  });

  it('that is slept over is locked within a second of waking, and counts no more than it was worth', async () => {
    await place.startSession();
    await place.pass(15 * minuteMs);
    place.clock.sleep(20 * minuteMs);
    place.clock.pass(secondMs);
    expect(phase()).toBe('wiping');
    await eventually(() => place.desk.facts.length === 3, 'start, end and proof');
    expect(recorded().ended).toMatchObject({ reason: 'time-over', usedSeconds: 1800, estimated: false });
  });

  describe.each([
    ['forward', '2027-03-28T00:50:00.000Z', '03:10'],
    ['back', '2026-10-25T00:50:00.000Z', '02:10'],
  ])('over which summer time puts the clocks %s', (_, begins, closes) => {
    /** Open all day in Paris until the given time of the clock on the wall, as the desk would tell it. */
    function openUntil(to: string): void {
      const week: Week = Array.from({ length: 7 }, () => [{ from: '00:00', to }]);
      const hours = openStretches(
        { week, seasons: [], exceptions: [], closedOnHolidays: null },
        { from: Date.parse(begins), to: Date.parse(begins) },
        place.desk.slice.zone,
      ).map(({ opensAt, closesAt }) => ({
        opensAt: new Date(opensAt).toISOString(),
        closesAt: new Date(closesAt).toISOString(),
      }));
      place.desk.slice = { ...place.desk.slice, rules: rulesInTest({ hours }) };
    }

    beforeEach(() => place.clock.setWall(begins));

    it('ends when it is due', async () => {
      openUntil('12:00');
      await place.startSession();
      await endsAfter(30 * minuteMs);
      const at = new Date(Date.parse(begins) + 30 * minuteMs).toISOString();
      expect(recorded().ended).toMatchObject({ at, reason: 'time-over', usedSeconds: 1800, estimated: false });
    });

    it('ends when the clock on the wall says that the place closes', async () => {
      openUntil(closes);
      await place.startSession();
      expect(place.host.snapshot?.scene).toMatchObject({ leftMs: 20 * minuteMs });
      await place.pass(20 * minuteMs - secondMs);
      expect(phase()).toBe('active');
      place.clock.pass(secondMs);
      expect(phase()).toBe('wiping');
      await place.phase('closed');
      await eventually(() => place.desk.facts.length === 3, 'start, end and proof');
      const at = new Date(Date.parse(begins) + 20 * minuteMs).toISOString();
      expect(recorded().ended).toMatchObject({ at, reason: 'closing-time', usedSeconds: 1200, estimated: false });
    });
  });
});
