import type { PlaceBooking } from '../../contract/book/booking-rules.ts';
import type { PersonView } from '../../contract/book/people.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** What is being written about somebody. `until`: a day, empty = not barred. */
export interface PersonDraft {
  readonly seen: { readonly person: string; readonly version: number } | null;
  name: string;
  group: string;
  authorised: boolean;
  until: string;
  reason: string;
}

/** The few people whom the place chose to keep; null while it keeps nobody, or before the desk has said. */
export class PeopleDesk {
  readonly #view: DeskView;
  #people = $state.raw<readonly PersonView[]>([]);
  #place = $state.raw<PlaceBooking | null>(null);
  #draft = $state<PersonDraft | null>(null);

  constructor(view: DeskView) {
    this.#view = view;
  }

  get people(): readonly PersonView[] {
    return this.#people;
  }

  get groups(): PlaceBooking['groups'] {
    return this.#place?.groups ?? [];
  }

  /** Null: the desk has not said yet. */
  get keepsPeople(): boolean | null {
    return this.#place?.keepsPeople ?? null;
  }

  get draft(): PersonDraft | null {
    return this.#draft;
  }

  /** Is what was written about them whole? A ban needs its reason, a reason its day. */
  get isWhole(): boolean {
    const draft = this.#draft;
    if (draft === null || draft.name.trim() === '') return false;
    return draft.until === '' ? draft.reason.trim() === '' : draft.reason.trim().length >= 3;
  }

  async read(): Promise<void> {
    this.#place = await this.#view.ask(() => call('booking-rules.read', {}));
    if (this.#place?.keepsPeople !== true) return;
    this.#people = (await this.#view.ask(() => call('people.read', {})))?.people ?? this.#people;
  }

  begin(person: PersonView | null): void {
    this.#view.forgetFailure();
    this.#draft = person === null ? { ...nobody } : draftOf(person);
  }

  stop(): void {
    this.#draft = null;
  }

  async save(): Promise<void> {
    const draft = this.#draft;
    if (draft === null || !this.isWhole) return;
    const { seen, name, group, authorised, until, reason } = draft;
    const barred = until === '' ? null : { until: `${until}T00:00:00.000Z`, reason };
    const change = { seen, name, group: group === '' ? null : group, authorised, barred };
    if ((await this.#view.ask(() => call('person.write', change))) === null) return;
    this.stop();
    await this.read();
  }

  /** True when they are gone. */
  async remove({ id, version }: PersonView): Promise<boolean> {
    const removed = await this.#view.ask(() => call('person.remove', { person: id, version }));
    await this.read();
    return removed !== null;
  }
}

const nobody: PersonDraft = { seen: null, name: '', group: '', authorised: false, until: '', reason: '' };

const draftOf = ({ id, version, name, group, authorised, barred }: PersonView): PersonDraft => ({
  seen: { person: id, version },
  ...{ name, group: group ?? '', authorised },
  until: barred?.until.slice(0, 10) ?? '',
  reason: barred?.reason ?? '',
});
