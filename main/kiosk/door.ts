import { randomUUID } from 'node:crypto';
import type { SliceTicket } from '../../contract/desk-link.ts';
import { failed, ok, type Problem, type Result } from '../../contract/problem.ts';
import { normaliseCard, normaliseCode } from '../../contract/ticket-code.ts';
import type { Clock } from './clock.ts';
import type { ClaimAnswer } from './desk-link.ts';
import { isMaintenanceCode } from './maintenance-code.ts';
import type { Knock } from './session/session.ts';
import type { KioskStore, Rest } from './store/store.ts';
import { findTicket, fitsHash, hashCode } from './tickets.ts';
import { delayAfter } from './wrong-tries.ts';

export interface DoorParts {
  readonly key: string;
  readonly store: KioskStore;
  readonly clock: Clock;
  /** The desk's answer; null when it gave none in time. */
  readonly claim: (ticket: string) => Promise<ClaimAnswer>;
  /** Would the rules let this one in? Asked before the desk is: a ticket that is turned away stays unclaimed. */
  readonly mayBegin: (knock: Knock) => boolean;
}

const refused: Problem = {
  code: 'code-refused',
  where: 'ticket code',
  expected: 'a ticket that is given, not used and not expired',
};

const minuteMs = 60_000;
const wholeMinutes = (seconds: number): number => Math.ceil(seconds / 60);

/** Where a visitor shows a ticket. Guesses cost a delay that doubles; a restart starts the delay again, so it is no way around it. */
export class Door {
  readonly #parts: DoorParts;
  /** In monotonic time: no one shortens it by setting the clock. */
  #closedUntilMs: number;
  #asking = false;

  constructor(parts: DoorParts) {
    this.#parts = parts;
    this.#closedUntilMs = parts.clock.now().monotonicMs + delayAfter(parts.store.wrongTries);
  }

  /** Problems: `malformed`, `code-refused`, `code-delayed`, `ticket-in-use`, and `not-now` while another code is being asked about. */
  async admit(typed: string): Promise<Result<Knock>> {
    if (this.#asking) return failed('not-now', 'ticket code', 'one code at a time');
    const delayed = this.#delay();
    if (delayed !== null) return { ok: false, problem: delayed };
    const hash = this.hashOf(typed);
    if (!hash.ok) return hash;
    const knock = this.#find(hash.value);
    if (knock === null) return { ok: false, problem: this.#noteWrongTry() };
    return this.#ask(knock);
  }

  /** A ticket's or a card's code as the slice knows it. Problem `malformed`. */
  hashOf(typed: string): Result<Buffer> {
    const code = normaliseCode(typed);
    const card = code.ok ? code : normaliseCard(typed);
    return card.ok ? ok(hashCode(card.value, this.#parts.key)) : code.ok ? card : code;
  }

  /** The staff's code for maintenance; guesses count like those of visitors. Problems: `code-refused`, `code-delayed`. */
  async checkMaintenance(typed: string): Promise<Result<null>> {
    const { store } = this.#parts;
    const delayed = this.#delay();
    if (delayed !== null) return { ok: false, problem: delayed };
    const kept = store.slice()?.rules.maintenanceCode ?? null;
    if (kept !== null && (await isMaintenanceCode(typed, kept))) {
      store.wrongTries = 0;
      return ok(null);
    }
    return { ok: false, problem: this.#noteWrongTry() };
  }

  /**
   * A code that the desk looks up: a wrong one counts like one that is tried to begin with, and a right one excuses none, since whoever has one code
   * may be guessing others. `known`: asks the desk; null = it did not say. Problems: `code-refused`, `code-delayed`, `not-now`: one at a time.
   */
  async lookUp<Found>(known: () => Promise<Found | 'unknown' | null>): Promise<Result<Found | null>> {
    if (this.#asking) return failed('not-now', 'booking code', 'one code at a time');
    const delayed = this.#delay();
    if (delayed !== null) return { ok: false, problem: delayed };
    this.#asking = true;
    try {
      const found = await known();
      return found === 'unknown' ? { ok: false, problem: this.#noteWrongTry() } : ok(found);
    } finally {
      this.#asking = false;
    }
  }

  async #ask(knock: Knock): Promise<Result<Knock>> {
    const { claim, mayBegin, store } = this.#parts;
    if (knock.ticket === null || !mayBegin(knock)) return ok(knock);
    this.#asking = true;
    try {
      const claimed = await claim(knock.ticket);
      if (claimed?.ok === false) return claimed;
      store.wrongTries = 0;
      return ok(claimed === null ? knock : withClaim(knock, claimed.value));
    } finally {
      this.#asking = false;
    }
  }

  #find(hash: Buffer): Knock | null {
    const { clock, store } = this.#parts;
    const slice = store.slice();
    if (slice === null) return null;
    const { wall } = clock.now();
    const ticket = findTicket(slice, { hash, at: wall });
    if (ticket !== null && (ticket.access === 'card' || !store.isSpent(ticket.ticket))) return this.#knockOf(ticket);
    const resumeMs = slice.rules.resumeMinutes * minuteMs;
    const rest = store
      .rests()
      .find(({ codeHash, cutAt }) => fitsHash(hash, codeHash) && Date.parse(cutAt) + resumeMs > Date.parse(wall));
    return rest === undefined ? null : knockOfRest(rest);
  }

  #knockOf({ ticket, access, codeHash, minutes, usedToday, usedThisWeek }: SliceTicket): Knock {
    const here = wholeMinutes(this.#parts.store.cardUseSeconds(ticket));
    return {
      session: randomUUID(),
      ...{ ticket, access, codeHash, minutes },
      leftSeconds: null,
      used: { todayMinutes: usedToday + here, weekMinutes: usedThisWeek + here },
    };
  }

  #noteWrongTry(): Problem {
    const { clock, store } = this.#parts;
    store.wrongTries += 1;
    this.#closedUntilMs = clock.now().monotonicMs + delayAfter(store.wrongTries);
    return this.#delay() ?? refused;
  }

  #delay(): Problem | null {
    return delayProblem(this.#closedUntilMs - this.#parts.clock.now().monotonicMs);
  }
}

/** What a code that comes too early is answered; null when nothing is left to wait. */
export const delayProblem = (leftMs: number): Problem | null =>
  leftMs <= 0
    ? null
    : {
        code: 'code-delayed',
        where: 'ticket code',
        expected: 'a pause after wrong codes',
        retryInSeconds: Math.ceil(leftMs / 1000),
      };

/** A session that was cut off counted its use already when it began. */
const knockOfRest = ({ ticket, access, codeHash, leftSeconds }: Rest): Knock => ({
  session: randomUUID(),
  ...{ ticket, access, codeHash, leftSeconds },
  minutes: wholeMinutes(leftSeconds),
  used: { todayMinutes: 0, weekMinutes: 0 },
});

/** What the desk says counts; of the rest of a session that was cut off here, this kiosk may know more exactly that it is less. */
function withClaim(
  knock: Knock,
  claimed: { minutes: number; resumed: boolean; leftSeconds?: number | undefined },
): Knock {
  const { minutes, resumed } = claimed;
  if (!resumed && knock.leftSeconds === null) return { ...knock, minutes };
  const leftSeconds = Math.min(knock.leftSeconds ?? Infinity, claimed.leftSeconds ?? minutes * 60);
  return { ...knock, leftSeconds, minutes: wholeMinutes(leftSeconds) };
}
