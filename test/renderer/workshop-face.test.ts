import { describe, expect, test } from 'vitest';
import { standings } from '../../contract/book/entries.ts';
import { deskWords } from '../../renderer/desk/desk-words.ts';
import { entryTitle, stationsText, whoText } from '../../renderer/desk/entry-text.ts';
import { groupId } from '../../renderer/desk/group-id.ts';
import { presenceKey } from '../../renderer/desk/roster-keys.ts';
import {
  dateFaces,
  inOrder,
  mayNote,
  mayStart,
  seatsOf,
  sessionsPast,
  sessionsToCome,
  sessionToNote,
  waitingIn,
} from '../../renderer/desk/workshop-face.ts';
import { dayText } from '../../renderer/words/clock-text.ts';
import { minutesText, waitText } from '../../renderer/words/wait-text.ts';
import { entry, inMinutes, now, registration, station, workshop, workshopSession } from './fake-place.ts';

const at = Date.parse(now);
const words = deskWords();
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const lastWeek = workshopSession({ standing: 'over', startsAt: inMinutes(-10_080), endsAt: inMinutes(-9960) });
const running = workshopSession({ standing: 'running', startsAt: inMinutes(-5), endsAt: inMinutes(115) });
const nextWeek = workshopSession({ startsAt: inMinutes(10_075), endsAt: inMinutes(10_195) });
const cancelled = workshopSession({ standing: 'cancelled', startsAt: inMinutes(5000), endsAt: inMinutes(5060) });
const series = workshop({ sessions: [nextWeek, cancelled, running, lastWeek] });

describe('a workshop', () => {
  test('has its dates to come in order, and the others behind', () => {
    expect(sessionsToCome(series, at)).toEqual([running, nextWeek]);
    expect(sessionsPast(series, at)).toEqual([cancelled, lastWeek]);
  });

  test('counts who has a seat and who waits; who unregistered counts no more', () => {
    const people = [
      registration(3, { standing: 'waiting' }),
      registration(1),
      registration(2, { standing: 'cancelled' }),
      registration(4, { standing: 'waiting' }),
    ];
    const full = workshop({ seats: 1, registrations: people });
    expect(seatsOf(full)).toEqual({ seated: 1, seats: 1, waiting: 2 });
    expect(waitingIn(full).map(({ number }) => number)).toEqual([3, 4]);
  });

  test('can be started a quarter of an hour before it begins, until it ends, and never when it is cancelled', () => {
    expect(mayStart(nextWeek, Date.parse(nextWeek.startsAt) - 15 * 60_000 - 1)).toBe(false);
    expect(mayStart(nextWeek, Date.parse(nextWeek.startsAt) - 15 * 60_000)).toBe(true);
    expect(mayStart(nextWeek, Date.parse(nextWeek.endsAt) - 1)).toBe(true);
    expect(mayStart(nextWeek, Date.parse(nextWeek.endsAt))).toBe(false);
    expect(mayStart(cancelled, Date.parse(cancelled.startsAt))).toBe(false);
  });

  test('has its attendance noted for the last date that has begun', () => {
    expect(sessionToNote(series, at)).toBe(running);
    expect(sessionToNote(workshop({ sessions: [nextWeek, cancelled] }), at)).toBeNull();
    expect(mayNote(lastWeek, at)).toBe(true);
    expect(mayNote(nextWeek, at)).toBe(false);
  });

  test('with the next date stands first, one without any last', () => {
    const soon = workshop({ id: 'soon', title: 'Zoom', sessions: [nextWeek] });
    const never = workshop({ id: 'never', title: 'Archives' });
    expect(inOrder([never, soon, series], at).map(({ title }) => title)).toEqual([
      'Premiers mails',
      'Zoom',
      'Archives',
    ]);
  });

  test.each(standings)('has words for a date that is %s', (standing) => {
    expect(words.say(dateFaces[standing].word)).toMatch(/^\S/);
  });
});

describe('a wait', () => {
  test.each([
    [null, 'on ne sait pas'],
    [{ atLeastMinutes: 0, atMostMinutes: 0 }, 'tout de suite'],
    [{ atLeastMinutes: 0, atMostMinutes: 25 }, 'moins de 25 min'],
    [{ atLeastMinutes: 10, atMostMinutes: 10 }, 'environ 10 min'],
    [{ atLeastMinutes: 10, atMostMinutes: 25 }, 'entre 10 et 25 min'],
    [{ atLeastMinutes: 50, atMostMinutes: 95 }, 'entre 50 min et 1 h 35'],
    [{ atLeastMinutes: 60, atMostMinutes: 120 }, 'entre 1 h et 2 h'],
  ])('of %j reads "%s"', (wait, text) => {
    expect(plain(waitText(wait, words))).toBe(text);
  });

  test('keeps each number with its unit on one line', () => {
    expect(waitText({ atLeastMinutes: 10, atMostMinutes: 25 }, words)).toBe('entre 10 et 25\u00a0min');
    expect(minutesText(90, words)).toBe('1\u00a0h\u00a030');
  });
});

describe('what stands in the book', () => {
  const room = [1, 2, 3, 4, 5].map((number) => station(number));
  const on = (...numbers: number[]) => entry({ workstations: numbers.map((number) => station(number).id) });

  test('says whose it is only where the place keeps people', () => {
    expect(entryTitle(entry(), words)).toBe('Réservation');
    expect(entryTitle(entry({ person: { id: station(1).id, name: 'Mme Ndiaye' } }), words)).toBe(
      'Réservation, Mme Ndiaye',
    );
    expect(plain(entryTitle(running, words))).toBe('Atelier « Premiers mails »');
    expect(plain(whoText(registration(7), words))).toBe('Inscription n° 7');
  });

  test('names its workstations while they are few', () => {
    expect(stationsText(on(1, 2), room, words)).toBe('Poste 1, Poste 2');
    expect(stationsText(on(1, 2, 3, 4), room, words)).toBe('4 postes');
    expect(stationsText(on(1, 2, 3, 4, 5), room, words)).toBe('tous les postes');
  });
});

describe('a group’s id', () => {
  test.each([
    ['Moins de 15 ans', 'moins-de-15-ans'],
    ['  Élèves & étudiants ', 'eleves-etudiants'],
    ['أطفال', 'groupe'],
    ['x'.repeat(60), 'x'.repeat(37)],
  ])('of "%s" is %s', (name, id) => {
    expect(groupId(name, new Set())).toBe(id);
  });

  test('is never one that is taken', () => {
    expect(groupId('Jeunes', new Set(['jeunes', 'jeunes-2']))).toBe('jeunes-3');
  });
});

describe('a key on the attendance', () => {
  const key = (name: string, held = false) => presenceKey({ key: name, ctrlKey: held, altKey: false, metaKey: false });

  test('marks and goes on, or only moves', () => {
    expect(key('p')).toEqual({ mark: true, step: 1 });
    expect(key('A')).toEqual({ mark: false, step: 1 });
    expect(key('Backspace')).toEqual({ mark: null, step: 0 });
    expect(key('ArrowUp')).toEqual({ step: -1 });
  });

  test('belongs to the browser when it means nothing here, or is held with another', () => {
    expect(key('Tab')).toBeNull();
    expect(key('p', true)).toBeNull();
  });
});

test('the first of a month is said as people say it', () => {
  const first = new Date('2026-12-01T13:00:00Z');
  expect(dayText(first, 'Europe/Paris', 'fr')).toBe('mardi 1er décembre');
  expect(dayText(new Date('2026-12-11T13:00:00Z'), 'Europe/Paris', 'fr')).toBe('vendredi 11 décembre');
  expect(dayText(first, 'Europe/Paris', 'en')).toMatch(/1/);
});
