import type { DeskSettings } from '../../../contract/settings.ts';
import { prepared } from '../store/prepared.ts';
import type { Store } from '../store/open-store.ts';
import { codeHash, drawCode } from './draw-code.ts';

/** Codes and the tickets that they open. A code is kept as one hash for each workstation, under its key, and nowhere else. */
export class TicketCodes {
  readonly #store: Store;
  readonly #workstations: DeskSettings['workstations'];

  constructor(store: Store, workstations: DeskSettings['workstations']) {
    this.#store = store;
    this.#workstations = workstations;
  }

  /** Draws until no ticket has the code on any workstation; the unique hashes say so. Within the caller's transaction. */
  give(ticket: string): string {
    const keep = prepared(
      this.#store,
      'INSERT INTO ticket_hashes (workstation, hash, ticket) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    for (;;) {
      const code = drawCode();
      const isFree = this.#workstations.every(({ id, key }) => keep.run(id, codeHash(code, key), ticket).changes === 1);
      if (isFree) return code;
      prepared(this.#store, 'DELETE FROM ticket_hashes WHERE ticket = ?').run(ticket);
    }
  }

  /** The ticket of a normalised code, whatever became of it; null when none is known. */
  ticketOf(code: string): string | null {
    const find = prepared<[string, string], { ticket: string }>(
      this.#store,
      'SELECT ticket FROM ticket_hashes WHERE workstation = ? AND hash = ?',
    );
    for (const { id, key } of this.#workstations) {
      const row = find.get(id, codeHash(code, key));
      if (row !== undefined) return row.ticket;
    }
    return null;
  }
}
