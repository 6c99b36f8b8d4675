import type { Entry } from '../../contract/book/entries.ts';
import type { Registration, WorkshopView } from '../../contract/book/workshops.ts';
import { type Answer, call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';
import { inOrder, waitingIn } from './workshop-face.ts';

/** What came of starting a session: ids of workstations. */
export interface Started {
  readonly session: string;
  readonly started: readonly string[];
  readonly notStarted: readonly string[];
}

/** Who was just registered. */
export interface Registered {
  readonly workshop: string;
  readonly number: number;
  /** On the waiting list; 0 = a seat. */
  readonly place: number;
}

/** The workshops of the place, and what is done to them. After each change they are read again: the desk decides who gets a seat. */
export class WorkshopDesk {
  readonly #view: DeskView;
  #workshops = $state.raw<readonly WorkshopView[] | null>(null);
  #chosen = $state<string | null>(null);
  #started = $state.raw<Started | null>(null);
  #registered = $state.raw<Registered | null>(null);
  #asked = 0;

  constructor(view: DeskView) {
    this.#view = view;
  }

  /** Null until the desk has told them; the next date first. */
  get workshops(): readonly WorkshopView[] | null {
    return this.#workshops === null ? null : inOrder(this.#workshops, this.#view.now);
  }

  /** The one that is looked at; null = the list. */
  get chosen(): WorkshopView | null {
    return this.#workshops?.find(({ id }) => id === this.#chosen) ?? null;
  }

  get started(): Started | null {
    return this.#started;
  }

  get registered(): Registered | null {
    return this.#registered;
  }

  choose(workshop: string | null): void {
    this.#chosen = workshop;
    this.#started = null;
    this.#registered = null;
    this.#view.forgetFailure();
  }

  /** In the background: what stood before stays when the desk does not answer. */
  async read(): Promise<void> {
    const asked = ++this.#asked;
    const answer = await call('workshops.read', {});
    if (asked === this.#asked && answer.ok) this.#workshops = answer.value.workshops;
  }

  async register({ id }: WorkshopView): Promise<void> {
    this.#registered = null;
    const made = await this.#change(() => call('workshop.register', { workshop: id, person: null }));
    if (made === null) return;
    const waiting = this.chosen === null || made.standing !== 'waiting' ? [] : waitingIn(this.chosen);
    const place = waiting.findIndex((one) => one.id === made.id) + 1;
    this.#registered = { workshop: id, number: made.number, place };
  }

  /** True when it is done; so with all that are asked about first. */
  async unregister({ id }: Registration): Promise<boolean> {
    this.#registered = null;
    return (await this.#change(() => call('workshop.unregister', { registration: id }))) !== null;
  }

  async cancelSession({ id, version }: Entry): Promise<boolean> {
    return (await this.#change(() => call('booking.cancel', { entry: id, version }))) !== null;
  }

  async remove({ id, version }: WorkshopView): Promise<boolean> {
    const removed = await this.#change(() => call('workshop.remove', { workshop: id, version }));
    if (removed === null) return false;
    this.choose(null);
    return true;
  }

  async start({ id }: Entry): Promise<void> {
    this.#started = null;
    const started = await this.#change(() => call('workshop.start', { entry: id }));
    if (started !== null) this.#started = { session: id, ...started };
  }

  async #change<Value>(asked: () => Promise<Answer<Value>>): Promise<Value | null> {
    const value = await this.#view.ask(asked);
    // Also when it did not happen: something may have changed meanwhile, which is why.
    await this.read();
    return value;
  }
}
