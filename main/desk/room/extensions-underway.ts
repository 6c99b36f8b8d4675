import type { Clock } from '../clock.ts';

/** The end that a kiosk tells moves by milliseconds with each word from it. */
const sameMs = 30_000;
/** A kiosk that has told no other end by then never got the word. */
const underwayMs = 10_000;

export const isSameEnd = (one: number, other: number): boolean => Math.abs(one - other) < sameMs;

/** Extensions that a kiosk has not yet answered: from one end a session goes on once, however many facilitators saw that end. */
export class ExtensionsUnderway {
  readonly #clock: Clock;
  readonly #bySession = new Map<string, { readonly endsAt: number; readonly begunAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False: from that end it goes on already. */
  begin(session: string, endsAt: number): boolean {
    const now = this.#clock();
    for (const [known, { begunAt }] of this.#bySession) if (begunAt + underwayMs <= now) this.#bySession.delete(known);
    const underway = this.#bySession.get(session);
    if (underway !== undefined && isSameEnd(underway.endsAt, endsAt)) return false;
    this.#bySession.set(session, { endsAt, begunAt: now });
    return true;
  }

  /** It was not passed on. */
  giveUp(session: string): void {
    this.#bySession.delete(session);
  }
}
