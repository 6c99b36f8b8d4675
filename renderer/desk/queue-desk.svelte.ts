import { SvelteSet } from 'svelte/reactivity';
import type { Queue, Queued } from '../../contract/book/queue.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** A number that was just handed out, as long as its question stands open. */
export interface GivenNumber {
  readonly id: string;
  readonly number: number;
  readonly minutes: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Who was just sent where. */
export interface Placed {
  readonly number: number;
  readonly workstation: string;
  readonly minutes: number;
}

const nobody: Queue = { waiting: [], waitNow: null };

/** Numbers given, called and taken back. Who waits, and how long, is always what the room said last. */
export class QueueDesk {
  readonly #view: DeskView;
  /** What the next number needs of its workstation; chosen before it is given. */
  readonly wanted = new SvelteSet<string>();
  #given = $state.raw<GivenNumber | null>(null);
  #placed = $state.raw<Placed | null>(null);

  constructor(view: DeskView) {
    this.#view = view;
  }

  get queue(): Queue {
    return this.#view.feed.room?.queue ?? nobody;
  }

  get given(): GivenNumber | null {
    return this.#given;
  }

  /** The given number as it stands in the queue; null until the room has told of it. */
  get givenInQueue(): Queued | null {
    return this.queue.waiting.find(({ id }) => id === this.#given?.id) ?? null;
  }

  get placed(): Placed | null {
    return this.#placed;
  }

  /** The number that a workstation is held for; null when none is. */
  offeredAt(workstation: string): Queued | null {
    return this.queue.waiting.find(({ offer }) => offer?.workstation === workstation) ?? null;
  }

  want(feature: string, wanted: boolean): void {
    if (wanted) this.wanted.add(feature);
    else this.wanted.delete(feature);
  }

  async give(minutes: number): Promise<void> {
    const features = [...this.wanted];
    const given = await this.#view.ask(() => call('queue.join', { minutes, features }));
    this.#given = given === null ? null : { ...given, minutes, at: this.#view.now };
  }

  /** The next number starts without what the last one needed. */
  forgetGiven(): void {
    this.#given = null;
    this.wanted.clear();
    this.#view.forgetFailure();
  }

  /** They came: the workstation that was held opens for them. */
  async place({ id, number }: Queued): Promise<void> {
    this.#placed = null;
    const placed = await this.#view.ask(() => call('queue.place', { id }));
    if (placed !== null) this.#placed = { number, ...placed };
  }

  /** True when the number is out of the queue. */
  async leave({ id }: Queued): Promise<boolean> {
    return (await this.#view.ask(() => call('queue.leave', { id }))) !== null;
  }

  minutesWaited({ since }: Queued): number {
    return Math.max(0, Math.floor((this.#view.now - Date.parse(since)) / 60_000));
  }

  /** What is left of an offer, in milliseconds; 0 = over. */
  offerLeftMs({ offer }: Queued): number {
    return offer === null ? 0 : Math.max(0, Date.parse(offer.until) - this.#view.now);
  }

  nameOf(workstation: string): string {
    return this.#view.feed.room?.workstations.find(({ id }) => id === workstation)?.name ?? '';
  }
}
