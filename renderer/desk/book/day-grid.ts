import type { Timeline } from '../../../contract/book/book-routes.ts';
import { type CellSpan, cellsFor, overlap, spanOf, spanWithin } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import { cellsOfDay, instantAt, wholeHours } from './place-clock.ts';

/** A holiday, a season or an exception; null on a day as any other of its name. */
export type Because = Timeline['days'][number]['because'];

/** The columns of one day, in cells of five minutes. */
export interface DayGrid {
  readonly day: string;
  readonly zone: string;
  /** From one hour before the place opens to one hour after it closes, and as far as people are there; whole hours of the wall clock. */
  readonly span: CellSpan;
  /** The whole day, beyond which nothing is drawn. */
  readonly bounds: CellSpan;
  readonly open: readonly CellSpan[];
  /** What is left of `span`. */
  readonly closed: readonly CellSpan[];
  /** Why the hours are not the usual ones; null on an ordinary day. */
  readonly because: Because;
}

const aroundHours = cellsFor(60);

/** A day on which the place is closed is drawn as if it were open then: somebody may have to see what stands there. */
const usualHours = ['09:00', '18:00'] as const;

export const spanOfEntry = ({ startsAt, endsAt }: Pick<Entry, 'startsAt' | 'endsAt'>): CellSpan =>
  spanOf(Date.parse(startsAt), Date.parse(endsAt));

/** Null when the timeline does not tell of the day. */
export function dayGrid(timeline: Timeline, day: string): DayGrid | null {
  const told = timeline.days.find((one) => one.day === day);
  if (told === undefined) return null;
  const { zone } = timeline;
  const bounds = cellsOfDay(day, zone);
  const open = told.open.map(({ opensAt, closesAt }) => spanWithin(Date.parse(opensAt), Date.parse(closesAt)));
  const stretches = [
    ...(open.length === 0 ? [usualSpan(day, zone)] : open).map(({ from, to }) => ({
      from: from - aroundHours,
      to: to + aroundHours,
    })),
    ...timeline.entries
      .filter(({ kind }) => kind !== 'closure' && kind !== 'maintenance')
      .map(spanOfEntry)
      .filter((span) => overlap(span, bounds)),
  ];
  const all = {
    from: Math.max(bounds.from, Math.min(...stretches.map(({ from }) => from))),
    to: Math.min(bounds.to, Math.max(...stretches.map(({ to }) => to))),
  };
  const span = wholeHours(all, zone);
  return { day, zone, span, bounds, open, closed: without(span, open), because: told.because };
}

const usualSpan = (day: string, zone: string): CellSpan =>
  spanOf(instantAt(day, usualHours[0], zone) ?? 0, instantAt(day, usualHours[1], zone) ?? 0);

/** What is left of a span when others, sorted and apart, are taken out of it. */
export function without({ from, to }: CellSpan, others: readonly CellSpan[]): CellSpan[] {
  const edges = [from, ...others.flatMap((one) => [one.from, one.to]), to].map((cell) =>
    Math.min(to, Math.max(from, cell)),
  );
  return Array.from({ length: edges.length / 2 }, (_, index) => ({
    from: edges[index * 2] ?? to,
    to: edges[index * 2 + 1] ?? to,
  })).filter((gap) => gap.from < gap.to);
}

/** Where a span lies among the columns, in per cent of their width; cut off at their edges. */
export function placeIn(columns: CellSpan, { from, to }: CellSpan): { readonly from: number; readonly width: number } {
  const percent = (cell: number): number =>
    ((Math.min(columns.to, Math.max(columns.from, cell)) - columns.from) / (columns.to - columns.from)) * 100;
  return { from: percent(from), width: percent(to) - percent(from) };
}

/** The cells at which an hour of the wall clock begins. */
export function hoursOf({ span }: DayGrid): number[] {
  const hour = cellsFor(60);
  return Array.from({ length: Math.ceil((span.to - span.from) / hour) }, (_, index) => span.from + index * hour);
}

export const isOpenAt = ({ open }: DayGrid, cell: number): boolean =>
  open.some(({ from, to }) => from <= cell && cell < to);
