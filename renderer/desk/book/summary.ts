import type { DeskView } from '../desk-view.svelte.ts';
import type { DeskWords } from '../desk-words.ts';
import { instantOfCell } from '../../../contract/book/cells.ts';
import { isStanding } from './day-rows.ts';
import type { Because, DayGrid } from './day-grid.ts';
import { hourText } from './entry-words.ts';
import type { Planner } from './planner.svelte.ts';

/** One line under the title: `ouvert 9 h 00 – 12 h 00, 14 h 00 – 18 h 00 · 12 réservations · 1 absence`. */
export function daySummary(planner: Planner, view: DeskView): string {
  const entries = planner.timeline?.entries ?? [];
  const { words } = view;
  const bookings = entries.filter((entry) => entry.kind === 'booking' && isStanding(entry)).length;
  const absent = entries.filter(({ standing }) => standing === 'no-show').length;
  return [
    ...(planner.board !== null && planner.days.length === 1 ? [hoursText(planner.board.grid, view)] : []),
    words.say('book.bookings', { count: bookings }),
    ...(absent > 0 ? [words.say('book.absent', { count: absent })] : []),
  ].join(' · ');
}

/** Why the hours are not the usual ones, in the words of the calendar or of the place; null = they are. */
export const becauseText = (because: Because, words: DeskWords): string | null =>
  because === null ? null : because.kind === 'holiday' ? words.say(`holiday.${because.name}`) : because.name;

/** When the place is open that day, and why not as usual. */
export function hoursText({ open, because }: DayGrid, view: DeskView): string {
  const { words } = view;
  const hours = open
    .map(({ from, to }) =>
      words.say('entry.span', { from: hourText(instantOfCell(from), view), to: hourText(instantOfCell(to), view) }),
    )
    .join(', ');
  const why = becauseText(because, words);
  if (open.length === 0)
    return why === null ? words.say('book.closed') : words.say('book.closed.because', { because: why });
  return why === null ? words.say('book.open', { hours }) : words.say('book.open.because', { because: why, hours });
}
