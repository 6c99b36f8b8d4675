import type { ProblemCode, Result } from '../../contract/problem.ts';
import type { Values } from '../words/words.svelte.ts';
import type { KioskWord, KioskWords } from './kiosk-words.ts';

const problemWords: Partial<Record<ProblemCode, KioskWord>> = {
  'code-delayed': 'problem.code-delayed',
  'ticket-in-use': 'problem.ticket-in-use',
  'not-now': 'problem.not-now',
};

interface Complaint {
  readonly word: KioskWord;
  readonly values?: Values;
  /** Monotonic; null = at once. */
  readonly retryAt: number | null;
}

/** What stands beside a field when a code did not work. */
export interface Trouble {
  readonly sentence: string;
  /** Counts down, so it is not for live regions. */
  readonly wait: string | null;
}

interface CodeTrialParts {
  readonly words: KioskWords;
  readonly refused: KioskWord;
  readonly monotonicNow: () => number;
}

/** A code on its way to the kiosk, and what is said when it did not work: of a ticket, of a pause, of maintenance. */
export class CodeTrial {
  readonly #words: KioskWords;
  readonly #refused: KioskWord;
  readonly #monotonicNow: () => number;
  #complaint = $state.raw<Complaint | null>(null);
  #busy = $state(false);
  #now = $state(0);

  /** `refused` = what to say of a code that opens nothing. */
  constructor({ words, refused, monotonicNow }: CodeTrialParts) {
    this.#words = words;
    this.#refused = refused;
    this.#monotonicNow = monotonicNow;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** No code is taken before a moment that is still to come. */
  get isDelayed(): boolean {
    return this.#complaint !== null && this.#complaint.retryAt !== null;
  }

  get trouble(): Trouble | null {
    const complaint = this.#complaint;
    if (complaint === null) return null;
    const seconds = complaint.retryAt === null ? 0 : Math.ceil((complaint.retryAt - this.#now) / 1000);
    return {
      sentence: this.#words.say(complaint.word, complaint.values),
      wait: seconds > 0 ? this.#words.say('problem.code-delayed.wait', { seconds }) : null,
    };
  }

  /** Sends a code, one at a time. Answers whether it worked; if not, `trouble` says why. */
  async send(ask: () => Promise<Result<unknown>>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      const answer = await ask();
      this.#complaint = answer.ok ? null : this.#complaintOf(answer.problem);
      return answer.ok;
    } finally {
      this.#busy = false;
    }
  }

  /** Something is wrong with what was typed; it was not sent. */
  object(word: KioskWord, values: Values): void {
    this.#complaint = { word, values, retryAt: null };
  }

  /** What was typed changed: what was said about it no longer holds. A delay stays, since it does. */
  typed(): void {
    if (this.#complaint?.retryAt === null) this.#complaint = null;
  }

  tick(): void {
    const now = this.#monotonicNow();
    this.#now = now;
    const retryAt = this.#complaint?.retryAt ?? null;
    if (retryAt !== null && retryAt <= now) this.#complaint = null;
  }

  forget(): void {
    this.#complaint = null;
  }

  #complaintOf({ code, retryInSeconds }: { code: ProblemCode; retryInSeconds?: number | undefined }): Complaint {
    this.#now = this.#monotonicNow();
    return {
      word: code === 'code-refused' ? this.#refused : (problemWords[code] ?? 'problem.other'),
      retryAt: retryInSeconds === undefined ? null : this.#now + retryInSeconds * 1000,
    };
  }
}

/** The codes on their way: of a ticket, of a pause (also the ticket's, after inactivity), of a booking, of maintenance. */
export type CodeTrials = Readonly<Record<'ticket' | 'pause' | 'booking' | 'maintenance', CodeTrial>>;

export const codeTrials = (words: KioskWords, monotonicNow: () => number): CodeTrials => ({
  ticket: new CodeTrial({ words, refused: 'problem.code-refused', monotonicNow }),
  pause: new CodeTrial({ words, refused: 'problem.pause-refused', monotonicNow }),
  booking: new CodeTrial({ words, refused: 'problem.booking-refused', monotonicNow }),
  maintenance: new CodeTrial({ words, refused: 'problem.maintenance-refused', monotonicNow }),
});
