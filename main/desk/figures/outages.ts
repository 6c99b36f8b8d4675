import type { Clock } from '../clock.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import type { Outage, OutageKind } from './day-records.ts';
import type { Stretch } from './day-minutes.ts';

/** A kiosk or the desk that starts again is back within this. */
const briefMs = 120_000;

type Room = Pick<LiveRoom, 'phaseOf' | 'sinceOf'>;

/**
 * What keeps workstations from being used, written down as it begins and ends. While the desk itself is down nobody looks: what was out of use before
 * counts as out until it is heard again, everything else as in use.
 */
export class Outages {
  readonly #store: Store;
  readonly #clock: Clock;
  /** What lasts at each workstation, as it is written. */
  readonly #lasting = new Map<string, OutageKind | null>();
  /** Since when each silent workstation has been so. */
  readonly #silent = new Map<string, number>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Compares what is written with how the room stands. */
  look(room: Room, workstations: readonly { readonly id: string }[]): void {
    for (const { id } of workstations) {
      const since = Math.min(room.sinceOf(id), this.#clock());
      this.#lookBack(id, { isSilent: room.phaseOf(id) === 'silent', since });
      const kind = this.#kindOf(id, room);
      if (kind !== this.#lastingAt(id)) this.#write(id, { kind, since });
    }
  }

  /** A line that was lost for longer than a moment, and is back before anybody looked again. */
  #lookBack(id: string, { isSilent, since }: { isSilent: boolean; since: number }): void {
    const lostAt = this.#silent.get(id);
    if (isSilent) this.#silent.set(id, since);
    else this.#silent.delete(id);
    const wasAway = !isSilent && lostAt !== undefined && since - lostAt > briefMs;
    if (wasAway && this.#lastingAt(id) !== 'away') this.#write(id, { kind: 'away', since: lostAt });
  }

  /** Those that touch the stretch; one that still lasts, until now. */
  between({ from, to }: Stretch): Outage[] {
    return prepared<[number, number, number], Outage>(
      this.#store,
      `SELECT workstation, kind, from_at AS "from", coalesce(to_at, ?) AS "to" FROM outages
         WHERE from_at < ? AND (to_at IS NULL OR to_at > ?) ORDER BY from_at, id`,
    ).all(this.#clock(), to, from);
  }

  #write(workstation: string, { kind, since }: { kind: OutageKind | null; since: number }): void {
    this.#store
      .transaction(() => {
        prepared(this.#store, 'UPDATE outages SET to_at = max(from_at, ?) WHERE workstation = ? AND to_at IS NULL').run(
          since,
          workstation,
        );
        if (kind === null) return;
        prepared(this.#store, 'INSERT INTO outages (workstation, kind, from_at) VALUES (?, ?, ?)').run(
          ...([workstation, kind, since] as const),
        );
      })
      .immediate();
    this.#lasting.set(workstation, kind);
  }

  #lastingAt(workstation: string): OutageKind | null {
    const known = this.#lasting.get(workstation);
    if (known !== undefined) return known;
    const row = prepared<[string], { kind: OutageKind }>(
      this.#store,
      'SELECT kind FROM outages WHERE workstation = ? AND to_at IS NULL',
    ).get(workstation);
    this.#lasting.set(workstation, row?.kind ?? null);
    return row?.kind ?? null;
  }

  /** Of a line that is lost only for a moment, nothing has changed. */
  #kindOf(workstation: string, room: Room): OutageKind | null {
    const phase = room.phaseOf(workstation);
    if (phase === 'out-of-service' || phase === 'maintenance') return phase;
    if (phase !== 'silent') return null;
    const isBrief = this.#clock() - room.sinceOf(workstation) <= briefMs;
    return isBrief ? this.#lastingAt(workstation) : 'away';
  }
}
