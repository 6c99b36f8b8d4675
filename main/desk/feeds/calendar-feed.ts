import ical, { escape, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { zoneBlock } from './zone-block.ts';

/** One line of a calendar. Instants in epoch milliseconds. Nothing here is anybody's name. */
export interface FeedEntry {
  /** The same for as long as the entry lives, whatever changes. */
  readonly uid: string;
  /** Rises with each change, so that calendars take the newer one. */
  readonly sequence: number;
  readonly isCancelled: boolean;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly changedAt: number;
  readonly summary: string;
  readonly location: string;
}

export interface Feed {
  readonly name: string;
  /** IANA zone of the place: times stand on its wall clock. */
  readonly zone: string;
  readonly entries: readonly FeedEntry[];
}

const yearMs = 366 * 24 * 60 * 60_000;
const refreshSeconds = 15 * 60;

/** A calendar as `text/calendar`, the same bytes for the same entries. What was cancelled stays in it as cancelled: calendars that have it must hear. */
export function calendarFeed({ name, zone, entries }: Feed): string {
  const calendar = ical({
    // The library escapes the texts of events, but not the name of the calendar.
    name: escape(printable(name).replaceAll(/\s+/gu, ' '), false),
    prodId: { company: 'Escale', product: 'desk', language: 'FR' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
  });
  for (const entry of entries) {
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      status: entry.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      ...timesOf(entry, zone),
      stamp: Temporal.Instant.fromEpochMilliseconds(entry.changedAt),
      lastModified: Temporal.Instant.fromEpochMilliseconds(entry.changedAt),
      summary: printable(entry.summary),
      location: printable(entry.location),
    });
  }
  // The calendar itself has no zone: the library would write its stamps, which are UTC, on the zone's clock.
  const text = calendar.toString();
  const first = text.search(/^(BEGIN:VEVENT|END:VCALENDAR)/m);
  return `${text.slice(0, first)}${zoneBlock(zone, spanOf(entries))}\r\n${text.slice(first)}\r\n`;
}

/** The format has no control characters but the line break and the tab. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}--[\n\t]]/gv, '');

/** On the place's clock; in UTC where the clock says a time twice, since readers take it for the one or the other. */
function timesOf({ startsAt, endsAt }: FeedEntry, zone: string) {
  return isToldOnce(startsAt, zone) && isToldOnce(endsAt, zone)
    ? { start: wallAt(startsAt, zone), end: wallAt(endsAt, zone), timezone: zone }
    : { start: new Date(startsAt), end: new Date(endsAt) };
}

function isToldOnce(instant: number, zone: string): boolean {
  const wall = wallAt(instant, zone).toPlainDateTime();
  const [first, second] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  );
  return first !== undefined && second !== undefined && first.equals(second);
}

const wallAt = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

function spanOf(entries: readonly FeedEntry[]): { from: number; to: number } {
  const from = Math.min(...entries.map(({ startsAt }) => startsAt));
  const to = Math.max(...entries.map(({ endsAt }) => endsAt));
  return Number.isFinite(from) ? { from, to } : { from: 0, to: yearMs };
}
