import { Temporal } from 'temporal-polyfill';
import type { ListedCommune, Support, SupportQuestion, Topic } from '../../contract/book/support.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

/** What is being said of one support; an empty choice = nobody said. */
export class SupportDraft {
  readonly #view: DeskView;
  readonly #session: string | null;
  topics = $state<Topic[]>([]);
  equipment = $state<Support['equipment']>([]);
  /** By question: the word chosen, or what was typed. */
  readonly chosen = $state<Record<'autonomy' | SupportQuestion, string>>({
    ...{ autonomy: '', gender: '', age: '', status: '', commune: '', equipment: '', referral: '' },
  });
  #questions = $state.raw<readonly SupportQuestion[]>([]);
  #communes = $state.raw<readonly ListedCommune[]>([]);

  /** `session` null: help at the desk, without a workstation. */
  constructor(view: DeskView, session: string | null) {
    this.#view = view;
    this.#session = session;
  }

  /** What the place asks, and the communes that it lists. */
  get questions(): readonly SupportQuestion[] {
    return this.#questions;
  }

  get communes(): readonly ListedCommune[] {
    return this.#communes;
  }

  get birthYearIsWrong(): boolean {
    const year = Number(this.chosen.age);
    return this.chosen.age !== '' && !(Number.isInteger(year) && year >= 1900 && year <= this.#thisYear);
  }

  /** Something that counts was said. */
  get saysSomething(): boolean {
    return this.topics.length + this.equipment.length > 0 || Object.values(this.chosen).some((word) => word !== '');
  }

  async open(): Promise<void> {
    const settings = await this.#view.ask(() => call('rules.read', {}));
    if (settings === null) return;
    this.#questions = settings.supportQuestions;
    this.#communes = settings.communes;
  }

  /** Returns whether the desk has it. */
  async save(): Promise<boolean> {
    const { autonomy, gender, age, status, commune, referral } = this.chosen;
    const support = {
      ...{ session: this.#session, topics: this.topics, equipment: this.equipment },
      ...{ autonomy: orNull(autonomy), gender: orNull(gender), status: orNull(status), referral: orNull(referral) },
      ...{ commune: orNull(commune), birthYear: age === '' ? null : Number(age) },
    };
    return (await this.#view.ask(() => call('support.describe', support as Support))) !== null;
  }

  get #thisYear(): number {
    return Temporal.Instant.fromEpochMilliseconds(this.#view.now).toZonedDateTimeISO('UTC').year;
  }
}

const orNull = (word: string): string | null => (word === '' ? null : word);
