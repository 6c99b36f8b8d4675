import { SvelteSet } from 'svelte/reactivity';
import type { z } from 'zod';
import { instantOfCell, type CellSpan } from '../../../contract/book/cells.ts';
import {
  type BookingAnswer,
  type BookingRule,
  type Entry,
  hardRules,
  type Purpose,
  type Slot,
} from '../../../contract/book/entries.ts';
import type { deskRoutes } from '../../../contract/desk-routes.ts';
import { call } from '../calls.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { dayAt, instantAt, isoOf, timeAt } from './place-clock.ts';

/** What the form is filled in with. `startsAt`: epoch milliseconds; `workstation` null = any. */
export interface WishedTime {
  readonly startsAt: number;
  readonly minutes: number;
  readonly workstation: string | null;
}

export interface Refused {
  readonly broken: readonly BookingRule[];
  readonly alternatives: readonly Slot[];
}

/** What the desk is asked: the same from a form and from a drag. */
export type BookingRequest =
  | { readonly name: 'booking.make'; readonly input: z.input<(typeof deskRoutes)['booking.make']['input']> }
  | { readonly name: 'booking.move'; readonly input: z.input<(typeof deskRoutes)['booking.move']['input']> };

const shortestReason = 3;

export const minutesOf = ({ startsAt, endsAt }: Pick<Entry, 'startsAt' | 'endsAt'>): number =>
  Math.round((Date.parse(endsAt) - Date.parse(startsAt)) / 60_000);

/** Where an entry is, as a form would say it; several workstations are any. */
export const timeOf = (entry: Entry): WishedTime => ({
  startsAt: Date.parse(entry.startsAt),
  minutes: minutesOf(entry),
  workstation: entry.workstations.length > 1 ? null : (entry.workstations[0] ?? null),
});

export const timeOfSpan = ({ from, to }: CellSpan, workstation: string | null): WishedTime => ({
  startsAt: instantOfCell(from),
  minutes: (instantOfCell(to) - instantOfCell(from)) / 60_000,
  workstation,
});

/** A booking while it is being made or changed, on the place’s wall clock. */
export class BookingDraft {
  readonly #view: DeskView;
  /** The entry as it was seen by who changes it; null = a new one. */
  #entry = $state.raw<Entry | null>(null);
  day = $state('');
  from = $state('');
  minutes = $state<number | null>(null);
  workstation = $state<string | null>(null);
  readonly features = new SvelteSet<string>();
  together = $state<number | null>(1);
  purpose = $state<Purpose | null>(null);
  group = $state<string | null>(null);
  /** Why the place’s rules are gone over. */
  reason = $state('');
  #tried = $state(false);
  #refused = $state.raw<Refused | null>(null);

  constructor(view: DeskView, time: WishedTime, entry: Entry | null = null) {
    this.#view = view;
    this.#entry = entry;
    this.setTime(time);
  }

  get entry(): Entry | null {
    return this.#entry;
  }

  get refused(): Refused | null {
    return this.#refused;
  }

  /** When it would be over, in epoch milliseconds; null while the fields say nothing. */
  get endsAt(): number | null {
    const startsAt = this.#startsAt;
    return startsAt === null || !isWhole(this.minutes, 24 * 60) ? null : startsAt + this.minutes * 60_000;
  }

  get timeFault(): boolean {
    return this.#tried && this.#startsAt === null;
  }

  get minutesFault(): boolean {
    return this.#tried && !isWhole(this.minutes, 24 * 60);
  }

  get togetherFault(): boolean {
    return this.#tried && !isWhole(this.together, 20);
  }

  get reasonFault(): boolean {
    return this.#tried && this.#reason === null;
  }

  /** The rules that were told stand only for who has no reason; a lack of workstations stands for everybody. */
  get canOverride(): boolean {
    return this.#refused !== null && !this.#refused.broken.some((rule) => hardRules.has(rule));
  }

  /** Several workstations at once: which of them is for the desk to say. */
  get isMany(): boolean {
    return this.#entry === null ? (this.together ?? 1) > 1 : this.#entry.workstations.length > 1;
  }

  setTime({ startsAt, minutes, workstation }: WishedTime): void {
    this.day = dayAt(startsAt, this.#zone);
    this.from = timeAt(startsAt, this.#zone);
    this.minutes = minutes;
    this.workstation = workstation;
  }

  need(feature: string, needed: boolean): void {
    if (needed) this.features.add(feature);
    else this.features.delete(feature);
  }

  /** Goes on from the entry as it is now. */
  adopt(entry: Entry): void {
    this.#entry = entry;
    this.setTime(timeOf(entry));
    this.#refused = null;
    this.#view.forgetFailure();
  }

  /** Another moment or workstation, as the desk offered it. */
  take({ startsAt, workstations }: Slot): void {
    const workstation = this.isMany ? null : (workstations[0] ?? null);
    this.setTime({ startsAt: Date.parse(startsAt), minutes: this.minutes ?? 0, workstation });
  }

  /** Null while a field is wrong. `override`: with the reason. */
  request(override = false): BookingRequest | null {
    this.#tried = true;
    const { minutes, together } = this;
    const startsAt = this.#startsAt;
    if (startsAt === null || !isWhole(minutes, 24 * 60) || !isWhole(together, 20)) return null;
    if (override && this.#reason === null) return null;
    const time = { startsAt: isoOf(startsAt), minutes };
    const why = override ? this.#reason : null;
    const workstation = this.isMany ? null : this.workstation;
    if (this.#entry !== null) {
      const { id, version } = this.#entry;
      return { name: 'booking.move', input: { entry: id, version, ...time, workstation, override: why } };
    }
    const { purpose, group } = this;
    const wish = { ...time, workstation, features: [...this.features], together, purpose, group, person: null };
    return { name: 'booking.make', input: { wish, override: why } };
  }

  /** What the desk says to it; null: a field is wrong, or the view’s failure says what happened. */
  async send(override = false): Promise<BookingAnswer | null> {
    const request = this.request(override);
    if (request === null) return null;
    const answer = await this.#view.ask(() =>
      request.name === 'booking.make' ? call(request.name, request.input) : call(request.name, request.input),
    );
    this.#tried = false;
    this.#refused = answer?.made === false ? answer : null;
    return answer;
  }

  get #startsAt(): number | null {
    return instantAt(this.day, this.from, this.#zone);
  }

  get #reason(): string | null {
    const told = this.reason.trim();
    return told.length < shortestReason ? null : told;
  }

  get #zone(): string {
    return this.#view.feed.room?.zone ?? 'UTC';
  }
}

const isWhole = (count: number | null, most: number): count is number =>
  count !== null && Number.isInteger(count) && count >= 1 && count <= most;
