import { cellAt, cellMs, instantOfCell } from '../../../contract/book/cells.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Clock } from '../clock.ts';
import type { FactStore } from '../link/fact-store.ts';
import { boundsOf } from '../place-days.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { Stretch } from './day-minutes.ts';
import type { DayRecords, HeldWorkshop } from './day-records.ts';
import type { Outages } from './outages.ts';
import type { Presence } from './presence.ts';

export interface ArchiveParts {
  readonly store: Store;
  readonly facts: FactStore;
  readonly tickets: TicketBook;
  readonly rules: Pick<RuleBook, 'openBetween'>;
  readonly outages: Pick<Outages, 'between'>;
  readonly presence: Pick<Presence, 'between'>;
  /** Cells that a booking waits for its holder. */
  readonly graceCells: () => number;
  readonly settings: Pick<DeskSettings, 'place' | 'workstations'>;
  readonly clock: Clock;
}

interface PlaceOnDay {
  readonly workstations: readonly string[];
  readonly open: readonly Stretch[] | null;
}

interface HoldTaken {
  readonly workstation: string;
  readonly from_cell: number;
  readonly to_cell: number;
  readonly released_at: number | null;
}

/**
 * The place's own records of one day, brought together for counting. Asked every few seconds while people come and go: what the book holds is looked for
 * from the day's end of it, which `CROSS JOIN` and a plus tell SQLite, and not through all that ever was.
 */
export class DayArchive {
  readonly #parts: ArchiveParts;

  constructor(parts: ArchiveParts) {
    this.#parts = parts;
  }

  /** `isOver`: the day has ended; what the place was then is not judged by what it is now. */
  recordsOf(day: string, isOver: boolean): DayRecords {
    const { facts, tickets, outages, presence, settings, clock } = this.#parts;
    const { zone } = settings.place;
    const span = boundsOf(day, zone);
    const now = clock();
    return {
      ...{ zone, day, now, ...this.#placeOn(day, { span, isOver }) },
      facts: facts.between(span.from, span.to),
      presence: presence.between(span),
      outages: [...outages.between(span), ...this.#repairs(span)],
      closures: this.#blocks('closure', span),
      ticketsGiven: tickets.countGiven(span.from, span.to),
      ...this.#queueOn(day, isOver),
      ...this.#bookingsIn(span, now),
      workshops: this.#workshopsIn({ from: span.from, to: Math.min(span.to, now) }),
    };
  }

  #placeOn(day: string, { span, isOver }: { span: Stretch; isOver: boolean }): PlaceOnDay {
    const { store, settings, rules } = this.#parts;
    const known = prepared<[string], { workstations: string; open: string | null }>(
      store,
      'SELECT workstations, open FROM counted_days WHERE day = ?',
    ).get(day);
    if (known !== undefined && isOver) {
      return {
        workstations: JSON.parse(known.workstations) as string[],
        open: known.open === null ? null : (JSON.parse(known.open) as Stretch[]),
      };
    }
    const open = rules
      .openBetween(span.from, span.to)
      ?.map(({ opensAt, closesAt }) => ({ from: opensAt, to: closesAt }));
    const place = { workstations: settings.workstations.map(({ id }) => id), open: open ?? null };
    prepared(store, 'INSERT OR REPLACE INTO counted_days (day, workstations, open) VALUES (?, ?, ?)').run(
      day,
      JSON.stringify(place.workstations),
      open === undefined ? null : JSON.stringify(open),
    );
    return place;
  }

  #repairs(span: Stretch): DayRecords['outages'] {
    return this.#blocks('maintenance', span).map((block) => ({ ...block, kind: 'maintenance' }));
  }

  /** What entries of this kind took out of use, and until when: one that was taken back, or moved away, did so until then. */
  #blocks(kind: 'closure' | 'maintenance', { from, to }: Stretch): DayRecords['closures'] {
    return prepared<[object], HoldTaken>(
      this.#parts.store,
      `SELECT holds.workstation, holds.from_cell, holds.to_cell, released_at FROM entries CROSS JOIN holds ON holds.entry = entries.id
         WHERE kind = :kind AND state <> 'pending' AND provisional = 0 AND entries.to_cell > :from
           AND holds.to_cell > :from AND holds.from_cell < :to`,
    )
      .all({ kind, from: cellAt(from), to: cellAt(to) })
      .map(({ workstation, from_cell, to_cell, released_at }) => ({
        workstation,
        from: instantOfCell(from_cell),
        to: Math.min(instantOfCell(to_cell), released_at ?? Infinity),
      }));
  }

  /** A number that still waits when the day is over has gone home. */
  #queueOn(day: string, isOver: boolean): Pick<DayRecords, 'waits' | 'queueLeft'> {
    const rows = prepared<[string], { state: string; joined_at: number; closed_at: number | null }>(
      this.#parts.store,
      'SELECT state, joined_at, closed_at FROM queue WHERE day = ?',
    ).all(day);
    const placed = rows.filter(({ state }) => state === 'placed');
    const left = isOver ? rows.length - placed.length : rows.filter(({ state }) => state === 'left').length;
    return {
      waits: placed.map(({ joined_at, closed_at }) => Math.max(0, (closed_at ?? joined_at) - joined_at)),
      queueLeft: left,
    };
  }

  /** Those of which the time to come is over, so that a booking is never a no-show before it is one. Who is excused has not failed to come. */
  #bookingsIn({ from, to }: Stretch, now: number): Pick<DayRecords, 'bookings' | 'noShows'> {
    const row = prepared<[object], { bookings: number; missed: number | null }>(
      this.#parts.store,
      `SELECT count(*) AS bookings,
           sum(excused = 0 AND NOT EXISTS (SELECT 1 FROM holds WHERE entry = entries.id AND arrived_at IS NOT NULL)) AS missed
         FROM entries WHERE kind = 'booking' AND state = 'confirmed' AND to_cell > :from AND from_cell >= :from
           AND from_cell < :to AND from_cell <= :due`,
    ).get({ from: cellAt(from), to: cellAt(to), due: cellAt(now) - this.#parts.graceCells() });
    return { bookings: row?.bookings ?? 0, noShows: row?.missed ?? 0 };
  }

  /** Who had a seat, or waited for one, when the session was over; whoever came had one. */
  #workshopsIn({ from, to }: Stretch): HeldWorkshop[] {
    return prepared<[object], HeldWorkshop>(
      this.#parts.store,
      `WITH places AS (
         SELECT entries.id, seats, coalesce(present, 0) AS came, coalesce(seated_at < to_cell * :cell, 0) AS seated,
             coalesce(registrations.made_at < to_cell * :cell AND coalesce(left_at >= to_cell * :cell, 1), 0) AS listed
           FROM entries JOIN workshops ON workshops.id = entries.workshop
             LEFT JOIN registrations ON registrations.workshop = workshops.id
             LEFT JOIN attendance ON attendance.registration = registrations.id AND attendance.entry = entries.id
           WHERE entries.kind = 'workshop' AND state = 'confirmed' AND to_cell > :from AND from_cell >= :from AND from_cell < :to)
       SELECT seats, sum(came OR (listed AND seated)) AS registered, sum(listed AND NOT seated AND NOT came) AS waiting, sum(came) AS present
         FROM places GROUP BY +id`,
    ).all({ cell: cellMs, from: cellAt(from), to: cellAt(to) });
  }
}
