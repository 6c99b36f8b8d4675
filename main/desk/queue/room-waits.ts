import { cellAt, instantOfCell, type CellSpan } from '../../../contract/book/cells.ts';
import type { Stretch, Taken, WaitLane, WaitRoom } from '../../../contract/book/wait-estimate.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Book } from '../book/book.ts';
import type { EntryRow } from '../book/entry-rows.ts';
import type { Clock } from '../clock.ts';
import { boundsOf, dayOf } from '../place-days.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RuleBook } from '../rules/rule-book.ts';

export interface RoomWaitsParts {
  readonly settings: DeskSettings;
  readonly book: Book;
  readonly room: LiveRoom;
  readonly rules: RuleBook;
  readonly clock: Clock;
}

type LaneTaken = Taken & { readonly workstation: string };

/** Nobody knows when there will be somebody who can use it. */
const unknown: ReadonlySet<string> = new Set(['silent', 'out-of-service', 'maintenance']);

/** A session that runs has an end, or nobody can say. */
const timed: ReadonlySet<string> = new Set(['active', 'paused']);

/** Somebody is still there, or what they left is; each lasts less than a minute. */
const leaving: ReadonlySet<string> = new Set(['ending', 'wiping']);

const certainKinds: ReadonlySet<EntryRow['kind']> = new Set(['workshop', 'closure', 'maintenance']);

/** The room as somebody who waits must see it: who sits where until when at the most, and what is promised after that, until the end of the day. */
export class RoomWaits {
  readonly #parts: RoomWaitsParts;

  constructor(parts: RoomWaitsParts) {
    this.#parts = parts;
  }

  read(): WaitRoom {
    const { settings, book, rules, clock } = this.#parts;
    const now = clock();
    const { zone } = settings.place;
    const today: CellSpan = { from: cellAt(now), to: cellAt(boundsOf(dayOf(now, zone), zone).to) };
    const taken = this.#taken(today);
    const { bookingMarginMinutes: marginMinutes, shortestMinutes } = rules.read();
    return {
      ...{ now, marginMinutes, shortestMinutes, offerMinutes: book.rules.read().offerMinutes },
      open: book.hours.spans(today).map(instants),
      lanes: settings.workstations.map(({ id, features }): WaitLane => ({
        features,
        seatedUntil: this.#seatedUntil(id, now),
        taken: taken.filter(({ workstation }) => workstation === id),
      })),
    };
  }

  #seatedUntil(workstation: string, now: number): number | null {
    const { room } = this.#parts;
    const phase = room.phaseOf(workstation);
    const session = room.sessionOn(workstation);
    const isEndless = timed.has(phase) && session !== null && room.endOf(workstation, session) === null;
    if (unknown.has(phase) || isEndless) return null;
    const until = room.seatedUntil(workstation) ?? now;
    return leaving.has(phase) ? Math.max(until, now + 1) : until;
  }

  #taken(today: CellSpan): LaneTaken[] {
    const { book } = this.#parts;
    return book.entries.between(today).flatMap((row) => this.#holding(row, today.from));
  }

  /** What an entry still takes: not what a session that runs takes (the room knows its end), nor what nobody came for. */
  #holding({ kind, holds }: EntryRow, nowCell: number): LaneTaken[] {
    const { graceCells } = this.#parts.book;
    const certain = certainKinds.has(kind);
    return holds
      .filter(({ releasedAt }) => releasedAt === null)
      .filter(({ arrivedAt }) => certain || arrivedAt === null)
      .filter(({ from, releaseCell }) => nowCell < (releaseCell ?? (kind === 'booking' ? from + graceCells : Infinity)))
      .map(({ workstation, from, to }) => ({
        ...{ workstation, certain, from: instantOfCell(from) },
        // Who comes late stays as long, where nothing follows.
        to: instantOfCell(to + (kind === 'booking' ? graceCells : 0)),
      }));
  }
}

const instants = ({ from, to }: CellSpan): Stretch => ({ from: instantOfCell(from), to: instantOfCell(to) });
