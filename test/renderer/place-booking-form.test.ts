import { expect, test } from 'vitest';
import { firstPlaceBooking, type PlaceBooking } from '../../contract/book/booking-rules.ts';
import { PlaceBookingForm } from '../../renderer/desk/place-booking-form.svelte.ts';
import { openDeskView } from './desk-view-stage.ts';

async function open(kept: PlaceBooking = firstPlaceBooking) {
  const { desk, view } = await openDeskView();
  desk.answers['booking-rules.read'] = () => kept;
  desk.answers['booking-rules.write'] = () => ({});
  const form = new PlaceBookingForm(view);
  await form.open();
  const { draft } = form;
  if (draft === null) throw new Error('no rules were read');
  return { desk, view, form, draft, saved: () => desk.askedOf('booking-rules.write') };
}

test('rules that nobody changed are not to be saved', async () => {
  const { form, draft } = await open();
  expect(form.changed).toBe(false);
  draft.rules.longestMinutes = null;
  expect(form.changed).toBe(true);
  draft.rules.longestMinutes = 120;
  expect(form.changed).toBe(false);
});

test('an empty limit means none; an empty number is a fault at its field', async () => {
  const { form, draft, saved } = await open();
  draft.rules.minutesPerWeek = null;
  draft.rules.daysAhead = null;
  draft.offerMinutes = 45;
  await form.save();
  expect(form.faults).toEqual(['rules.daysAhead', 'offerMinutes']);
  expect(saved()).toEqual([]);
  draft.rules.daysAhead = 14;
  draft.offerMinutes = 5;
  await form.save();
  expect(saved()).toMatchObject([{ rules: { daysAhead: 14, minutesPerWeek: null }, offerMinutes: 5 }]);
  expect([form.changed, form.savedAt === null]).toEqual([false, false]);
});

test('a group keeps only what differs, and gets an id of its own', async () => {
  const { form, saved } = await open({ ...firstPlaceBooking, groups: [{ id: 'jeunes', name: 'Jeunes', rules: {} }] });
  form.addGroup();
  const group = form.draft?.groups[1];
  if (group === undefined) throw new Error('no group was added');
  form.differ(1, 'longestMinutes');
  form.differ(1, 'authorisation');
  expect(group.rules).toEqual({ longestMinutes: 120, authorisation: false });
  group.rules.longestMinutes = 60;
  form.follow(1, 'authorisation');
  await form.save();
  expect(form.faults).toEqual(['groups.1.name']);
  group.name = 'Jeunes';
  await form.save();
  expect(saved()).toMatchObject([
    {
      groups: [
        { id: 'jeunes', name: 'Jeunes', rules: {} },
        { id: 'jeunes-2', name: 'Jeunes', rules: { longestMinutes: 60 } },
      ],
    },
  ]);
  form.removeGroup(0);
  await form.save();
  expect(saved().at(-1)).toMatchObject({ groups: [{ id: 'jeunes-2' }] });
});

test('a place keeps people only when it says so', async () => {
  const { form, draft, saved } = await open();
  expect(draft.keepsPeople).toBe(false);
  draft.keepsPeople = true;
  await form.save();
  expect(saved()).toMatchObject([{ keepsPeople: true }]);
});

test('why the rules were not saved is told with them, not with what else the page asks', async () => {
  const { desk, view, form, draft } = await open();
  desk.answers['booking-rules.write'] = () => ({ refused: 'internal' });
  draft.atKiosks = false;
  await form.save();
  expect([form.failure?.code, view.failure, form.savedAt, form.changed]).toEqual(['internal', null, null, true]);
});
