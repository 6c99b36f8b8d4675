import { expect, test } from 'vitest';
import { addressIn, hashOf } from '../../renderer/desk/desk-address.ts';
import { DeskView } from '../../renderer/desk/desk-view.svelte.ts';

const first = { page: 'room', day: null, asList: false, room: null } as const;

test.each([
  '#room',
  '#day',
  '#day?day=2026-11-24',
  '#day?day=2026-11-24&as=list&room=1',
  '#week?day=2026-11-24',
  '#settings',
])('%s says where one is, and is written the same', (hash) => {
  expect(hashOf(addressIn(hash))).toBe(hash);
});

test.each(['', '#', '#nowhere', '#room?day=never'])('“%s” leads to the room', (hash) => {
  expect(addressIn(hash)).toEqual(first);
});

test.each(['2026-02-30', '2026-13-01', 'demain', '2026-11-24T10:00'])('%s is no day', (day) => {
  expect(addressIn(`#day?day=${day}`)).toMatchObject({ page: 'day', day: null });
});

test('the view keeps in the address what is looked at, and follows the browser’s arrows', () => {
  const location = { hash: '#day?day=2026-11-24&as=list' };
  const storage = { getItem: () => null, setItem: () => undefined };
  const openEvents = (): EventSource => {
    throw new Error('nobody is signed in');
  };
  const view = new DeskView({ openEvents, storage, location });
  expect([view.page, view.address.day, view.address.asList]).toEqual(['day', '2026-11-24', true]);
  view.look({ asList: false });
  view.goTo('week');
  expect(location.hash).toBe('#week?day=2026-11-24');
  location.hash = '#queue';
  view.follow();
  expect(view.page).toBe('queue');
});
