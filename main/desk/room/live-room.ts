import type { Limits } from '../../../contract/allowance.ts';
import type { KioskMessage } from '../../../contract/desk-link.ts';
import type { ListStanding } from '../../../contract/filter-list/standing.ts';
import { type Room, ticketChoices, type WorkstationCard } from '../../../contract/desk-routes.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { tracesIn } from '../../../contract/traces.ts';
import type { Soon } from '../book/grouped-writes.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { SiteWishes } from '../sites/site-wishes.ts';

export type KioskState = Extract<KioskMessage, { type: 'state' }>;

type Standing = Omit<WorkstationCard, 'id' | 'name' | 'startedAt' | 'wishes'>;

export interface LiveRoomParts {
  readonly settings: DeskSettings;
  readonly wishes: SiteWishes;
  readonly clock: Clock;
  /** When a session started, in milliseconds since 1970; null while unknown. */
  readonly startOf: (session: string) => number | null;
  readonly countOpenTickets: () => number;
  /** The filter list that the desk gives out. */
  readonly list: () => ListStanding | null;
  readonly queue: () => Room['queue'];
  readonly undescribed: () => Room['undescribed'];
  readonly sheetsWaitingSince: () => string | null;
  readonly soon?: Soon;
}

/** A kiosk that was sent somebody says so within this; then the desk goes by what it says again. */
export const placingMs = 10_000;

/** Who is called or reads the charter has no end yet: taken for the longest of the usual tickets. */
const untoldMs = Math.max(...ticketChoices) * 60_000;

const noLimits: Limits = { sessionMinutes: null, dayMinutes: null, weekMinutes: null };

/** How the room stands now. In memory only: after a restart each workstation says again how it is. */
export class LiveRoom {
  readonly #parts: LiveRoomParts;
  readonly #standings = new Map<string, Standing>();
  readonly #limits = new Map<string, Limits>();
  /** Where somebody was just sent, and when: two facilitators may press at once. */
  readonly #placings = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  #telling = false;
  #bookRevision: number;

  constructor(parts: LiveRoomParts) {
    this.#parts = parts;
    // Higher than before a restart, so that every screen reads again.
    this.#bookRevision = parts.clock();
    for (const { id } of parts.settings.workstations) this.#standings.set(id, silentSince(this.#now()));
  }

  heard(workstation: string, state: KioskState): void {
    const before = this.#standings.get(workstation);
    if (before === undefined) return;
    const { phase, session, endsAt, helpCalled, missingWalls, problem } = state;
    this.#placings.delete(workstation);
    this.#parts.wishes.keep(workstation, session);
    this.#limits.set(workstation, state.limits ?? noLimits);
    const calledAt = before.helpCalledAt ?? this.#now();
    this.#standings.set(workstation, {
      phase,
      session,
      endsAt,
      helpCalled,
      missingWalls,
      check: state.check ?? null,
      list: state.list ?? null,
      problem,
      since: before.phase === phase && before.session === session ? before.since : this.#now(),
      helpCalledAt: helpCalled ? calledAt : null,
    });
    this.changed();
  }

  fellSilent(workstation: string): void {
    if (this.#standings.get(workstation)?.phase === 'silent') return;
    this.#standings.set(workstation, silentSince(this.#now()));
    // A kiosk that comes back says again what is asked there.
    this.#parts.wishes.keep(workstation, null);
    this.changed();
  }

  /** The session that a workstation says it runs; null when none, or when it is silent. */
  sessionOn(workstation: string): string | null {
    return this.#standings.get(workstation)?.session ?? null;
  }

  /** Is it one of this place's? */
  has(workstation: string): boolean {
    return this.#standings.has(workstation);
  }

  phaseOf(workstation: string): WorkstationCard['phase'] {
    return this.#standings.get(workstation)?.phase ?? 'silent';
  }

  /** Since when it stands so, in milliseconds since 1970. */
  sinceOf(workstation: string): number {
    return Date.parse(this.#standings.get(workstation)?.since ?? this.#now());
  }

  /** Is it out of service for what a wipe left? */
  hasTraces(workstation: string): boolean {
    const standing = this.#standings.get(workstation);
    return standing?.phase === 'out-of-service' && tracesIn(standing.problem).length > 0;
  }

  /** Has it ever told of one? A kiosk that has none does not know the word. */
  hasSelfTest(workstation: string): boolean {
    return (this.#standings.get(workstation)?.check ?? null) !== null;
  }

  /** When this session will end there, in milliseconds since 1970; null when it does not run, or no end is known. */
  endOf(workstation: string, session: string): number | null {
    const standing = this.#standings.get(workstation);
    const runs = standing?.phase === 'active' || standing?.phase === 'paused';
    return runs && standing.session === session && standing.endsAt !== null ? Date.parse(standing.endsAt) : null;
  }

  /** Until when somebody sits there, in milliseconds since 1970; null = nobody. Who has no end yet is taken for a long visit. */
  seatedUntil(workstation: string): number | null {
    const { session, endsAt, phase } = this.#standings.get(workstation) ?? silentSince(this.#now());
    if (session === null && phase !== 'called') return null;
    return endsAt === null ? this.#parts.clock() + untoldMs : Date.parse(endsAt);
  }

  /** Free, and nobody on the way to it. */
  isFree(workstation: string): boolean {
    const placedAt = this.#placings.get(workstation) ?? -Infinity;
    return this.phaseOf(workstation) === 'free' && this.#parts.clock() - placedAt > placingMs;
  }

  /** Somebody was sent there; counts until the workstation says how it stands. */
  placed(workstation: string): void {
    this.#placings.set(workstation, this.#parts.clock());
  }

  /** Will it be free then, as things stand? What a session leaves behind is wiped in seconds; who repairs a workstation says when. */
  isFreeAt(workstation: string, at: number): boolean {
    const standing = this.#standings.get(workstation);
    if (standing === undefined || standing.phase === 'out-of-service' || standing.phase === 'maintenance') return false;
    const { session, phase, endsAt } = standing;
    if (session === null && phase !== 'called') return true;
    return (endsAt === null ? this.#parts.clock() + untoldMs : Date.parse(endsAt)) <= at;
  }

  /** What the workstation's profile allows at most; without limits until it has said so. */
  limitsOf(workstation: string): Limits {
    return this.#limits.get(workstation) ?? noLimits;
  }

  read(): Room {
    const { settings, startOf, countOpenTickets, list, sheetsWaitingSince, wishes } = this.#parts;
    return {
      placeName: settings.place.name,
      zone: settings.place.zone,
      now: this.#now(),
      workstations: settings.workstations.map(({ id, name }) => {
        const standing = this.#standings.get(id) ?? silentSince(this.#now());
        const startedAt = standing.session === null ? null : startOf(standing.session);
        return {
          ...{ id, name, ...standing, wishes: wishes.of(id) },
          startedAt: startedAt === null ? null : instantOf(startedAt),
        };
      }),
      openTickets: countOpenTickets(),
      queue: this.#parts.queue(),
      undescribed: this.#parts.undescribed(),
      bookRevision: this.#bookRevision,
      list: list(),
      sheetsWaitingSince: sheetsWaitingSince(),
    };
  }

  /** Returns the function that ends the listening. */
  listen(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  /** Likewise, and that the book is another than before. */
  bookChanged(): void {
    this.#bookRevision += 1;
    this.changed();
  }

  /** Tells everyone who looks at the room, once for all that changed in this turn. */
  changed(): void {
    if (this.#telling) return;
    this.#telling = true;
    const { soon = setImmediate } = this.#parts;
    soon(() => {
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
  check: null,
  list: null,
  problem: null,
});
