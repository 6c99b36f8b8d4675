import type { Slip } from './slip.ts';

type On = Pick<Slip, 'language' | 'zone'>;

/** As in Europe: the day before the month, and 24 hours. */
const localeOf = ({ language }: On): string => (language === 'en' ? 'en-GB' : language);

/** The time of day; French: `14 h 05`, which no line break parts. */
export function timeText(instant: number, on: On): string {
  const isFrench = on.language === 'fr';
  const text = new Intl.DateTimeFormat(localeOf(on), {
    timeZone: on.zone,
    hour: isFrench ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant);
  return isFrench ? text.replace(':', '\u00a0h\u00a0') : text;
}

/** The day in full: `mardi 1er décembre 2026`, `Tuesday 1 December 2026`. */
export function dayText(instant: number, on: On): string {
  const parts = new Intl.DateTimeFormat(localeOf(on), {
    timeZone: on.zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).formatToParts(instant);
  const [weekday, day, month, year] = (['weekday', 'day', 'month', 'year'] as const).map(
    (type) => parts.find((part) => part.type === type)?.value ?? '',
  );
  const number = on.language === 'fr' && day === '1' ? '1er' : day;
  return `${weekday} ${number}\u00a0${month} ${year}`;
}

export const minutesText = (minutes: number, on: On): string =>
  new Intl.NumberFormat(localeOf(on), { style: 'unit', unit: 'minute', unitDisplay: 'long' })
    .format(minutes)
    .replace(' ', '\u00a0');

/** The last minute before an instant: people read "23 h 59 today" as they mean it, and "0 h 00" as yesterday or tomorrow. */
export const lastMinuteBefore = (instant: number): number => instant - 60_000;
