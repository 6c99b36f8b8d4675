import { type CellSpan, instantOfCell } from '../../../contract/book/cells.ts';
import type { BookingRule, EntryKind } from '../../../contract/book/entries.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { Board } from './board.ts';
import type { EntryRow } from './entry-rows.ts';
import type { EntryStore } from './entry-store.ts';
import type { GroupedWrites } from './grouped-writes.ts';
import type { TakingOver } from './taking-over.ts';

export interface BlocksParts {
  readonly entries: EntryStore;
  readonly board: Board;
  readonly tickets: TicketBook;
  readonly writes: GroupedWrites;
  readonly takingOver: TakingOver;
  readonly changed: () => void;
}

/** Several workstations for the same time, all or none. */
export interface Block extends CellSpan {
  readonly kind: Extract<EntryKind, 'closure' | 'maintenance' | 'workshop'>;
  readonly title: string;
  readonly workshop: string | null;
  readonly workstations: readonly string[];
  /** The account that makes it. */
  readonly by: string;
}

export type BlockMade =
  | { readonly made: true; readonly entry: EntryRow }
  | { readonly made: false; readonly broken: readonly BookingRule[]; readonly inTheWay: readonly EntryRow[] };

/** Closures, repairs and the sessions of workshops: what takes workstations whoever is in the room, in one write or not at all. */
export class Blocks {
  readonly #parts: BlocksParts;

  constructor(parts: BlocksParts) {
    this.#parts = parts;
  }

  /**
   * A workshop is a promise to its visitors: each kiosk must hand its cells over. A closure promises nothing to anybody, and is made for the very
   * workstations that are silent.
   */
  async make(block: Block): Promise<BlockMade> {
    const { entries, writes, takingOver, changed } = this.#parts;
    const made = await writes.write(() => this.#place(block));
    if (!made.made) return made;
    changed();
    const kept = block.kind === 'workshop' ? await takingOver.kept(block) : [];
    const entry = await writes.write(() => {
      if (kept.length === 0) entries.confirm(made.entry.id);
      else entries.cancel(made.entry);
      return entries.find(made.entry.id);
    });
    changed();
    if (entry === null) throw new Error('an entry is gone that was just made');
    return kept.length === 0 ? { made: true, entry } : { made: false, broken: ['not-handed-over'], inTheWay: [] };
  }

  #place(block: Block): BlockMade {
    const { entries, board } = this.#parts;
    const inTheWay = block.workstations.flatMap((workstation) => {
      const lapsed = new Set(board.lapsed(workstation, block).map(({ id }) => id));
      return board.within(workstation, block).filter(({ id }) => !lapsed.has(id));
    });
    if (inTheWay.length > 0) {
      const ids = [...new Set(inTheWay.map(({ entry }) => entry))];
      return { made: false, broken: ['taken'], inTheWay: ids.flatMap((id) => entries.find(id) ?? []) };
    }
    const { kind, title, workshop, workstations, by, from, to } = block;
    const entry = entries.add({
      ...{ kind, title, workshop, from, to, madeBy: by, state: 'pending' },
      holds: workstations.map((workstation) => ({ workstation, ticket: this.#ticketFor(block) })),
    });
    return { made: true, entry };
  }

  /** Visitors of a workshop are sent to their workstations: a ticket for each seat, without a code. */
  #ticketFor({ kind, from, to }: Block): string | null {
    if (kind !== 'workshop') return null;
    const startsAt = instantOfCell(from);
    const minutes = Math.min((instantOfCell(to) - startsAt) / 60_000, longestTicketMinutes);
    return this.#parts.tickets.setAside({ minutes, validFrom: startsAt, expiresAt: instantOfCell(to) });
  }
}

const longestTicketMinutes = 24 * 60;
