import { SvelteSet } from 'svelte/reactivity';
import { Temporal } from 'temporal-polyfill';
import type { BookingRule, Entry } from '../../contract/book/entries.ts';
import type { WorkshopView } from '../../contract/book/workshops.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** Why nothing was booked, and what stands there already. */
export interface RefusedDate {
  readonly broken: readonly BookingRule[];
  readonly inTheWay: readonly Entry[];
}

/** Most series are weekly: a new date stands a week after the last one, at the same time, on the same workstations. */
const daysBetween = 7;

/** Another date of a workshop while it is being chosen, on the wall clock of the place. */
export class DateDraft {
  readonly #view: DeskView;
  readonly #workshop: string;
  readonly stations = new SvelteSet<string>();
  /** `2026-11-24`, `14:00`, `16:00`; empty while a field is. */
  day = $state('');
  from = $state('14:00');
  to = $state('16:00');
  all = $state(true);
  #tried = $state(false);
  #refused = $state.raw<RefusedDate | null>(null);

  constructor(view: DeskView, workshop: WorkshopView) {
    this.#view = view;
    this.#workshop = workshop.id;
    const last = workshop.sessions.toSorted((one, other) => one.startsAt.localeCompare(other.startsAt)).at(-1);
    if (last === undefined) this.day = this.#today.toPlainDate().add({ days: 1 }).toString();
    else this.#follow(last);
  }

  get refused(): RefusedDate | null {
    return this.#refused;
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

  /** True when the desk has booked it; else `refused` or the view’s failure says why not. */
  async save(): Promise<boolean> {
    this.#tried = true;
    this.#refused = null;
    const times = this.#times();
    const workstations = this.#chosen;
    if (times === null || workstations.length === 0) return false;
    const answer = await this.#view.ask(() =>
      call('workshop.add-session', { workshop: this.#workshop, ...times, workstations }),
    );
    if (answer?.made === false) this.#refused = answer;
    return answer?.made === true;
  }

  #follow(last: Entry): void {
    let next = this.#wall(last.startsAt).add({ days: daysBetween });
    while (Temporal.ZonedDateTime.compare(next, this.#today) < 0) next = next.add({ days: daysBetween });
    this.day = next.toPlainDate().toString();
    this.from = next.toPlainTime().toString({ smallestUnit: 'minute' });
    this.to = this.#wall(last.endsAt).toPlainTime().toString({ smallestUnit: 'minute' });
    this.all = last.workstations.length === this.#allStations.length;
    for (const station of last.workstations) this.stations.add(station);
  }

  get #allStations(): string[] {
    return this.#view.feed.room?.workstations.map(({ id }) => id) ?? [];
  }

  get #chosen(): string[] {
    return this.#allStations.filter((id) => this.all || this.stations.has(id));
  }

  /** Null while they are no stretch of a day. */
  #times(): { startsAt: string; endsAt: string } | null {
    if (this.day === '' || this.from === '' || this.to === '' || this.from >= this.to) return null;
    return { startsAt: this.#instant(this.from), endsAt: this.#instant(this.to) };
  }

  #instant(time: string): string {
    const at = Temporal.PlainDateTime.from(`${this.day}T${time}`).toZonedDateTime(this.#zone).toInstant();
    return at.toString({ fractionalSecondDigits: 3 });
  }

  get #today(): Temporal.ZonedDateTime {
    return Temporal.Instant.fromEpochMilliseconds(this.#view.now).toZonedDateTimeISO(this.#zone);
  }

  #wall(at: string): Temporal.ZonedDateTime {
    return Temporal.Instant.from(at).toZonedDateTimeISO(this.#zone);
  }

  get #zone(): string {
    return this.#view.feed.room?.zone ?? 'UTC';
  }
}
