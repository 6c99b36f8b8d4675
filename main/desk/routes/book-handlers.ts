import { cellAt, cellFrom, type CellSpan, instantOfCell, spanOf } from '../../../contract/book/cells.ts';
import { Temporal } from 'temporal-polyfill';
import type { Timeline } from '../../../contract/book/book-routes.ts';
import type { BookingAnswer, Entry } from '../../../contract/book/entries.ts';
import { hoursOn } from '../../../contract/calendar/opening-rules.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import { normaliseCode, showCode } from '../../../contract/ticket-code.ts';
import type { Booked } from '../book/bookings.ts';
import type { EntryRow } from '../book/entry-rows.ts';
import { instantOf } from '../clock.ts';
import { boundsOf, dayOf, plainDayOf } from '../place-days.ts';
import type { Asker, RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

type BookRoute =
  | 'timeline.read'
  | 'entry.read'
  | 'slots.find'
  | 'booking.make'
  | 'booking.move'
  | 'booking.cancel'
  | 'booking.restore'
  | 'booking.find'
  | 'booking.excuse'
  | 'closure.make'
  | 'booking-rules.read'
  | 'booking-rules.write';

type BookHandlers = Pick<RouteHandlers, BookRoute>;

const mostDays = 42;

/** What facilitators read of the book and write into it. */
export function bookHandlers(parts: HandlerParts): BookHandlers {
  const { book, tickets, recorded } = parts;
  const { bookings } = book;
  const makerOf = (override: string | null, { account }: Asker) => ({ by: account, override });
  const viewed = (row: Result<EntryRow>): Result<{ entry: Entry }> =>
    row.ok ? ok({ entry: book.view(row.value) }) : row;
  const answered = (booked: Result<Booked>): Result<BookingAnswer> =>
    booked.ok ? ok(answerOf(booked.value, parts)) : booked;

  return {
    ...closureHandlers(parts),
    'timeline.read': (days) => timeline(days, parts),
    'entry.read': ({ entry }) => viewed(bookings.find(entry)),
    'slots.find': ({ from, to, ...wish }) => {
      const span = spanOfDays({ from, to }, parts);
      return span.ok ? ok({ slots: book.choice.slots(wish, span.value) }) : span;
    },
    'booking.make': async ({ wish, override }, asker) => {
      const startsAt = Date.parse(wish.startsAt);
      if (!isKnown(wish.workstation, parts)) return unknownWorkstation();
      return answered(ok(await bookings.make({ ...wish, startsAt }, makerOf(override, asker))));
    },
    'booking.move': async ({ entry, version, override, startsAt, ...to }, asker) => {
      if (!isKnown(to.workstation, parts)) return unknownWorkstation();
      const moved = { ...to, startsAt: Date.parse(startsAt) };
      return answered(await bookings.move({ entry, version }, moved, makerOf(override, asker)));
    },
    'booking.cancel': async (seen) => viewed(await bookings.cancel(seen)),
    'booking.restore': async (seen, asker) => answered(await bookings.restore(seen, makerOf(null, asker))),
    'booking.find': ({ code }) => {
      const normal = normaliseCode(code);
      if (!normal.ok) return normal;
      const ticket = tickets.idOf(normal.value);
      const entry = ticket === null ? null : book.entries.ofTicket(ticket);
      return entry === null ? failed('not-found', 'code', 'the code of a booking') : ok({ entry: book.view(entry) });
    },
    'booking.excuse': async ({ excused, ...seen }) => viewed(await bookings.excuse(seen, excused)),
    'booking-rules.read': () => ok(book.rules.read()),
    'booking-rules.write': (settings) => {
      book.rules.write(settings);
      if (!settings.keepsPeople) parts.people.removeAll();
      book.board.forget();
      recorded();
      return ok({});
    },
  };
}

const closureHandlers = (parts: HandlerParts): Pick<BookHandlers, 'closure.make'> => ({
  'closure.make': async ({ kind, title, startsAt, endsAt, workstations }, asker) => {
    const span = spanOf(Date.parse(startsAt), Date.parse(endsAt));
    if (span.from >= span.to) return failed('malformed', 'closure.make: endsAt', 'an end after the beginning');
    if (!workstations.every((one) => isKnown(one, parts))) return unknownWorkstation();
    const by = asker.account ?? '';
    const made = await parts.book.blocks.make({ kind, title, workshop: null, workstations, by, ...span });
    return ok(
      made.made
        ? { made: true, entry: parts.book.view(made.entry) }
        : { made: false, broken: [...made.broken], inTheWay: made.inTheWay.map((row) => parts.book.view(row)) },
    );
  },
});

const unknownWorkstation = () => failed('not-found', 'workstation', 'a workstation of this place');

const isKnown = (workstation: string | null, { settings }: HandlerParts): boolean =>
  workstation === null || settings.workstations.some(({ id }) => id === workstation);

function answerOf(booked: Booked, { book }: HandlerParts): BookingAnswer {
  if (!booked.made) return { made: false, broken: [...booked.broken], alternatives: [...booked.alternatives] };
  return { made: true, entry: book.view(booked.entry), codes: booked.codes?.map(showCode) ?? null };
}

/** Problem `malformed`: days that run backwards, or too many of them. */
function spanOfDays({ from, to }: { from: string; to: string }, { settings }: HandlerParts): Result<CellSpan> {
  const { zone } = settings.place;
  const span = { from: cellFrom(boundsOf(from, zone).from), to: cellAt(boundsOf(to, zone).to) };
  if (from > to) return failed('malformed', 'to', 'a last day that is not before the first');
  if (span.to - span.from > cellFrom(mostDays * 25 * 60 * 60_000)) {
    return failed('malformed', 'to', `at most ${mostDays} days`);
  }
  return ok(span);
}

function timeline(days: { from: string; to: string }, parts: HandlerParts): ReturnType<BookHandlers['timeline.read']> {
  const span = spanOfDays(days, parts);
  if (!span.ok) return span;
  const { book, clock, settings } = parts;
  const { zone } = settings.place;
  const now = cellAt(clock());
  return ok({
    zone,
    now: instantOf(clock()),
    days: daysOf(span.value, zone).map((day) => {
      const bounds = boundsOf(day, zone);
      const open = book.hours.spans({ from: cellFrom(bounds.from), to: cellAt(bounds.to) });
      const stretches = open.map(({ from, to }) => ({
        opensAt: instantOf(instantOfCell(from)),
        closesAt: instantOf(instantOfCell(to)),
      }));
      return { day, open: stretches, because: because(day, parts) };
    }),
    workstations: settings.workstations.map(({ id, name, room, features }) => {
      const from = parts.links.isOnLine(id) ? now : book.handovers.ownFrom(id);
      return { id, name, room, features, promisableFrom: from <= now ? null : farthest(from) };
    }),
    entries: book.entries.between(span.value).map((row) => book.view(row)),
  });
}

function because(day: string, { rules }: HandlerParts): Timeline['days'][number]['because'] {
  const opening = rules.opening();
  if (opening === null) return null;
  const hours = hoursOn(opening, { day, weekday: Temporal.PlainDate.from(day).dayOfWeek });
  if (hours.because === 'week') return null;
  return hours.because === 'holiday'
    ? { kind: 'holiday', name: hours.holiday }
    : { kind: hours.because, name: hours.name };
}

const farCell = cellAt(Date.parse('9999-12-31T00:00:00.000Z'));

/** A kiosk that never came gives nothing away as far as anybody can see. */
const farthest = (cell: number): string => instantOf(instantOfCell(Math.min(cell, farCell)));

function daysOf({ from, to }: CellSpan, zone: string): string[] {
  const first = plainDayOf(instantOfCell(from), zone);
  const last = dayOf(instantOfCell(to) - 1, zone);
  const count = first.until(last).days + 1;
  return Array.from({ length: count }, (_, ahead) => first.add({ days: ahead }).toString());
}
