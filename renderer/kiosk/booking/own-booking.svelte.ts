import type { Purpose } from '../../../contract/book/entries.ts';
import type { BookAnswer, BookQuestion } from '../../../contract/book/self-service.ts';
import type { Result } from '../../../contract/problem.ts';

type AnswerOf<Kind extends BookAnswer['answer']> = Extract<BookAnswer, { answer: Kind }>;

/** A slot that can be had; instants as the desk writes them. */
export interface Slot {
  readonly startsAt: string;
  readonly workstations: readonly string[];
}

/** Where somebody is on their way to a booking, a number, or their own booking. Each step carries what it shows. */
export type Step =
  | { readonly at: 'purpose' }
  | { readonly at: 'length' }
  | { readonly at: 'day'; readonly outlook: AnswerOf<'outlook'> }
  | { readonly at: 'time'; readonly day: string; readonly slots: readonly Slot[] }
  | { readonly at: 'booked'; readonly code: string; readonly booking: AnswerOf<'booked'>['booking'] }
  | { readonly at: 'queue'; readonly outlook: AnswerOf<'outlook'> }
  | { readonly at: 'queued'; readonly number: number; readonly wait: AnswerOf<'queued'>['wait'] }
  | { readonly at: 'code' }
  | {
      readonly at: 'found';
      readonly code: string;
      readonly booking: AnswerOf<'found'>['booking'];
      readonly sure: boolean;
    }
  | { readonly at: 'cancelled' }
  | { readonly at: 'refused'; readonly broken: readonly string[]; readonly alternatives: readonly Slot[] }
  | { readonly at: 'desk' }
  | { readonly at: 'away' };

export type Ask = (question: BookQuestion) => Promise<Result<{ answer: BookAnswer }>>;

export const lengths = [15, 30, 45, 60, 90, 120] as const;

/** Of a queue: as long as the tickets that are given most. */
const queuedMinutes = 60;
const usualMinutes = 30;

/**
 * What a visitor does with the place's book alone, on the free screen: nothing of it is kept here once they have left. One question at a time is on
 * its way; what comes back after they have left finds nobody, and a booking that nobody has the code of is given back.
 */
export class OwnBooking {
  readonly #ask: Ask;
  #steps = $state.raw<readonly Step[]>([]);
  #busy = $state(false);
  /** Raised by leaving: answers to questions from before are dropped. */
  #visit = 0;
  #purpose: Purpose | null = null;
  #minutes = usualMinutes;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Null: nobody is about to book. */
  get step(): Step | null {
    return this.#steps.at(-1) ?? null;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** A step back leads somewhere else than leaving does. */
  get canGoBack(): boolean {
    const last = this.step?.at;
    return this.#steps.length > 1 && last !== 'booked' && last !== 'queued' && last !== 'cancelled';
  }

  begin(): void {
    this.leave();
    this.#steps = [{ at: 'purpose' }];
  }

  async beginQueue(): Promise<void> {
    this.leave();
    await this.#send({ ask: 'outlook', minutes: queuedMinutes, features: [] }, (answer) =>
      answer.answer === 'outlook' ? { at: 'queue', outlook: answer } : null,
    );
  }

  beginOwn(): void {
    this.leave();
    this.#steps = [{ at: 'code' }];
  }

  back(): void {
    this.#steps = this.#steps.slice(0, -1);
  }

  leave(): void {
    this.#visit += 1;
    this.#busy = false;
    this.#purpose = null;
    this.#minutes = usualMinutes;
    this.#steps = [];
  }

  choosePurpose(purpose: Purpose | null): void {
    this.#purpose = purpose;
    this.#go({ at: 'length' });
  }

  async chooseLength(minutes: number): Promise<void> {
    this.#minutes = minutes;
    await this.#send({ ask: 'outlook', minutes, features: [] }, (answer) =>
      answer.answer === 'outlook' ? { at: 'day', outlook: answer } : null,
    );
  }

  async chooseDay(day: string): Promise<void> {
    await this.#send({ ask: 'slots', day, minutes: this.#minutes, features: [] }, (answer) =>
      answer.answer === 'slots' ? { at: 'time', day, slots: onTheQuarter(answer.slots) } : null,
    );
  }

  async book(startsAt: string): Promise<void> {
    const wish = { startsAt, minutes: this.#minutes, features: [], purpose: this.#purpose };
    await this.#send({ ask: 'book', ...wish }, (answer) => {
      if (answer.answer === 'booked') return { at: 'booked', code: answer.code, booking: answer.booking };
      return answer.answer === 'refused' ? { at: 'refused', ...answer } : null;
    });
  }

  async takeNumber(): Promise<void> {
    await this.#send({ ask: 'queue', minutes: queuedMinutes, features: [] }, (answer) =>
      answer.answer === 'queued' ? { at: 'queued', number: answer.number, wait: answer.wait } : null,
    );
  }

  /** Whether the code worked is for whoever counts the tries; the step shows the rest. */
  async find(code: string): Promise<Result<unknown>> {
    return this.#send({ ask: 'find', code }, (answer) =>
      answer.answer === 'found' ? { at: 'found', code, booking: answer.booking, sure: false } : null,
    );
  }

  /** Asks once, then does it. */
  async cancel(): Promise<void> {
    const { step } = this;
    if (step?.at !== 'found') return;
    if (!step.sure) {
      this.#steps = [...this.#steps.slice(0, -1), { ...step, sure: true }];
      return;
    }
    await this.#send({ ask: 'cancel', code: step.code }, (answer) =>
      answer.answer === 'cancelled' ? { at: 'cancelled' } : null,
    );
  }

  #go(step: Step): void {
    this.#steps = [...this.#steps, step];
  }

  async #send(question: BookQuestion, stepOf: (answer: BookAnswer) => Step | null): Promise<Result<unknown>> {
    const visit = this.#visit;
    this.#busy = true;
    const answer = await this.#ask(question);
    if (visit !== this.#visit) {
      if (answer.ok && answer.value.answer.answer === 'booked') {
        await this.#ask({ ask: 'cancel', code: answer.value.answer.code });
      }
      return answer;
    }
    this.#busy = false;
    if (answer.ok) this.#go(stepOf(answer.value.answer) ?? { at: 'desk' });
    else if (answer.problem.code === 'not-now') this.#go({ at: 'away' });
    return answer;
  }
}

/** People say "half past two", not "twenty to and five": the desk knows the other starts too. */
const onTheQuarter = (slots: readonly Slot[]): readonly Slot[] =>
  slots.filter(({ startsAt }) => (Date.parse(startsAt) / 60_000) % 15 === 0);
