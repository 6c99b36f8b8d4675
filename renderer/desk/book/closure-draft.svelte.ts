import { SvelteSet } from 'svelte/reactivity';
import type { BookingRule, Entry } from '../../../contract/book/entries.ts';
import { call } from '../calls.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import { instantAt, isoOf } from './place-clock.ts';

/** Why nothing was closed, and who stands in the way. */
export interface RefusedClosure {
  readonly broken: readonly BookingRule[];
  readonly inTheWay: readonly Entry[];
}

/** Workstations that are taken out of the book, while it is being said which and when. */
export class ClosureDraft {
  readonly #view: DeskView;
  kind = $state<'closure' | 'maintenance'>('closure');
  title = $state('');
  fromDay = $state('');
  from = $state('');
  toDay = $state('');
  to = $state('');
  all = $state(true);
  readonly stations = new SvelteSet<string>();
  #tried = $state(false);
  #refused = $state.raw<RefusedClosure | null>(null);

  /** `hours`: what to begin with, `09:00` to `18:00`. */
  constructor(view: DeskView, day: string, hours: { readonly from: string; readonly to: string }) {
    this.#view = view;
    this.fromDay = day;
    this.toDay = day;
    this.from = hours.from;
    this.to = hours.to;
  }

  get refused(): RefusedClosure | null {
    return this.#refused;
  }

  get titleFault(): boolean {
    return this.#tried && this.title.trim() === '';
  }

  get timeFault(): boolean {
    return this.#tried && this.#times() === null;
  }

  get stationsFault(): boolean {
    return this.#tried && this.#chosen.length === 0;
  }

  choose(station: string, chosen: boolean): void {
    if (chosen) this.stations.add(station);
    else this.stations.delete(station);
  }

  /** The new entry; null: a field is wrong, somebody is in the way, or the view’s failure says what happened. */
  async send(): Promise<Entry | null> {
    this.#tried = true;
    this.#refused = null;
    const times = this.#times();
    const workstations = this.#chosen;
    const title = this.title.trim();
    if (title === '' || times === null || workstations.length === 0) return null;
    const closure = { kind: this.kind, title, ...times, workstations };
    const answer = await this.#view.ask(() => call('closure.make', closure));
    if (answer?.made === false) this.#refused = answer;
    return answer?.made === true ? answer.entry : null;
  }

  get #chosen(): string[] {
    const stations = this.#view.feed.room?.workstations.map(({ id }) => id) ?? [];
    return stations.filter((id) => this.all || this.stations.has(id));
  }

  #times(): { startsAt: string; endsAt: string } | null {
    const zone = this.#view.feed.room?.zone ?? 'UTC';
    const startsAt = instantAt(this.fromDay, this.from, zone);
    const endsAt = instantAt(this.toDay, this.to, zone);
    if (startsAt === null || endsAt === null || startsAt >= endsAt) return null;
    return { startsAt: isoOf(startsAt), endsAt: isoOf(endsAt) };
  }
}
