import { Temporal } from 'temporal-polyfill';
import type { Timeline } from '../../contract/book/book-routes.ts';
import type { Entry } from '../../contract/book/entries.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** Whoever is not there yet, and what is to begin: the rest of an entry's life is seen in the room itself. */
const toCome: ReadonlySet<Entry['standing']> = new Set(['pending', 'expected', 'due']);

/** The day that runs, as the place’s calendar has it: `2026-11-24`. */
export const dayAt = (view: DeskView): string =>
  Temporal.Instant.fromEpochMilliseconds(view.now)
    .toZonedDateTimeISO(view.feed.room?.zone ?? 'UTC')
    .toPlainDate()
    .toString();

/** The book of the day that runs, read again whenever the room says that the book has changed. */
export class Today {
  readonly #view: DeskView;
  #timeline = $state.raw<Timeline | null>(null);
  #asked = 0;

  constructor(view: DeskView) {
    this.#view = view;
  }

  /** As the place's calendar has it: `2026-11-24`. */
  get day(): string {
    return dayAt(this.#view);
  }

  /** Null until the desk has told it. */
  get timeline(): Timeline | null {
    return this.#timeline;
  }

  /** What some workstation here has beyond the others. */
  get features(): readonly string[] {
    const features = this.#timeline?.workstations.flatMap((workstation) => workstation.features) ?? [];
    return features.filter((feature, at) => features.indexOf(feature) === at).sort();
  }

  /** Earliest first. */
  get coming(): readonly Entry[] {
    const entries = this.#timeline?.entries.filter(({ standing }) => toCome.has(standing)) ?? [];
    return entries.sort((one, other) => one.startsAt.localeCompare(other.startsAt));
  }

  /** In the background: what stood before stays when the desk does not answer. */
  async read(day: string): Promise<void> {
    const asked = ++this.#asked;
    const answer = await call('timeline.read', { from: day, to: day });
    if (asked === this.#asked && answer.ok) this.#timeline = answer.value;
  }
}
