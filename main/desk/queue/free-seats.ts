import { fits, leastOffered, type Waiter } from '../../../contract/book/wait-estimate.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Clock } from '../clock.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { DryRun } from '../rules/dry-run.ts';
import type { RuleBook } from '../rules/rule-book.ts';

type Workstation = DeskSettings['workstations'][number];

export interface FreeSeatsParts {
  readonly settings: DeskSettings;
  readonly room: LiveRoom;
  readonly rules: RuleBook;
  readonly dryRun: DryRun;
  readonly clock: Clock;
}

export interface Seat {
  readonly workstation: Workstation;
  /** As many as the rules give there now. */
  readonly minutes: number;
}

/** A kiosk that did not hand its workstation over is asked again after this. */
const askAgainMs = 30_000;

/** Which workstations somebody who waits could have now. */
export class FreeSeats {
  readonly #parts: FreeSeatsParts;
  readonly #keptAt = new Map<string, number>();

  constructor(parts: FreeSeatsParts) {
    this.#parts = parts;
  }

  /** As things stand at this moment: many may be asked for, and what a workstation gives is worked out once. */
  now(): FreeNow {
    const { settings, rules } = this.#parts;
    const free = settings.workstations.filter(({ id }) => this.#isThere(id));
    const { shortestMinutes } = rules.read();
    return new FreeNow({
      free,
      shortestMinutes,
      minutesAt: (workstation, minutes) => this.#minutesAt(workstation, minutes),
    });
  }

  /** Its kiosk did not hand it over. */
  kept(workstation: string): void {
    this.#keptAt.set(workstation, this.#parts.clock());
  }

  #isThere(workstation: string): boolean {
    const keptAt = this.#keptAt.get(workstation) ?? -Infinity;
    return this.#parts.room.isFree(workstation) && this.#parts.clock() - keptAt >= askAgainMs;
  }

  #minutesAt(workstation: string, minutes: number): number {
    const { dryRun, clock } = this.#parts;
    const answer = dryRun.explain({ workstation, code: null, minutes, at: clock() });
    return answer.ok && answer.value.granted ? answer.value.minutes : 0;
  }
}

interface FreeNowParts {
  readonly free: readonly Workstation[];
  readonly shortestMinutes: number;
  readonly minutesAt: (workstation: string, minutes: number) => number;
}

class FreeNow {
  readonly #parts: FreeNowParts;
  readonly #known = new Map<string, number>();

  constructor(parts: FreeNowParts) {
    this.#parts = parts;
  }

  /** Those with the fewest features first, so that what is rare stays for who needs it; then the one that gives the most time. */
  for(who: Waiter, passedOver: ReadonlySet<string>): Seat[] {
    const { free, shortestMinutes } = this.#parts;
    const least = leastOffered(who.minutes, shortestMinutes);
    return free
      .filter(({ id, features }) => !passedOver.has(id) && fits(who, { features }))
      .map((workstation) => ({ workstation, minutes: this.#minutesAt(workstation.id, who.minutes) }))
      .filter(({ minutes }) => minutes >= least)
      .sort(
        (one, other) =>
          one.workstation.features.length - other.workstation.features.length || other.minutes - one.minutes,
      );
  }

  #minutesAt(workstation: string, minutes: number): number {
    const key = `${workstation} ${minutes}`;
    const known = this.#known.get(key) ?? this.#parts.minutesAt(workstation, minutes);
    this.#known.set(key, known);
    return known;
  }
}
