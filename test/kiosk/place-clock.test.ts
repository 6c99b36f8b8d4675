import { describe, expect, it } from 'vitest';
import { PlaceClock } from '../../main/kiosk/place-clock.ts';
import { FakeClock } from './fake-clock.ts';

const minuteMs = 60_000;
const startsAt = Date.parse('2026-11-24T13:05:00.000Z');
const iso = (ms: number): string => new Date(ms).toISOString();

describe('the place’s time on a machine whose clock is wrong', () => {
  it('is the machine’s until a desk has spoken', () => {
    expect(new PlaceClock(new FakeClock(), { offsetMs: 0 }).now().wall).toBe(iso(startsAt));
  });

  it.each([10, -10])(
    'is the desk’s when the machine is off by %i minutes, and goes on by the monotonic clock',
    (off) => {
      const machine = new FakeClock();
      const clock = new PlaceClock(machine, { offsetMs: 0 });
      clock.follow(iso(startsAt + off * minuteMs));
      machine.pass(3 * minuteMs);
      expect(clock.now().wall).toBe(iso(startsAt + (off + 3) * minuteMs));
      expect(clock.now().monotonicMs).toBe(machine.now().monotonicMs);
    },
  );

  it('is not moved by whoever sets the machine’s clock', () => {
    const machine = new FakeClock();
    const clock = new PlaceClock(machine, { offsetMs: 0 });
    clock.follow(iso(startsAt));
    machine.setWall('2031-01-01T00:00:00.000Z');
    machine.pass(minuteMs);
    expect(clock.now().wall).toBe(iso(startsAt + minuteMs));
  });

  it('is known again after a restart without the desk', () => {
    const memory = { offsetMs: 0 };
    new PlaceClock(new FakeClock(), memory).follow(iso(startsAt + 10 * minuteMs));
    const machine = new FakeClock();
    machine.pass(minuteMs);
    expect(new PlaceClock(machine, memory).now().wall).toBe(iso(startsAt + 11 * minuteMs));
  });

  it('writes nothing to the disk for the way of a message', () => {
    let written = 0;
    const memory = {
      get offsetMs() {
        return 0;
      },
      set offsetMs(_offsetMs: number) {
        written += 1;
      },
    };
    const clock = new PlaceClock(new FakeClock(), memory);
    clock.follow(iso(startsAt + 1_500));
    expect(written).toBe(0);
    clock.follow(iso(startsAt + 5_000));
    expect(written).toBe(1);
  });
});
