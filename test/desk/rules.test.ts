import { scryptSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { PlaceSettings } from '../../contract/desk-routes.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, movableClock, openDesk, seat } from './place.ts';
import { StaffClient } from './staff-client.ts';

const settings: PlaceSettings = {
  week: [
    [
      { from: '09:00', to: '12:00' },
      { from: '14:00', to: '18:00' },
    ],
    [],
    [],
    [],
    [],
    [],
    [],
  ],
  seasons: [],
  exceptions: [{ day: '2026-12-24', hours: [], reason: 'Veille de Noël' }],
  closedOnHolidays: 'alsace-moselle',
  ...{ supportQuestions: [], communes: [], smallestCell: 5 },
  bookingMarginMinutes: 5,
  shortestMinutes: 10,
  extension: { stepMinutes: 20, automatic: false },
  resumeMinutes: 10,
  inactivity: { afterMinutes: 8, answerSeconds: 30, then: 'end' },
  helpLine: '03 81 00 00 00',
  newMaintenanceCode: null,
};

async function open(sliceEveryMs = 60_000) {
  const place = await makePlace({ seats: 1 });
  // A Monday morning.
  const clock = movableClock('2026-11-23T09:30:00Z');
  const desk = await openDesk(place, { clock, sliceEveryMs });
  const line = new KioskLine(desk.address);
  await line.opened();
  line.greet(seat(place, 0));
  const { slice } = await line.next('welcome');
  return { place, clock, desk, line, slice, staff: await StaffClient.signedIn(desk.address) };
}

describe('the place’s rules', () => {
  test('are generous until somebody sets them, and disturb nobody', async () => {
    const { slice, staff } = await open();
    expect(slice.rules).toEqual({
      hours: null,
      bookingMarginMinutes: 5,
      shortestMinutes: 5,
      extension: { stepMinutes: 15, automatic: true },
      resumeMinutes: 15,
      inactivity: null,
      helpLine: null,
      maintenanceCode: null,
    });
    expect(slice).toMatchObject({ bookings: [], waiting: 0 });
    expect(await staff.must('rules.read')).toMatchObject({ week: null, newMaintenanceCode: null });
  });

  test('reach a kiosk that is on the line as soon as they are saved, the hours as instants', async () => {
    const { line, staff } = await open();
    await staff.must('rules.write', settings);
    const { slice } = await line.next('slice');
    expect(slice.rules).toMatchObject({
      hours: [
        { opensAt: '2026-11-23T08:00:00.000Z', closesAt: '2026-11-23T11:00:00.000Z' },
        { opensAt: '2026-11-23T13:00:00.000Z', closesAt: '2026-11-23T17:00:00.000Z' },
        { opensAt: '2026-11-30T08:00:00.000Z', closesAt: '2026-11-30T11:00:00.000Z' },
        { opensAt: '2026-11-30T13:00:00.000Z', closesAt: '2026-11-30T17:00:00.000Z' },
      ],
      shortestMinutes: 10,
      extension: { stepMinutes: 20, automatic: false },
      inactivity: { afterMinutes: 8, answerSeconds: 30, then: 'end' },
      helpLine: '03 81 00 00 00',
    });
  });

  test('are read back as they were saved, also by the next desk', async () => {
    const { place, clock, desk, staff } = await open();
    await staff.must('rules.write', settings);
    expect(await staff.must('rules.read')).toEqual(settings);
    await desk.stop();
    const again = await StaffClient.signedIn((await openDesk(place, { clock })).address);
    expect(await again.must('rules.read')).toEqual(settings);
  });

  test('move on at midnight without anyone saying anything', async () => {
    const { line, clock, staff } = await open(20);
    await staff.must('rules.write', settings);
    await line.next('slice');
    clock.forward(14 * 60 * 60 * 1000);
    expect((await line.next('slice')).slice.rules.hours?.[0]?.opensAt).toBe('2026-11-30T08:00:00.000Z');
  });

  test('carry the maintenance code as a hash that no page reads back, and keep it when none is typed', async () => {
    const { line, staff } = await open();
    await staff.must('rules.write', { ...settings, newMaintenanceCode: '246810' });
    expect((await staff.must('rules.read')).newMaintenanceCode).toBeNull();
    const { maintenanceCode } = (await line.next('slice')).slice.rules;
    const { salt, hash } = maintenanceCode ?? { salt: '', hash: '' };
    const expected = scryptSync('246810', Buffer.from(salt, 'hex'), 32, { N: 16_384, r: 8, p: 1 });
    expect(hash).toBe(expected.toString('hex'));
    await staff.must('rules.write', { ...settings, resumeMinutes: 30 });
    expect((await line.next('slice')).slice.rules).toMatchObject({ resumeMinutes: 30, maintenanceCode });
  });
});

const monday = (...stretches: { from: string; to: string }[]) => [stretches, [], [], [], [], [], []];

test.each([
  ['an end before the beginning', { week: monday({ from: '12:00', to: '09:00' }) }, 'week[0][0]'],
  [
    'stretches that overlap',
    { week: monday({ from: '09:00', to: '12:00' }, { from: '11:00', to: '14:00' }) },
    'week[0]',
  ],
  ['a time that is none', { week: monday({ from: '9h', to: '12:00' }) }, 'week[0][0].from'],
  ['a week of six days', { week: [[], [], [], [], [], []] }, 'week'],
  [
    'five seconds to answer',
    { inactivity: { afterMinutes: 5, answerSeconds: 5, then: 'end' } },
    'inactivity.answerSeconds',
  ],
  ['a maintenance code of five digits', { newMaintenanceCode: '12345' }, 'newMaintenanceCode'],
  ['a session of no length', { shortestMinutes: 0 }, 'shortestMinutes'],
])('%s is refused with its field named, and nothing is changed', async (_what, changes, field) => {
  const { staff } = await open();
  await staff.must('rules.write', settings);
  const { status, problem } = await staff.call('rules.write', { ...settings, resumeMinutes: 99, ...changes });
  expect(status).toBe(400);
  expect(problem).toMatchObject({ code: 'malformed', where: `rules.write: ${field}` });
  expect(await staff.must('rules.read')).toEqual(settings);
});
