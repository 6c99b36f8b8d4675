import type { OpeningRules } from '../../contract/calendar/opening-rules.ts';
import type { Territory } from '../../contract/calendar/holidays.ts';
import type { PlaceSettings } from '../../contract/desk-routes.ts';
import { closedWeek, copyOfDay, copyOfWeek, type StretchDraft, type WeekDraft } from './week-draft.ts';

/** Days are `2026-12-25`, or empty as long as the field is. */
export interface SeasonDraft {
  name: string;
  from: string;
  to: string;
  week: WeekDraft;
}

export interface ExceptionDraft {
  day: string;
  /** None: closed. */
  hours: StretchDraft[];
  reason: string;
  /** As it came from the desk: a day that is being typed may pass through the past and must not move meanwhile. */
  readonly past: boolean;
}

/** When the place is open, as fields; what is switched off keeps what was typed. */
export interface OpeningDraft {
  keepsHours: boolean;
  week: WeekDraft;
  seasons: SeasonDraft[];
  exceptions: ExceptionDraft[];
  closesOnHolidays: boolean;
  territory: Territory;
}

type Kept = Pick<PlaceSettings, 'week' | 'seasons' | 'exceptions' | 'closedOnHolidays'>;

/** In the order of their days; what has none yet stands at the end, where it was added. */
export const byDay = (one: { readonly day: string }, other: { readonly day: string }): number =>
  Number(one.day === '') - Number(other.day === '') || one.day.localeCompare(other.day);

/** What the desk keeps, as fields. `today`: in the place's calendar. */
export const openingDraftOf = ({ week, seasons, exceptions, closedOnHolidays }: Kept, today: string): OpeningDraft => ({
  keepsHours: week !== null,
  week: week === null ? closedWeek() : copyOfWeek(week),
  seasons: seasons.map((season) => ({ ...season, week: copyOfWeek(season.week) })),
  exceptions: exceptions
    .map(({ day, hours, reason }) => ({ day, hours: copyOfDay(hours), reason, past: day < today }))
    .sort(byDay),
  closesOnHolidays: closedOnHolidays !== null,
  territory: closedOnHolidays ?? 'metropole',
});

/** As the desk is asked to keep it; not yet known to be right. Without hours, what differs from them stays as it was: nobody sees it. */
export const openingOf = (draft: OpeningDraft, kept: Kept): OpeningRules | Kept =>
  draft.keepsHours
    ? {
        week: draft.week,
        seasons: draft.seasons,
        exceptions: draft.exceptions.map(({ day, hours, reason }) => ({ day, hours, reason })),
        closedOnHolidays: draft.closesOnHolidays ? draft.territory : null,
      }
    : { week: null, seasons: kept.seasons, exceptions: kept.exceptions, closedOnHolidays: kept.closedOnHolidays };

/** The first other season that shares days with it; null = none does. */
export function overlapping({ seasons }: OpeningDraft, index: number): SeasonDraft | null {
  const own = seasons[index];
  if (own === undefined || !isSpan(own)) return null;
  return (
    seasons.find((other, at) => at !== index && isSpan(other) && own.from <= other.to && other.from <= own.to) ?? null
  );
}

/** Both days are there, in their order. */
export const isSpan = ({ from, to }: Pick<SeasonDraft, 'from' | 'to'>): boolean => from !== '' && from <= to;

/** Is the day of this exception that of another one, too? */
export const isTwice = ({ exceptions }: OpeningDraft, { day }: ExceptionDraft): boolean =>
  day !== '' && exceptions.filter((other) => other.day === day).length > 1;

/** The contract says of a whole list that some in it clash; people need to see which. Paths such as `seasons.1.overlap`, `exceptions.0.twice`. */
export function clashes(draft: OpeningDraft): string[] {
  if (!draft.keepsHours) return [];
  return [
    ...draft.seasons.flatMap((_, index) => (overlapping(draft, index) === null ? [] : [`seasons.${index}.overlap`])),
    ...draft.exceptions.flatMap((one, index) => (isTwice(draft, one) ? [`exceptions.${index}.twice`] : [])),
  ];
}
