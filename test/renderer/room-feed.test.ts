import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Room } from '../../contract/desk-routes.ts';
import { quietMs, RoomFeed } from '../../renderer/desk/room-feed.svelte.ts';

const room: Room = {
  placeName: 'Les Chaprais',
  zone: 'Europe/Paris',
  now: '2026-11-24T13:05:00.000Z',
  workstations: [],
  openTickets: 2,
  queue: { waiting: [], waitNow: { atLeastMinutes: 0, atMostMinutes: 0 } },
  undescribed: [],
  bookRevision: 0,
  list: null,
  sheetsWaitingSince: null,
};

/** The network's end of an EventSource, moved by the test. */
class Line extends EventTarget {
  readonly CLOSED = 2;
  readyState = 1;
  close(): void {
    this.readyState = 2;
  }
  tell(data: string): void {
    this.dispatchEvent(new MessageEvent('room', { data }));
  }
  break(final: boolean): void {
    this.readyState = final ? 2 : 0;
    this.dispatchEvent(new Event('error'));
  }
}

function open() {
  const lines: Line[] = [];
  const turnedAway = vi.fn();
  const openEvents = () => {
    const line = new Line();
    lines.push(line);
    return line as unknown as EventSource;
  };
  const feed = new RoomFeed(openEvents, turnedAway);
  feed.open();
  const last = (): Line => {
    const line = lines.at(-1);
    if (line === undefined) throw new Error('no line was opened');
    return line;
  };
  return { feed, lines, last, turnedAway };
}

beforeEach(() => vi.useFakeTimers({ now: Date.parse('2026-11-24T13:04:00Z') }));
afterEach(() => vi.useRealTimers());

describe('the room’s feed', () => {
  test('is live from the first room, by the desk’s clock', () => {
    const { feed, last } = open();
    expect(feed.live).toBe(false);
    last().tell(JSON.stringify(room));
    expect(feed).toMatchObject({ live: true, room, aheadMs: 60_000 });
  });

  test('keeps the last room, marked as not live, while the line is broken', () => {
    const { feed, last } = open();
    last().tell(JSON.stringify(room));
    last().break(false);
    expect(feed).toMatchObject({ live: false, room });
    last().tell(JSON.stringify({ ...room, openTickets: 3 }));
    expect(feed.live).toBe(true);
    expect(feed.room?.openTickets).toBe(3);
  });

  test('opens another line when this one has been quiet for too long', () => {
    const { feed, lines, last } = open();
    last().tell(JSON.stringify(room));
    vi.advanceTimersByTime(quietMs - 1);
    expect(lines).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]?.readyState).toBe(2);
    expect(feed.live).toBe(false);
  });

  test('asks who is signed in when the desk turned it away', () => {
    const { last, turnedAway } = open();
    last().break(true);
    vi.advanceTimersByTime(2000);
    expect(turnedAway).toHaveBeenCalledOnce();
  });

  test('shows nothing that is not a room', () => {
    const { feed, last } = open();
    last().tell('{"placeName":7}');
    expect(feed).toMatchObject({ live: false, room: null });
  });

  test('forgets the room when it is cleared', () => {
    const { feed, last } = open();
    last().tell(JSON.stringify(room));
    feed.clear();
    expect(feed).toMatchObject({ live: false, room: null });
  });
});
