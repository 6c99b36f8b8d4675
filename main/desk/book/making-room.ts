import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import { failed, ok, type Result } from '../../../contract/problem.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { timeOf } from '../place-days.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { Book } from './book.ts';
import type { EntryRow } from './entry-rows.ts';

export interface MakingRoomParts {
  readonly settings: DeskSettings;
  readonly book: Book;
  readonly room: Pick<LiveRoom, 'isFreeAt'>;
}

/** A session that goes on where it is; instants in milliseconds since 1970. */
export interface GoingOn {
  readonly workstation: string;
  /** The ticket that it was opened with. */
  readonly ticket: string | null;
  readonly endsAt: number;
  readonly until: number;
  /** The account that wants it. */
  readonly by: string | null;
}

interface Move {
  readonly row: EntryRow;
  readonly from: string;
}

const override = 'a session goes on there';

/** Bookings that a longer session would reach into go to other workstations first, or it does not go on: nobody is promised a cell twice. */
export class MakingRoom {
  readonly #parts: MakingRoomParts;

  constructor(parts: MakingRoomParts) {
    this.#parts = parts;
  }

  /** Problem `not-now`: names what cannot be moved. What could be moved before it stays there: it has its time either way. */
  async clear(session: GoingOn): Promise<Result<null>> {
    const inTheWay = this.#inTheWay(session);
    const fixed = inTheWay.find(
      (row) => !isMovable(row) || this.#elsewhere({ row, from: session.workstation }) === null,
    );
    if (fixed !== undefined) return this.#cannotBeMoved(fixed);
    for (const row of inTheWay) {
      if (!(await this.#move({ row, from: session.workstation }, session.by))) return this.#cannotBeMoved(row);
    }
    return ok(null);
  }

  #inTheWay({ workstation, ticket, endsAt, until }: GoingOn): EntryRow[] {
    const { board, entries } = this.#parts.book;
    const span = { from: cellAt(endsAt), to: cellFrom(until) };
    const lapsed = new Set(board.lapsed(workstation, span).map(({ id }) => id));
    return board
      .within(workstation, span)
      .filter(({ id }) => !lapsed.has(id))
      .flatMap(({ id, entry }) => {
        const row = entries.find(entry);
        const hold = row?.holds.find((one) => one.id === id);
        const isOwn = hold !== undefined && (hold.arrivedAt !== null || (ticket !== null && hold.ticket === ticket));
        return row === null || isOwn ? [] : [row];
      });
  }

  /** Again somewhere else when the kiosk there does not hand its cells over. */
  async #move(move: Move, by: string | null): Promise<boolean> {
    const { bookings } = this.#parts.book;
    const { id, from, to } = move.row;
    const startsAt = instantOfCell(from);
    const minutes = (instantOfCell(to) - startsAt) / 60_000;
    const refused = new Set<string>();
    for (;;) {
      const workstation = this.#elsewhere(move, refused);
      const seen = bookings.find(id);
      if (workstation === null || !seen.ok) return false;
      // A move that was taken back is a change, too: the version is that of now.
      const { version } = seen.value;
      const moved = await bookings.move({ entry: id, version }, { startsAt, minutes, workstation }, { by, override });
      if (!moved.ok) return false;
      if (moved.value.made) return true;
      refused.add(workstation);
    }
  }

  /** A workstation that is free for all of it and has what this one has: whether it was chosen for that nobody wrote down. */
  #elsewhere({ row, from }: Move, refused: ReadonlySet<string> = new Set()): string | null {
    const { settings, book, room } = this.#parts;
    const features = settings.workstations.find(({ id }) => id === from)?.features ?? [];
    const lost = settings.workstations.filter(({ id }) => !room.isFreeAt(id, instantOfCell(row.from)));
    const passedOver = new Set([from, ...refused, ...lost.map(({ id }) => id)]);
    const chosen = book.choice.choose(row, { workstation: null, features, together: 1, passedOver }, true);
    return chosen.found ? (chosen.workstations[0] ?? null) : null;
  }

  #cannotBeMoved({ kind, from, title }: EntryRow): Result<never> {
    const at = timeOf(instantOfCell(from), this.#parts.settings.place.zone);
    const named = title === null ? `${kind} at ${at}` : `${kind} at ${at} (${title})`;
    return failed('not-now', named, 'an end before it, or another workstation for it first');
  }
}

/** Several side by side are a facilitator's to move. */
const isMovable = ({ kind, state, holds }: EntryRow): boolean =>
  kind === 'booking' && state === 'confirmed' && holds.length === 1;
