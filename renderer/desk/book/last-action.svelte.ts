import type { BookingRule, Entry } from '../../../contract/book/entries.ts';
import { type Answer, call } from '../calls.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { timeOf } from './booking-draft.svelte.ts';
import { isoOf } from './place-clock.ts';

/** What was done last, with the entry as it is since. */
export type Done =
  | { readonly what: 'made' | 'cancelled' | 'excused' | 'counted'; readonly entry: Entry }
  | { readonly what: 'moved'; readonly entry: Entry; readonly before: Entry };

type Undone = { readonly ok: true } | { readonly ok: false; readonly broken: readonly BookingRule[] };

/** The way back from what was done last, until something else is done. */
export class LastAction {
  readonly #view: DeskView;
  #done = $state.raw<Done | null>(null);
  #undone = $state.raw<Undone | null>(null);

  constructor(view: DeskView) {
    this.#view = view;
  }

  get done(): Done | null {
    return this.#done;
  }

  /** What came of going back; null = nobody has. `broken`: why it cannot be had again. */
  get undone(): Undone | null {
    return this.#undone;
  }

  note(done: Done): void {
    this.#done = done;
    this.#undone = null;
  }

  forget(): void {
    this.#done = null;
    this.#undone = null;
  }

  /** When the desk did not do it, the view’s failure says why. `reason`: kept where a move back goes over a rule. */
  async undo(reason: string): Promise<void> {
    const done = this.#done;
    if (done === null || this.#undone !== null) return;
    const answer = await this.#view.ask(() => undoing(done, reason));
    if (answer !== null) this.#undone = answer;
  }
}

async function undoing(done: Done, reason: string): Promise<Answer<Undone>> {
  const seen = { entry: done.entry.id, version: done.entry.version };
  switch (done.what) {
    case 'made':
      return worked(await call('booking.cancel', seen));
    case 'cancelled':
      return booked(await call('booking.restore', seen));
    case 'excused':
    case 'counted':
      return worked(await call('booking.excuse', { ...seen, excused: done.what === 'counted' }));
    case 'moved': {
      const { startsAt, ...to } = timeOf(done.before);
      // It stood there: what was allowed then is not asked about again.
      const back = { ...seen, ...to, startsAt: isoOf(startsAt), override: reason };
      return booked(await call('booking.move', back));
    }
  }
}

const worked = (answer: Answer<unknown>): Answer<Undone> => (answer.ok ? { ok: true, value: { ok: true } } : answer);

function booked(
  answer: Answer<{ readonly made: true } | { readonly made: false; readonly broken: readonly BookingRule[] }>,
): Answer<Undone> {
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.made ? { ok: true } : { ok: false, broken: answer.value.broken } };
}
