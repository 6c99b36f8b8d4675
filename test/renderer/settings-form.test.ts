import { describe, expect, it, test } from 'vitest';
import type { PlaceSettings } from '../../contract/desk-routes.ts';
import { SettingsForm } from '../../renderer/desk/settings-form.svelte.ts';
import { addStretch, closingShown, closingTyped, copyDayBefore } from '../../renderer/desk/week-draft.ts';
import { openDeskView } from './desk-view-stage.ts';
import { placeSettings, shortWeek, usualWeek } from './fake-opening.ts';

async function open(changes: Partial<PlaceSettings> = {}) {
  const { desk, view, hear } = await openDeskView();
  desk.answers['rules.read'] = () => placeSettings(changes);
  desk.answers['rules.write'] = () => ({});
  const form = new SettingsForm(view);
  await form.open();
  const { draft } = form;
  if (draft === null) throw new Error('no settings were read');
  const texts = (): string[] => form.comingDays.map(({ text }) => text.replace(/[\u00a0\u2060]/g, '_'));
  return { desk, view, hear, form, draft, texts, saved: () => desk.askedOf('rules.write') };
}

const none = { seasons: [], exceptions: [], closedOnHolidays: null };

describe('opening hours', () => {
  it.each([
    ['with all there can be', {}],
    ['without hours', { week: null }],
    ['with a week alone', none],
  ])('%s are saved as they were read', async (_, changes) => {
    const { form, saved } = await open(changes);
    expect(form.changed).toBe(false);
    await form.save();
    expect([saved(), form.changed]).toEqual([[placeSettings(changes)], false]);
    if (form.draft !== null) form.draft.helpLine = '01 23 45 67 89';
    await form.save();
    expect(saved()[1]).toEqual(placeSettings({ ...changes, helpLine: '01 23 45 67 89' }));
  });

  it('lose nothing of what differs from them when they are switched off', async () => {
    const { form, draft, saved } = await open();
    draft.keepsHours = false;
    draft.seasons.splice(0);
    await form.save();
    expect(saved()).toEqual([placeSettings({ week: null })]);
  });

  it('are saved exactly as they are drafted, special days in their order', async () => {
    const { form, draft, saved } = await open(none);
    form.addSeason();
    form.addException();
    form.addException();
    Object.assign(draft.seasons[0] ?? {}, { name: ' Été ', from: '2027-07-05', to: '2027-08-29', week: shortWeek });
    Object.assign(draft.exceptions[0] ?? {}, { day: '2027-05-07', reason: 'Pont' });
    Object.assign(draft.exceptions[1] ?? {}, { day: '2027-01-02', hours: [{ from: '10:00', to: '24:00' }] });
    draft.closesOnHolidays = true;
    expect(draft.territory).toBe('metropole');
    draft.territory = 'mayotte';
    await form.save();
    expect(saved()).toEqual([
      placeSettings({
        seasons: [{ name: 'Été', from: '2027-07-05', to: '2027-08-29', week: shortWeek }],
        exceptions: [
          { day: '2027-01-02', hours: [{ from: '10:00', to: '24:00' }], reason: '' },
          { day: '2027-05-07', hours: [], reason: 'Pont' },
        ],
        closedOnHolidays: 'mayotte',
      }),
    ]);
    expect(form.changed).toBe(false);
  });

  it('have a new season begin as the usual week, without changing it', async () => {
    const { form, draft } = await open(none);
    form.addSeason();
    expect(draft.seasons[0]?.week).toEqual(usualWeek);
    draft.seasons[0]?.week[0]?.splice(0);
    expect(draft.week).toEqual(usualWeek);
    form.removeSeason(0);
    expect(form.changed).toBe(false);
  });

  it('fold away the days that were over when they were read, not one that is being typed', async () => {
    const { form, draft } = await open();
    form.addException();
    const typed = draft.exceptions[2];
    if (typed === undefined) throw new Error('no day was added');
    typed.day = '0002-01-01';
    expect(draft.exceptions.map(({ past }) => past)).toEqual([true, false, false]);
    form.removeException(2);
    expect(form.changed).toBe(false);
  });
});

describe('what is wrong with the hours', () => {
  it('is told of a season’s name and days', async () => {
    const { form, draft, saved } = await open(none);
    form.addSeason();
    await form.save();
    expect(form.faults).toContain('seasons.0.name');
    expect(form.seasonFault(0)?.word).toBe('seasons.days.fault');
    Object.assign(draft.seasons[0] ?? {}, { name: 'Été', from: '2027-08-29', to: '2027-07-05' });
    expect([form.faults, form.seasonFault(0)?.word]).toEqual([['seasons.0'], 'seasons.order.fault']);
    Object.assign(draft.seasons[0] ?? {}, { to: '2027-08-29' });
    expect([form.faults, form.seasonFault(0)]).toEqual([[], null]);
    expect(saved()).toEqual([]);
  });

  it('is told of both seasons that share a day, each with the other’s name', async () => {
    const { form, draft, saved } = await open();
    form.addSeason();
    Object.assign(draft.seasons[1] ?? {}, { name: 'Hiver', from: '2027-01-03', to: '2027-02-28' });
    await form.save();
    expect(form.faults).toEqual(['seasons.0.overlap', 'seasons.1.overlap']);
    expect([form.seasonFault(0), form.seasonFault(1)]).toEqual([
      { word: 'seasons.overlap.fault', other: 'Hiver' },
      { word: 'seasons.overlap.fault', other: 'Noël' },
    ]);
    Object.assign(draft.seasons[1] ?? {}, { from: '2027-01-04' });
    await form.save();
    expect(saved()).toHaveLength(1);
  });

  it('is told of a day that is missing or there twice', async () => {
    const { form, draft, saved } = await open();
    form.addException();
    await form.save();
    expect(form.exceptionFault(2)).toBe('exceptions.day.fault');
    Object.assign(draft.exceptions[2] ?? {}, { day: '2026-11-27' });
    expect([0, 1, 2].map((index) => form.exceptionFault(index))).toEqual([
      null,
      'exceptions.twice.fault',
      'exceptions.twice.fault',
    ]);
    expect(saved()).toEqual([]);
  });

  it('is not told of what is switched off', async () => {
    const { form, draft, saved } = await open();
    form.addSeason();
    draft.keepsHours = false;
    await form.save();
    expect([form.faults, saved().length]).toEqual([[], 1]);
  });
});

describe('the next days', () => {
  it('are two weeks from today on the place’s calendar, each with its hours and why', async () => {
    const { texts } = await open();
    expect(texts()).toHaveLength(14);
    expect(texts().slice(0, 8)).toEqual([
      'mardi 24 novembre_: 9_h_–__12_h et 14_h_–__18_h_30',
      'mercredi 25 novembre_: 9_h_–__12_h et 14_h_–__18_h_30',
      'jeudi 26 novembre_: 9_h_–__12_h et 14_h_–__18_h_30',
      'vendredi 27 novembre_: 14_h_05_–__minuit, Soirée jeux',
      'samedi 28 novembre_: fermé',
      'dimanche 29 novembre_: fermé',
      'lundi 30 novembre_: 9_h_–__12_h et 14_h_–__18_h_30',
      'mardi 1er décembre_: 10_h_–__14_h, Noël',
    ]);
  });

  it('follow what is typed, and leave out what is half typed', async () => {
    const { form, draft, texts } = await open(none);
    form.addSeason();
    form.addException();
    const before = texts();
    Object.assign(draft.seasons[0] ?? {}, { from: '2026-11-24', week: shortWeek });
    draft.week[2]?.push({ from: '20:00', to: '' });
    expect(texts()).toEqual(before);
    Object.assign(draft.seasons[0] ?? {}, { to: '2026-11-25' });
    Object.assign(draft.exceptions[0] ?? {}, { day: '2026-11-25' });
    expect(texts().slice(0, 2)).toEqual([
      'mardi 24 novembre_: 10_h_–__14_h, saison sans nom',
      'mercredi 25 novembre_: fermé, jour particulier',
    ]);
    draft.keepsHours = false;
    expect(texts()).toEqual([]);
  });

  it('say which public holiday closes the place, in either language, unless a day of its own opens it', async () => {
    const { desk, view, hear, form, draft, texts } = await open(none);
    desk.tell({ now: '2026-12-24T23:30:00.000Z' });
    hear();
    draft.closesOnHolidays = true;
    expect(texts()[0]).toBe('vendredi 25 décembre_: fermé, Noël');
    expect(texts()[7]).toBe('vendredi 1er janvier_: fermé, jour de l’An');
    expect(form.comingDays[0]).toMatchObject({ day: '2026-12-25', because: 'holiday', closed: true });
    view.words.language = 'en';
    expect(texts()[0]).toBe('Friday, December 25: closed, Christmas');
    form.addException();
    Object.assign(draft.exceptions[0] ?? {}, { day: '2026-12-25', hours: [{ from: '10:00', to: '14:00' }] });
    expect(texts()[0]).toBe('Friday, December 25: 10:00_–__14:00, special day');
  });
});

test('hours are added as a day goes, and closing at midnight means the end of the day', () => {
  const week = [[], [{ from: '09:00', to: '12:00' }], []];
  copyDayBefore(week, 2);
  expect(week[2]).toEqual(week[1]);
  const hours: { from: string; to: string }[] = [];
  addStretch(hours);
  addStretch(hours);
  addStretch(hours);
  expect(hours).toEqual([
    { from: '09:00', to: '12:00' },
    { from: '14:00', to: '18:00' },
    { from: '18:00', to: '' },
  ]);
  expect([closingTyped('00:00'), closingTyped('18:00'), closingShown('24:00')]).toEqual(['24:00', '18:00', '00:00']);
});
