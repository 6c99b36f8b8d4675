import type { DeskSettings } from '../../../contract/settings.ts';
import { prepared } from '../store/prepared.ts';
import type { Store } from '../store/open-store.ts';
import { type CodeKey, hashLength, openCodeKeys, startOf } from './code-keys.ts';
import { codeHash, drawCode } from './draw-code.ts';

const noHash = ' '.repeat(hashLength);

/**
 * Codes and the tickets that they open. A code is kept as one hash for each workstation, under its key, and nowhere else. One row has them all, and
 * is found by one of them: a row for each would be twenty places in the book for every booking.
 */
export class TicketCodes {
  readonly #store: Store;
  readonly #keys: readonly CodeKey[];
  /** Places of the hashes by which codes are found: that of the first workstation, and others from before it was here. */
  readonly #finders: ReadonlySet<number>;
  readonly #draw: () => string;

  constructor(store: Store, workstations: DeskSettings['workstations'], draw = drawCode) {
    this.#store = store;
    this.#draw = draw;
    this.#keys = openCodeKeys(store, workstations);
    const used = prepared<[], { finder: number }>(store, 'SELECT DISTINCT finder FROM ticket_hashes').all();
    const here = new Set(this.#keys.map(({ place }) => place));
    this.#finders = new Set(
      [...here].slice(0, 1).concat(used.map(({ finder }) => finder).filter((one) => here.has(one))),
    );
  }

  /** Draws until no ticket has the code. Within the caller's transaction. */
  give(ticket: string): string {
    const keep = prepared(
      this.#store,
      'INSERT INTO ticket_hashes (ticket, finder, hash, hashes) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
    );
    const [finder = 0] = this.#finders;
    for (;;) {
      const code = this.#draw();
      if (this.#finders.size > 1 && this.ticketOf(code) !== null) continue;
      const hashes = this.#hashesOf(code);
      if (keep.run(ticket, finder, hashes[finder], hashes.join('')).changes === 1) return code;
    }
  }

  /** The ticket of a normalised code, whatever became of it; null when none is known. */
  ticketOf(code: string): string | null {
    const find = prepared<[string], { ticket: string }>(this.#store, 'SELECT ticket FROM ticket_hashes WHERE hash = ?');
    for (const { place, key } of this.#keys) {
      const row = this.#finders.has(place) ? find.get(codeHash(code, key)) : undefined;
      if (row !== undefined) return row.ticket;
    }
    return null;
  }

  /** Where this workstation's hash begins among those of a code, counted from 1; null: it is not of this place. */
  startFor(workstation: string): number | null {
    const own = this.#keys.find((one) => one.workstation === workstation);
    return own === undefined ? null : startOf(own.place);
  }

  /** By their places, with gaps where a key is gone. */
  #hashesOf(code: string): string[] {
    const hashes: string[] = [];
    for (const { place, key } of this.#keys) {
      while (hashes.length < place) hashes.push(noHash);
      hashes[place] = codeHash(code, key);
    }
    return hashes;
  }
}
