import { workshopSchema, type Workshop } from '../../contract/book/workshops.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

const writtenSchema = workshopSchema.omit({ id: true, version: true });

/** A workshop’s text and seats while they are being written; nothing is kept over what somebody else wrote meanwhile. */
export class WorkshopDraft {
  readonly #view: DeskView;
  #seen = $state.raw<Workshop | null>(null);
  #tried = $state(false);
  title = $state('');
  audience = $state('');
  description = $state('');
  seats = $state<number | null>(null);

  /** `workshop`: the one that is changed; null = a new one. */
  constructor(view: DeskView, workshop: Workshop | null) {
    this.#view = view;
    this.take(workshop);
  }

  get isNew(): boolean {
    return this.#seen === null;
  }

  /** It has changed elsewhere: first look at what it is now. */
  get stale(): boolean {
    return this.#view.failure?.code === 'stale';
  }

  /** Names of the fields that are wrong; told once saving was tried, then as they change. */
  readonly faults: readonly string[] = $derived.by(() =>
    this.#tried ? (writtenSchema.safeParse(this.#written).error?.issues.map(({ path }) => path.join('.')) ?? []) : [],
  );

  /** Puts what stands at the desk into the fields. */
  take(workshop: Workshop | null): void {
    this.#seen = workshop;
    this.title = workshop?.title ?? '';
    this.audience = workshop?.audience ?? '';
    this.description = workshop?.description ?? '';
    this.seats = workshop?.seats ?? 6;
    this.#tried = false;
    this.#view.forgetFailure();
  }

  /** As the desk took it; null when it did not. */
  async save(): Promise<Workshop | null> {
    this.#tried = true;
    const written = writtenSchema.safeParse(this.#written);
    if (!written.success) return null;
    const seen = { workshop: this.#seen?.id ?? null, version: this.#seen?.version ?? null };
    return this.#view.ask(() => call('workshop.write', { ...seen, ...written.data }));
  }

  get #written(): unknown {
    const { title, audience, description, seats } = this;
    return { title, audience: audience.trim(), description: description.trim(), seats };
  }
}
