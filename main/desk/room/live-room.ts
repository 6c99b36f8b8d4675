import type { KioskMessage } from '../../../contract/desk-link.ts';
import type { Room, WorkstationCard } from '../../../contract/desk-routes.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { type Clock, instantOf } from '../clock.ts';

export type KioskState = Extract<KioskMessage, { type: 'state' }>;

type Standing = Omit<WorkstationCard, 'id' | 'name' | 'startedAt'>;

export interface LiveRoomParts {
  readonly settings: DeskSettings;
  readonly clock: Clock;
  /** When a session started, in milliseconds since 1970; null while unknown. */
  readonly startOf: (session: string) => number | null;
  readonly countOpenTickets: () => number;
  readonly sheetsWaitingSince: () => string | null;
}

/** How the room stands now. In memory only: after a restart each workstation says again how it is. */
export class LiveRoom {
  readonly #parts: LiveRoomParts;
  readonly #standings = new Map<string, Standing>();
  readonly #listeners = new Set<() => void>();
  #telling = false;

  constructor(parts: LiveRoomParts) {
    this.#parts = parts;
    for (const { id } of parts.settings.workstations) this.#standings.set(id, silentSince(this.#now()));
  }

  heard(workstation: string, state: KioskState): void {
    const before = this.#standings.get(workstation);
    if (before === undefined) return;
    const { phase, session, endsAt, helpCalled, missingWalls, problem } = state;
    const calledAt = before.helpCalledAt ?? this.#now();
    this.#standings.set(workstation, {
      phase,
      session,
      endsAt,
      helpCalled,
      missingWalls,
      problem,
      since: before.phase === phase && before.session === session ? before.since : this.#now(),
      helpCalledAt: helpCalled ? calledAt : null,
    });
    this.changed();
  }

  fellSilent(workstation: string): void {
    if (this.#standings.get(workstation)?.phase === 'silent') return;
    this.#standings.set(workstation, silentSince(this.#now()));
    this.changed();
  }

  /** The session that a workstation says it runs; null when none, or when it is silent. */
  sessionOn(workstation: string): string | null {
    return this.#standings.get(workstation)?.session ?? null;
  }

  read(): Room {
    const { settings, startOf, countOpenTickets, sheetsWaitingSince } = this.#parts;
    return {
      placeName: settings.place.name,
      zone: settings.place.zone,
      now: this.#now(),
      workstations: settings.workstations.map(({ id, name }) => {
        const standing = this.#standings.get(id) ?? silentSince(this.#now());
        const startedAt = standing.session === null ? null : startOf(standing.session);
        return { id, name, ...standing, startedAt: startedAt === null ? null : instantOf(startedAt) };
      }),
      openTickets: countOpenTickets(),
      sheetsWaitingSince: sheetsWaitingSince(),
    };
  }

  /** Returns the function that ends the listening. */
  listen(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** Tells everyone who looks at the room, once for all that changed in this turn. */
  changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      for (const heard of this.#listeners) heard();
    });
  }

  #now(): string {
    return instantOf(this.#parts.clock());
  }
}

/** What a silent workstation said last is not trusted. */
const silentSince = (since: string): Standing => ({
  phase: 'silent',
  session: null,
  endsAt: null,
  helpCalled: false,
  helpCalledAt: null,
  since,
  missingWalls: [],
  problem: null,
});
