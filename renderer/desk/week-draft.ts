import type { Week } from '../../contract/calendar/opening-rules.ts';
import type { DeskWord } from './desk-words.ts';

/** Opening hours while they are being typed: a time is empty as long as its field is. */
export interface StretchDraft {
  from: string;
  to: string;
}

/** Monday first. */
export type WeekDraft = StretchDraft[][];

export const mostStretches = 6;

export const closedWeek = (): WeekDraft => Array.from({ length: 7 }, () => []);

export const copyOfDay = (hours: readonly StretchDraft[]): StretchDraft[] =>
  hours.map(({ from, to }) => ({ from, to }));

export const copyOfWeek = (week: Week | WeekDraft): WeekDraft => week.map(copyOfDay);

/** One stretch more: a morning, then an afternoon, then whatever follows. */
export function addStretch(hours: StretchDraft[]): void {
  const last = hours.at(-1)?.to ?? '';
  if (last === '') hours.push({ from: '09:00', to: '12:00' });
  else if (last < '14:00') hours.push({ from: '14:00', to: '18:00' });
  else hours.push({ from: last === midnight ? '' : last, to: '' });
}

/** Most days are like the one before. */
export function copyDayBefore(week: WeekDraft, day: number): void {
  week[day] = copyOfDay(week[day - 1] ?? []);
}

const midnight = '24:00';

/** A field knows midnight as the beginning of a day only; whoever closes then means its end. */
export const closingTyped = (time: string): string => (time === '00:00' ? midnight : time);
export const closingShown = (time: string): string => (time === midnight ? '00:00' : time);

/** What is wrong with the hours at a path such as `week.2`; null = nothing. */
export function hoursFault(faults: readonly string[], path: string): DeskWord | null {
  if (faults.includes(path)) return 'settings.hours.fault.order';
  return faults.some((fault) => fault.startsWith(`${path}.`)) ? 'settings.hours.fault' : null;
}
