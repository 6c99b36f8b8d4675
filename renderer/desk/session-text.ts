import type { Entry } from '../../contract/book/entries.ts';
import { clockText, dayText } from '../words/clock-text.ts';
import type { DeskView } from './desk-view.svelte.ts';

type Span = Pick<Entry, 'startsAt' | 'endsAt'>;

const zoneOf = (view: DeskView): string => view.feed.room?.zone ?? 'UTC';

/** The day on which it begins, as the place’s calendar has it: `mardi 24 novembre`. */
export const dayOf = ({ startsAt }: Span, view: DeskView): string =>
  dayText(new Date(startsAt), zoneOf(view), view.words.language);

/** From when to when, on the place’s clock: `14 h 00 – 16 h 00`. */
export function hoursOf({ startsAt, endsAt }: Span, view: DeskView): string {
  const clock = (instant: string): string => clockText(new Date(instant), zoneOf(view), view.words.language);
  return view.words.say('date.when', { from: clock(startsAt), to: clock(endsAt) });
}
