import type { CellSpan } from '../../../contract/book/cells.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** A live hold as the board knows it. */
export interface Held extends CellSpan {
  readonly id: number;
  readonly entry: string;
  /** The cell from which on it takes nothing more if nobody has come; null = it waits for nobody. */
  readonly releaseCell: number | null;
}

interface HoldRow {
  readonly id: number;
  readonly entry: string;
  readonly from: number;
  readonly to: number;
  readonly waits: number;
  readonly until: number | null;
}

interface Lane {
  /** Sorted and apart: what ends after the cell `since`. */
  readonly held: Held[];
  readonly since: number;
  /** `[from, to, …]` of those that hold until the cell `until`; null = to be made again. */
  taken: readonly number[] | null;
  until: number;
}

/**
 * The live holds by workstation, in memory, so that a choice among many costs no look at the disk. Whoever writes holds tells it; after a write that
 * failed it reads afresh.
 */
export class Board {
  readonly #store: Store;
  readonly #graceCells: () => number;
  readonly #nowCell: () => number;
  readonly #lanes = new Map<string, Lane>();
  #revision = 0;

  constructor(store: Store, { graceCells, nowCell }: { graceCells: () => number; nowCell: () => number }) {
    this.#store = store;
    this.#graceCells = graceCells;
    this.#nowCell = nowCell;
  }

  /** Rises with each change of a hold. */
  get revision(): number {
    return this.#revision;
  }

  /** Taken spans of a workstation now: no-shows take nothing. Sorted, apart, as pairs of cells. */
  taken(workstation: string): readonly number[] {
    const lane = this.#lane(workstation);
    const now = this.#nowCell();
    if (lane.taken === null || now >= lane.until) {
      const holding = lane.held.filter((hold) => holdsAt(hold, now));
      lane.taken = holding.flatMap(({ from, to }) => [from, to]);
      lane.until = Math.min(...holding.map(({ releaseCell }) => releaseCell ?? Infinity));
    }
    return lane.taken;
  }

  /** Live holds that touch the span, no-shows too. What is past is read from the store: a kiosk that was away tells of it late. */
  within(workstation: string, span: CellSpan): Held[] {
    const lane = this.#lane(workstation);
    const held = span.from < lane.since ? this.#read(workstation, span.from) : lane.held;
    const first = firstEndingAfter(held, span.from);
    let end = first;
    while ((held[end]?.from ?? Infinity) < span.to) end += 1;
    return held.slice(first, end);
  }

  /** Holds that touch the span and take nothing any more, since nobody came: whoever takes their cells releases them first. */
  lapsed(workstation: string, span: CellSpan): Held[] {
    const now = this.#nowCell();
    return this.within(workstation, span).filter((hold) => !holdsAt(hold, now));
  }

  /** A booking `waits` for somebody: its hold lapses when nobody comes. Another one may do so `until` a cell of its own. To be told by who has looked at its cells before. */
  took(
    workstation: string,
    hold: { id: number; entry: string; waits: boolean; until: number | null } & CellSpan,
  ): void {
    this.#revision += 1;
    const { waits, until, ...taken } = hold;
    const lane = this.#lane(workstation);
    const held: Held = { ...taken, releaseCell: until ?? (waits ? taken.from + this.#graceCells() : null) };
    lane.held.splice(firstEndingAfter(lane.held, held.from), 0, held);
    this.#takes(lane, held);
  }

  /** Most holds are of tomorrow and later: what is taken is not gathered again for each. */
  #takes(lane: Lane, held: Held): void {
    if (lane.taken === null) return;
    let at = lane.taken.length;
    while ((lane.taken[at - 2] ?? -Infinity) > held.from) at -= 2;
    lane.taken = lane.taken.toSpliced(at, 0, held.from, held.to);
    lane.until = Math.min(lane.until, held.releaseCell ?? Infinity);
  }

  released(workstation: string, id: number): void {
    this.#revision += 1;
    const lane = this.#lane(workstation);
    const place = lane.held.findIndex((hold) => hold.id === id);
    if (place >= 0) lane.held.splice(place, 1);
    lane.taken = null;
  }

  /** A hold of it changed otherwise than by being taken or released. */
  forgetLane(workstation: string): void {
    this.#revision += 1;
    this.#lanes.delete(workstation);
  }

  /** A write failed, or changed more than it can tell. */
  forget(): void {
    this.#revision += 1;
    this.#lanes.clear();
  }

  #lane(workstation: string): Lane {
    const known = this.#lanes.get(workstation);
    if (known !== undefined) return known;
    const since = this.#nowCell();
    const lane = { held: this.#read(workstation, since), since, taken: null, until: Infinity };
    this.#lanes.set(workstation, lane);
    return lane;
  }

  /** Live holds that end after the cell; those before them at the most once. */
  #read(workstation: string, cell: number): Held[] {
    const grace = this.#graceCells();
    return prepared<[string, string, number], HoldRow>(
      this.#store,
      `SELECT holds.id, entry, holds.from_cell AS "from", holds.to_cell AS "to",
           kind = 'booking' AND arrived_at IS NULL AS waits, CASE WHEN arrived_at IS NULL THEN release_cell END AS until
         FROM holds JOIN entries ON entries.id = entry
         WHERE workstation = ? AND released_at IS NULL AND holds.from_cell >= coalesce(
           (SELECT max(from_cell) FROM holds WHERE workstation = ? AND released_at IS NULL AND from_cell <= ?), 0)
         ORDER BY holds.from_cell`,
    )
      .all(workstation, workstation, cell)
      .map(({ waits, until, ...row }): Held => ({
        ...row,
        releaseCell: until ?? (waits === 1 ? row.from + grace : null),
      }));
  }
}

/** Place of the first of them that ends after the cell; they are sorted and apart. */
function firstEndingAfter(held: readonly Held[], cell: number): number {
  let low = 0;
  let high = held.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((held[middle]?.to ?? 0) <= cell) low = middle + 1;
    else high = middle;
  }
  return low;
}

const holdsAt = ({ releaseCell }: Held, nowCell: number): boolean => releaseCell === null || nowCell < releaseCell;
