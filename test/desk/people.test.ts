import { expect, test } from 'vitest';
import { KioskLine } from './kiosk-line.ts';
import { facilitator, makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

const noon = '2026-12-02T11:00:00.000Z';

async function open({ keeps }: { keeps: boolean }) {
  const place = await makePlace();
  const clock = movableClock('2026-12-02T09:00:00.000Z');
  const desk = await openDesk(place, { clock });
  const staff = await StaffClient.signedIn(desk.address);
  for (const at of [0, 1]) (await KioskLine.welcomed(desk.address, seat(place, at))).holdSlices();
  const rules = await staff.must('booking-rules.read');
  const write = (changes: object) => staff.must('booking-rules.write', { ...rules, keepsPeople: keeps, ...changes });
  await write({});
  return { staff, clock, rules, write };
}

const ada = { seen: null, name: 'Ada', group: null, authorised: false, barred: null };

const wishFor = (person: string | null, changes: object = {}) => ({
  wish: {
    ...{
      startsAt: noon,
      minutes: 60,
      workstation: null,
      features: [],
      together: 1,
      purpose: null,
      group: null,
      person,
    },
    ...changes,
  },
  override: null,
});

test('a place that keeps nobody reads and writes nobody', async () => {
  const { staff } = await open({ keeps: false });
  expect((await staff.call('person.write', ada)).problem?.code).toBe('not-now');
  expect((await staff.call('people.read')).problem?.code).toBe('not-now');
});

test('somebody barred books nothing until the day comes, and the facilitator may go over it with a reason', async () => {
  const { staff } = await open({ keeps: true });
  const barred = { until: '2026-12-03T00:00:00.000Z', reason: 'a crié sur un animateur' };
  const { id } = await staff.must('person.write', { ...ada, barred });
  expect(await staff.must('booking.make', wishFor(id))).toMatchObject({ made: false, broken: ['barred'] });
  expect(await staff.must('booking.make', wishFor(id, { startsAt: '2026-12-03T11:00:00.000Z' }))).toMatchObject({
    made: true,
  });
  expect(await staff.must('booking.make', { ...wishFor(id), override: 'rendez-vous à la préfecture' })).toMatchObject({
    made: true,
  });
});

test('a group has its own rules: minors need their parents, and have two bookings a week but the first of a day', async () => {
  const { staff, write, rules } = await open({ keeps: true });
  const minors = { id: 'mineurs', name: 'Mineurs', rules: { authorisation: true, bookingsPerWeek: 1 } };
  await write({ rules: { ...rules.rules, firstOfDayGuaranteed: false }, groups: [minors] });
  const { id, version } = await staff.must('person.write', ada);
  const asked = (startsAt: string) => staff.must('booking.make', wishFor(id, { startsAt, group: 'mineurs' }));
  expect(await asked(noon)).toMatchObject({ broken: ['authorisation-missing'] });
  await staff.must('person.write', { ...ada, authorised: true, seen: { person: id, version } });
  expect(await asked(noon)).toMatchObject({ made: true });
  expect(await asked('2026-12-03T11:00:00.000Z')).toMatchObject({ broken: ['week-bookings'] });
  await write({ rules: { ...rules.rules, firstOfDayGuaranteed: true }, groups: [minors] });
  expect(await asked('2026-12-03T11:00:00.000Z')).toMatchObject({ made: true });
  expect(await asked('2026-12-03T14:00:00.000Z')).toMatchObject({ broken: ['week-bookings'] });
});

test('who did not come books in advance no more, until it is excused or sixty days have passed', async () => {
  const { staff, clock, write, rules } = await open({ keeps: true });
  await write({ rules: { ...rules.rules, noShowsAllowed: 1, daysAhead: 300 } });
  const { id } = await staff.must('person.write', ada);
  const missed = await staff.must('booking.make', wishFor(id));
  if (!missed.made) throw new Error(missed.broken.join());
  clock.forward(3 * 60 * 60_000);
  expect((await staff.must('people.read')).people).toEqual([expect.objectContaining({ id, noShows: 1 })]);
  const later = wishFor(id, { startsAt: '2026-12-20T11:00:00.000Z' });
  expect(await staff.must('booking.make', later)).toMatchObject({ broken: ['no-shows'] });
  const seen = { entry: missed.entry.id, version: missed.entry.version };
  const { entry } = await staff.must('booking.excuse', { ...seen, excused: true });
  expect(await staff.must('booking.make', later)).toMatchObject({ made: true });
  await staff.must('booking.excuse', { entry: entry.id, version: entry.version, excused: false });
  clock.forward(61 * 24 * 60 * 60_000);
  await staff.must('session.sign-in', facilitator);
  expect((await staff.must('people.read')).people).toEqual([expect.objectContaining({ noShows: 1 })]);
});

test('a place that stops keeping people has nobody any more, and what they booked stays without them', async () => {
  const { staff, write } = await open({ keeps: true });
  const { id } = await staff.must('person.write', ada);
  const made = await staff.must('booking.make', wishFor(id));
  expect(made).toMatchObject({ made: true, entry: { person: { id, name: 'Ada' } } });
  await write({ keepsPeople: false });
  const { entries } = await staff.must('timeline.read', { from: '2026-12-02', to: '2026-12-02' });
  expect(entries).toEqual([expect.objectContaining({ person: null })]);
  await write({ keepsPeople: true });
  expect((await staff.must('people.read')).people).toEqual([]);
});

test('two facilitators at once do not overwrite each other', async () => {
  const { staff } = await open({ keeps: true });
  const { id, version } = await staff.must('person.write', ada);
  const seen = { person: id, version };
  await staff.must('person.write', { ...ada, name: 'Ada L.', seen });
  expect((await staff.call('person.write', { ...ada, name: 'Adèle', seen })).problem?.code).toBe('stale');
  expect((await staff.call('person.remove', seen)).problem?.code).toBe('stale');
});
