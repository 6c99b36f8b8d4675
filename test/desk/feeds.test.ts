import nodeIcal from 'node-ical';
import { expect, test } from 'vitest';
import type { FeedPlace } from '../../contract/book/feeds.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

const wish = {
  wish: {
    ...{ startsAt: '2026-12-02T11:00:00.000Z', minutes: 60, workstation: null, features: [], together: 1 },
    ...{ purpose: 'job', group: null, person: null },
  },
  override: null,
};

async function open() {
  const place = await makePlace({ seats: 1 });
  const desk = await openDesk(place, { clock: movableClock('2026-12-02T09:00:00.000Z') });
  const staff = await StaffClient.signedIn(desk.address);
  (await KioskLine.welcomed(desk.address, seat(place, 0))).holdSlices();
  const fetchFeed = async ({ path }: FeedPlace): Promise<Response> => fetch(desk.address + path);
  const feedOf = async (kind: FeedPlace['kind']): Promise<FeedPlace> => {
    const found = (await staff.must('feeds.read')).feeds.find((feed) => feed.kind === kind);
    if (found === undefined) throw new Error(`no calendar of ${kind}`);
    return found;
  };
  const events = async (kind: FeedPlace['kind']) => {
    const response = await fetchFeed(await feedOf(kind));
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    const read = Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one?.type === 'VEVENT');
    return { text, read };
  };
  return { staff, events, feedOf, fetchFeed };
}

test('a workstation’s calendar follows its bookings, cancelled ones too, and says nothing about anybody', async () => {
  const { staff, events } = await open();
  const made = await staff.must('booking.make', wish);
  if (!made.made) throw new Error(made.broken.join());
  const first = await events('workstation');
  expect(first.read).toMatchObject([{ summary: 'Réservé', status: 'CONFIRMED', uid: `${made.entry.id}@escale` }]);
  const { version } = made.entry;
  const to = { startsAt: '2026-12-02T13:00:00.000Z', minutes: 60, workstation: null, override: null };
  const moved = await staff.must('booking.move', { entry: made.entry.id, version, ...to });
  if (!moved.made) throw new Error(moved.broken.join());
  const second = await events('workstation');
  expect(second.read).toMatchObject([{ uid: `${made.entry.id}@escale`, start: new Date(to.startsAt) }]);
  const sequence = (read: (typeof second)['read']): number => (read[0] as unknown as { sequence: number }).sequence;
  expect(sequence(second.read)).toBeGreaterThan(sequence(first.read));
  await staff.must('booking.cancel', { entry: made.entry.id, version: moved.entry.version });
  const third = await events('room');
  expect(third.read).toMatchObject([{ status: 'CANCELLED' }]);
  expect(first.text + second.text + third.text).not.toContain(made.codes?.[0] ?? 'no code');
});

test('an address is the only key to a calendar, and a new one ends the old one', async () => {
  const { staff, feedOf, fetchFeed } = await open();
  const before = await feedOf('workshops');
  expect((await fetchFeed(before)).status).toBe(200);
  await staff.must('feeds.renew', { kind: 'workshops', subject: '' });
  expect((await fetchFeed(before)).status).toBe(404);
  expect((await fetchFeed(await feedOf('workshops'))).status).toBe(200);
  const none = { kind: 'room', subject: 'nulle part' };
  expect((await staff.call('feeds.renew', none)).problem?.code).toBe('not-found');
});
