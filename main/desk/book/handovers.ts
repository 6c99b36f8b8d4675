import { cellMs } from '../../../contract/book/cells.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** A kiosk's clock may be wrong by so much: its last cells may be over that much later than the desk thinks. */
export const skewCells = (10 * 60_000) / cellMs;

/** Somebody stands at the desk or is on the phone: a kiosk that does not answer within this is passed over. */
export const heldWithinMs = 2000;

/** Calls once after `delayMs`, unless the returned function is called before. */
export type Later = (delayMs: number, act: () => void) => () => void;

export const later: Later = (delayMs, act) => {
  const timer = setTimeout(act, delayMs);
  return () => clearTimeout(timer);
};

interface HandoverRow {
  readonly epoch: number;
  readonly until_cell: number;
}

/** What a kiosk says of the slice that it holds. `endsAt`: of the session that ran there already, in epoch milliseconds. */
export interface SliceHeld {
  readonly epoch: number;
  readonly endsAt: number | null;
}

/** A kiosk's word that a slice is in force there, or that it did not come in time. */
export type HandedOver = { readonly held: true; readonly endsAt: number | null } | { readonly held: false };

interface Waiting {
  readonly epoch: number;
  readonly hear: (outcome: HandedOver) => void;
}

/**
 * Who owns the cells of a workstation. Those that nobody has booked are the kiosk's until the end of its slice, so that it can give them while the
 * desk is away: there the desk promises nothing before the kiosk has said that it holds the slice which books them. Later cells are the desk's own.
 */
export class Handovers {
  readonly #store: Store;
  readonly #later: Later;
  readonly #waiting = new Map<string, Set<Waiting>>();
  readonly #contents = new Map<string, string>();
  readonly #last = new Map<string, SliceHeld>();

  constructor(store: Store, after: Later = later) {
    this.#store = store;
    this.#later = after;
  }

  /**
   * The number of a slice with this content, higher than any before when the content is another; on the disk before it is sent. `untilCell`: where
   * the slice ends. What an older slice gave away stays given until it is over, whatever the new one says.
   */
  number(workstation: string, content: string, untilCell: number): number {
    const before = this.#row(workstation);
    if (before !== undefined && this.#contents.get(workstation) === content) return before.epoch;
    const epoch = (before?.epoch ?? 0) + 1;
    prepared(
      this.#store,
      `INSERT INTO handovers (workstation, epoch, until_cell) VALUES (?, ?, ?)
         ON CONFLICT (workstation) DO UPDATE SET epoch = excluded.epoch, until_cell = max(until_cell, excluded.until_cell)`,
    ).run(workstation, epoch, untilCell);
    this.#contents.set(workstation, content);
    return epoch;
  }

  /** The first cell that is the desk's own; a workstation that was never given a slice may have given away everything. */
  ownFrom(workstation: string): number {
    const row = this.#row(workstation);
    return row === undefined ? Infinity : row.until_cell + skewCells;
  }

  /**
   * False: the kiosk holds a slice that this book has never given, as after a copy was brought back. The next one has a higher number.
   */
  heard(workstation: string, { epoch, endsAt }: SliceHeld): boolean {
    const row = this.#row(workstation);
    if (row === undefined || epoch > row.epoch) {
      this.#raise(workstation, epoch);
      return false;
    }
    this.#last.set(workstation, { epoch, endsAt });
    for (const waiting of this.#waiting.get(workstation) ?? []) {
      if (waiting.epoch <= epoch) waiting.hear({ held: true, endsAt });
    }
    return true;
  }

  /** Resolves when the kiosk holds this slice or a later one, or has not said so in time. */
  whenHeld(workstation: string, epoch: number): Promise<HandedOver> {
    const last = this.#last.get(workstation);
    if (last !== undefined && last.epoch >= epoch) return Promise.resolve({ held: true, endsAt: last.endsAt });
    return new Promise((resolve) => {
      const all = this.#waiting.get(workstation) ?? new Set();
      this.#waiting.set(workstation, all);
      const hear = (outcome: HandedOver): void => {
        cancel();
        all.delete(waiting);
        resolve(outcome);
      };
      const waiting: Waiting = { epoch, hear };
      const cancel = this.#later(heldWithinMs, () => hear({ held: false }));
      all.add(waiting);
    });
  }

  #raise(workstation: string, epoch: number): void {
    prepared(this.#store, 'UPDATE handovers SET epoch = max(epoch, ?) WHERE workstation = ?').run(epoch, workstation);
    this.#contents.delete(workstation);
    this.#last.delete(workstation);
  }

  #row(workstation: string): HandoverRow | undefined {
    return prepared<[string], HandoverRow>(
      this.#store,
      'SELECT epoch, until_cell FROM handovers WHERE workstation = ?',
    ).get(workstation);
  }
}
