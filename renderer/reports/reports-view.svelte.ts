import type { Temporal } from 'temporal-polyfill';
import { failed, type Problem } from '../../contract/problem.ts';
import type { CentralCall } from './central-call.ts';
import { type Period, type Preset, presetPeriod } from './period.ts';
import { askReport, type Report } from './report-data.ts';
import { ReportsWords } from './reports-words.ts';
import { addressOf, type Asked, askedIn } from './view-address.ts';

export type Scene =
  | { readonly at: 'waiting' }
  | { readonly at: 'sign-in'; readonly problem: Problem | null }
  | { readonly at: 'report'; readonly report: Report }
  | { readonly at: 'stuck'; readonly problem: Problem };

interface ReportsParts {
  readonly call: CentralCall;
  readonly today: Temporal.PlainDate;
  readonly asked: Asked;
  /** Puts what is asked into the page's address. */
  readonly showAddress: (search: string) => void;
}

/** What the reports show, and what happens when someone signs in or asks for something else. */
export class ReportsView {
  readonly words = new ReportsWords();
  readonly today: Temporal.PlainDate;
  readonly #parts: ReportsParts;
  #scene = $state.raw<Scene>({ at: 'waiting' });
  #asked = $state.raw<Asked>() as Asked;
  #busy = $state(false);
  #questions = 0;

  constructor(parts: ReportsParts) {
    this.#parts = parts;
    this.today = parts.today;
    this.#asked = parts.asked;
  }

  get scene(): Scene {
    return this.#scene;
  }

  /** What is asked for; the report of what was asked before stays until the numbers are here. */
  get asked(): Asked {
    return this.#asked;
  }

  get busy(): boolean {
    return this.#busy;
  }

  choosePreset(preset: Preset): Promise<void> {
    return this.choosePeriod(presetPeriod(preset, this.today));
  }

  choosePeriod(period: Period): Promise<void> {
    return this.ask({ ...this.#asked, period });
  }

  ask(asked: Asked): Promise<void> {
    this.#asked = asked;
    this.#parts.showAddress(addressOf(asked));
    return this.load();
  }

  /** A link to another view: followed here, unless it is to be opened elsewhere. */
  follow(event: MouseEvent, asked: Asked): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.ask(asked);
  }

  /** The reader went back or forth. */
  returnTo(search: string): Promise<void> {
    this.#asked = askedIn(search, this.today);
    return this.load();
  }

  async load(): Promise<void> {
    const question = ++this.#questions;
    this.#busy = true;
    const answer = await askReport(this.#parts.call, this.#asked);
    // An answer to a question that was replaced since would show the wrong numbers.
    if (question !== this.#questions) return;
    this.#busy = false;
    if (answer.ok) this.#scene = { at: 'report', report: answer.value };
    else if (answer.problem.code === 'sign-in-first') this.#scene = { at: 'sign-in', problem: null };
    else this.#scene = { at: 'stuck', problem: answer.problem };
  }

  async signIn(name: string, password: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const answer =
      name === '' || password === ''
        ? failed('not-accepted', 'name, password', 'both')
        : await this.#parts.call('session.sign-in', { name, password });
    this.#busy = false;
    if (answer.ok) await this.load();
    else this.#scene = { at: 'sign-in', problem: answer.problem };
  }

  async signOut(): Promise<void> {
    const answer = await this.#parts.call('session.sign-out', {});
    this.#scene = answer.ok ? { at: 'sign-in', problem: null } : { at: 'stuck', problem: answer.problem };
  }
}
