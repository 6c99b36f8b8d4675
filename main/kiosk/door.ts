import { randomUUID } from 'node:crypto';
import type { SliceTicket } from '../../contract/desk-link.ts';
import { failed, ok, type Problem, type Result } from '../../contract/problem.ts';
import { normaliseCode } from '../../contract/ticket-code.ts';
import type { Clock } from './clock.ts';
import type { Admission, SessionRules } from './session/session.ts';
import type { KioskStore } from './store/store.ts';
import { delayAfter, findTicket, hashCode } from './tickets.ts';

export interface DoorParts {
  readonly key: string;
  readonly rules: SessionRules;
  readonly store: KioskStore;
  readonly clock: Clock;
  /** The desk's answer; null when it gave none in time. */
  readonly claim: (ticket: string) => Promise<Result<{ minutes: number }> | null>;
}

const refused: Problem = {
  code: 'code-refused',
  where: 'ticket code',
  expected: 'a ticket that is given, not used and not expired',
};

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
  async admit(typed: string): Promise<Result<Admission>> {
    if (this.#asking) return failed('not-now', 'ticket code', 'one code at a time');
    const delayed = this.#delay();
    if (delayed !== null) return { ok: false, problem: delayed };
    const code = normaliseCode(typed);
    if (!code.ok) return code;
    const ticket = this.#find(code.value);
    if (ticket === null) return { ok: false, problem: this.#noteWrongTry() };
    return this.#ask(ticket);
  }

  async #ask(ticket: SliceTicket): Promise<Result<Admission>> {
    const { claim, rules, store } = this.#parts;
    this.#asking = true;
    try {
      const claimed = (await claim(ticket.ticket)) ?? ok({ minutes: ticket.minutes });
      if (!claimed.ok) return claimed;
      store.wrongTries = 0;
      const { minutes } = claimed.value;
      return ok({ session: randomUUID(), ticket: ticket.ticket, access: 'ticket', minutes, rules });
    } finally {
      this.#asking = false;
    }
  }

  #find(code: string): SliceTicket | null {
    const { clock, key, store } = this.#parts;
    const slice = store.slice();
    if (slice === null) return null;
    const ticket = findTicket(slice, { hash: hashCode(code, key), at: clock.now().wall });
    return ticket === null || store.isSpent(ticket.ticket) ? null : ticket;
  }

  #noteWrongTry(): Problem {
    const { clock, store } = this.#parts;
    store.wrongTries += 1;
    this.#closedUntilMs = clock.now().monotonicMs + delayAfter(store.wrongTries);
    return this.#delay() ?? refused;
  }

  #delay(): Problem | null {
    const leftMs = this.#closedUntilMs - this.#parts.clock.now().monotonicMs;
    if (leftMs <= 0) return null;
    const retryInSeconds = Math.ceil(leftMs / 1000);
    return { code: 'code-delayed', where: 'ticket code', expected: 'a pause after wrong codes', retryInSeconds };
  }
}
