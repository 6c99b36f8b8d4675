import { SvelteSet } from 'svelte/reactivity';
import type { Slot, SlotSearch as SlotSearchInput } from '../../../contract/book/entries.ts';
import { call } from '../calls.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { BookingDraft } from './booking-draft.svelte.ts';
import { daysAfter } from './place-clock.ts';

const mostDays = 42;

/** "The next free hour for two neighbours on Thursday": what is looked for, and the slots that were found. */
export class SlotSearch {
  readonly #view: DeskView;
  minutes = $state<number | null>(60);
  together = $state<number | null>(1);
  readonly features = new SvelteSet<string>();
  from = $state('');
  to = $state('');
  #tried = $state(false);
  #found = $state.raw<readonly Slot[] | null>(null);
  /** What was asked when that was found. */
  #asked = $state.raw<SlotSearchInput | null>(null);

  constructor(view: DeskView, day: string) {
    this.#view = view;
    this.from = day;
    this.to = daysAfter(day, 7);
  }

  /** Earliest first; null until something was looked for. */
  get found(): readonly Slot[] | null {
    return this.#found;
  }

  /** How many workstations each of the found slots is for. */
  get askedTogether(): number {
    return this.#asked?.together ?? 1;
  }

  get daysFault(): boolean {
    return this.#tried && !this.#isPeriod;
  }

  get minutesFault(): boolean {
    return this.#tried && !(this.minutes !== null && this.minutes >= 1 && this.minutes <= 24 * 60);
  }

  get togetherFault(): boolean {
    return this.#tried && !(this.together !== null && this.together >= 1 && this.together <= 20);
  }

  need(feature: string, needed: boolean): void {
    if (needed) this.features.add(feature);
    else this.features.delete(feature);
  }

  async find(): Promise<void> {
    this.#tried = true;
    const { minutes, together, from, to } = this;
    if (this.minutesFault || this.togetherFault || !this.#isPeriod || minutes === null || together === null) return;
    const asked = { minutes, together, features: [...this.features], from, to };
    const answer = await this.#view.ask(() => call('slots.find', asked));
    this.#tried = false;
    this.#found = answer?.slots ?? null;
    this.#asked = answer === null ? null : asked;
  }

  /** What booking that slot would ask of the desk. */
  draftOf(slot: Slot): BookingDraft {
    const { minutes, together, features } = this.#asked ?? { minutes: 0, together: 1, features: [] };
    const draft = new BookingDraft(this.#view, { startsAt: Date.parse(slot.startsAt), minutes, workstation: null });
    draft.together = together;
    for (const feature of features) draft.need(feature, true);
    draft.take(slot);
    return draft;
  }

  get #isPeriod(): boolean {
    const { from, to } = this;
    return from !== '' && to !== '' && from <= to && to < daysAfter(from, mostDays);
  }
}
