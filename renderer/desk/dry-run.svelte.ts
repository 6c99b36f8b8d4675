import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import type { deskRoutes } from '../../contract/desk-routes.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';

type Verdict = z.output<(typeof deskRoutes)['explain.read']['output']>;

/** A question to the rules, as a facilitator fills it in; an answer stands only as long as the question does. */
export class DryRun {
  readonly #view: DeskView;
  #code = $state('');
  #minutes = $state<number | null>(30);
  #workstation = $state('');
  /** On the place's wall clock: `2026-11-24T16:45`. */
  #at = $state('');
  #verdict = $state.raw<Verdict | null>(null);

  constructor(view: DeskView) {
    this.#view = view;
    this.#workstation = view.feed.room?.workstations[0]?.id ?? '';
    const now = Temporal.Instant.fromEpochMilliseconds(view.now).toZonedDateTimeISO(this.#zone);
    this.#at = now.toPlainDateTime().toString({ smallestUnit: 'minute' });
  }

  get code(): string {
    return this.#code;
  }

  set code(code: string) {
    this.#code = code;
    this.#change();
  }

  get minutes(): number | null {
    return this.#minutes;
  }

  set minutes(minutes: number | null) {
    this.#minutes = minutes;
    this.#change();
  }

  get workstation(): string {
    return this.#workstation;
  }

  set workstation(workstation: string) {
    this.#workstation = workstation;
    this.#change();
  }

  get at(): string {
    return this.#at;
  }

  set at(at: string) {
    this.#at = at;
    this.#change();
  }

  get verdict(): Verdict | null {
    return this.#verdict;
  }

  /** What was typed can be no code: told at its field. */
  get codeFault(): boolean {
    return this.#code.trim() !== '' && this.#view.failure?.code === 'malformed';
  }

  async ask(): Promise<void> {
    const code = this.#code.trim();
    const at = Temporal.PlainDateTime.from(this.#at).toZonedDateTime(this.#zone).toInstant();
    this.#verdict = await this.#view.ask(() =>
      call('explain.read', {
        workstation: this.#workstation,
        code: code === '' ? null : code,
        minutes: this.#minutes ?? 1,
        at: at.toString({ fractionalSecondDigits: 3 }),
      }),
    );
  }

  get #zone(): string {
    return this.#view.feed.room?.zone ?? 'UTC';
  }

  #change(): void {
    this.#verdict = null;
    this.#view.forgetFailure();
  }
}
