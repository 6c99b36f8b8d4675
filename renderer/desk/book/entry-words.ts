import type { Entry, Slot } from '../../../contract/book/entries.ts';
import type { Timeline } from '../../../contract/book/book-routes.ts';
import { clockText, dayText } from '../../words/clock-text.ts';
import { minutesText } from '../../words/wait-text.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { stationsText } from '../entry-text.ts';
import { minutesOf } from './booking-draft.svelte.ts';
import { entryFace, whatText } from './entry-face.ts';
import { dayAt } from './place-clock.ts';

type Stations = readonly Pick<Timeline['workstations'][number], 'id' | 'name'>[];

const zoneOf = (view: DeskView): string => view.feed.room?.zone ?? 'UTC';

/** A moment on the place’s clock: `14 h 05`. */
export const timeText = (at: number | string, view: DeskView): string =>
  clockText(new Date(at), zoneOf(view), view.words.language);

/** The same, without the zeros of a whole hour: `14 h`. */
export const hourText = (at: number | string, view: DeskView): string => timeText(at, view).replace(/\u00a000$/, '');

/** `mardi 24 novembre` */
export const dayName = (at: number | string, view: DeskView): string =>
  dayText(new Date(at), zoneOf(view), view.words.language);

/** A day of the calendar: `mardi 24 novembre`. */
export const dayWords = (day: string, view: DeskView): string =>
  dayText(new Date(`${day}T12:00:00Z`), 'UTC', view.words.language);

/** A day of the week that is looked at: `mardi 24`. */
export function weekdayWords(day: string, view: DeskView): string {
  const format = new Intl.DateTimeFormat(view.words.language, { weekday: 'long', timeZone: 'UTC' });
  return `${format.format(new Date(`${day}T12:00:00Z`))} ${Number(day.slice(-2))}`;
}

/** Two days in one breath: `23` and `29 novembre`, `30 novembre` and `6 décembre`. */
export function daysWords(first: string, last: string, view: DeskView): { from: string; to: string } {
  const whole = (day: string): string => dayWords(day, view).replace(/^[^\s]+ /, '');
  const oneMonth = view.words.language === 'fr' && first.slice(0, 7) === last.slice(0, 7);
  return { from: oneMonth ? (whole(first).split(' ')[0] ?? '') : whole(first), to: whole(last) };
}

/** From when to when; with its days where it is more than one: `14 h 00 – 16 h 00`. */
export function spanText({ startsAt, endsAt }: Pick<Entry, 'startsAt' | 'endsAt'>, view: DeskView): string {
  const zone = zoneOf(view);
  const oneDay = dayAt(Date.parse(startsAt), zone) === dayAt(Date.parse(endsAt) - 1, zone);
  const text = (at: string): string => (oneDay ? timeText(at, view) : `${dayName(at, view)}, ${timeText(at, view)}`);
  return view.words.say('entry.span', { from: text(startsAt), to: text(endsAt) });
}

export const lengthText = (entry: Entry, view: DeskView): string => minutesText(minutesOf(entry), view.words);

/** One line that says all: `Réservation, 14 h 30 – 15 h 30, Poste 2 : réservé`. */
export const entryLine = (entry: Entry, view: DeskView): string =>
  view.words.say('entry.at', { ...partsOf(entry, view), when: spanText(entry, view) });

/** The same where its day is not plain from what stands around: `Réservation, mardi 24 novembre, 14 h 30 – 15 h 30, …`. */
export const entryLineWithDay = (entry: Entry, view: DeskView): string =>
  view.words.say('entry.at', {
    ...partsOf(entry, view),
    when: `${dayName(entry.startsAt, view)}, ${spanText(entry, view)}`,
  });

/** What it is and when, when how it stands has just been said. */
export const entryTold = (entry: Entry, view: DeskView): string =>
  view.words.say('entry.told', {
    ...partsOf(entry, view),
    when: `${dayName(entry.startsAt, view)}, ${spanText(entry, view)}`,
  });

function partsOf(entry: Entry, view: DeskView): { what: string; where: string; standing: string } {
  return {
    what: whatText(entry, view.words),
    where: stationsText(entry, view.feed.room?.workstations ?? [], view.words),
    standing: view.words.say(entryFace(entry, view.now).word).toLowerCase(),
  };
}

/** A slot as people say it: `14 h 30 sur Poste 4`; `count` workstations are taken of those that are free. */
export function slotText(
  { startsAt, workstations }: Slot,
  asked: { count: number; withDay: boolean },
  view: DeskView,
): string {
  const names = namesText(workstations.slice(0, asked.count), view.feed.room?.workstations ?? [], view);
  const said = { time: timeText(startsAt, view), names };
  return asked.withDay
    ? view.words.say('booking.slot.day', { ...said, day: dayName(startsAt, view) })
    : view.words.say('booking.slot', said);
}

/** `Poste 4`, `Poste 4 et Poste 5` */
export function namesText(ids: readonly string[], stations: Stations, view: DeskView): string {
  const names = ids.map((id) => stations.find((station) => station.id === id)?.name ?? '');
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : view.words.say('booking.names', { names: names.slice(0, -1).join(', '), last });
}
