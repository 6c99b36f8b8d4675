import { SvelteMap } from 'svelte/reactivity';
import type { Registration } from '../../contract/book/workshops.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** True = was there, false = was not, null = nobody said so. */
export type Presence = boolean | null;

export interface AttendanceCounts {
  readonly present: number;
  readonly absent: number;
  readonly open: number;
}

/**
 * Who came to one session, as fast as a facilitator types: a mark stands at once and is told to the desk in its turn. What the desk does not take
 * is taken back, and the view says why.
 */
export class Attendance {
  readonly #view: DeskView;
  readonly #session: string;
  readonly #read: () => Promise<void>;
  /** Marks that the desk has not shown back yet, by registration. */
  readonly #told = new SvelteMap<string, Presence>();
  #line: Promise<void> = Promise.resolve();

  constructor(parts: { view: DeskView; session: string; read: () => Promise<void> }) {
    this.#view = parts.view;
    this.#session = parts.session;
    this.#read = parts.read;
  }

  of({ id, attendance }: Registration): Presence {
    return this.#told.get(id) ?? (this.#told.has(id) ? null : (attendance[this.#session] ?? null));
  }

  counts(registrations: readonly Registration[]): AttendanceCounts {
    const marks = registrations.map((one) => this.of(one));
    const count = (presence: Presence): number => marks.filter((mark) => mark === presence).length;
    return { present: count(true), absent: count(false), open: count(null) };
  }

  /** Settles when the desk has taken it, or not. */
  mark(registration: Registration, present: Presence): Promise<void> {
    this.#told.set(registration.id, present);
    this.#line = this.#line.then(() => this.#tell(registration.id, present));
    return this.#line;
  }

  /** Whoever nobody has spoken of was there. */
  async markRest(registrations: readonly Registration[]): Promise<void> {
    for (const one of registrations.filter((each) => this.of(each) === null)) await this.mark(one, true);
  }

  async #tell(registration: string, present: Presence): Promise<void> {
    await this.#view.ask(() => call('workshop.attend', { registration, entry: this.#session, present }));
    await this.#read();
    // Unless it was marked again while this was on its way.
    if (this.#told.get(registration) === present) this.#told.delete(registration);
  }
}
