import type { Temporal } from 'temporal-polyfill';
import { failed, type Problem } from '../../contract/problem.ts';
import type { CentralCall } from './central-call.ts';
import {
  byPlace,
  coverageOf,
  seriesOf,
  totalsOf,
  type Coverage,
  type Figures,
  type PlaceCount,
  type Series,
  type Totals,
} from './findings.ts';
import { addressOf, presetPeriod, type Period, type Preset } from './period.ts';
import { ReportsWords } from './reports-words.ts';

/** The figures of one period, and all that the page says of them. */
export interface Report {
  readonly period: Period;
  readonly figures: Figures;
  readonly totals: Totals;
  readonly coverage: Coverage;
  readonly places: readonly PlaceCount[];
  readonly series: Series;
}

export type Scene =
  | { readonly at: 'waiting' }
  | { readonly at: 'sign-in'; readonly problem: Problem | null }
  | { readonly at: 'report'; readonly report: Report }
  | { readonly at: 'stuck'; readonly problem: Problem };

interface ReportsParts {
  readonly call: CentralCall;
  readonly now: () => Date;
  readonly today: Temporal.PlainDate;
  readonly period: Period;
  /** Puts the period into the page's address. */
  readonly showAddress: (search: string) => void;
}

/** What the reports show, and what happens when someone signs in or chooses another period. */
export class ReportsView {
  readonly words = new ReportsWords();
  readonly today: Temporal.PlainDate;
  readonly #parts: ReportsParts;
  #scene = $state.raw<Scene>({ at: 'waiting' });
  #period = $state.raw<Period>() as Period;
  #busy = $state(false);
  #asked = 0;

  constructor(parts: ReportsParts) {
    this.#parts = parts;
    this.today = parts.today;
    this.#period = parts.period;
  }

  get scene(): Scene {
    return this.#scene;
  }

  /** The chosen period; the report of the one before stays until its figures are here. */
  get period(): Period {
    return this.#period;
  }

  get busy(): boolean {
    return this.#busy;
  }

  choosePreset(preset: Preset): Promise<void> {
    return this.choose(presetPeriod(preset, this.today));
  }

  choose(period: Period): Promise<void> {
    this.#period = period;
    this.#parts.showAddress(addressOf(period));
    return this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const period = this.#period;
    this.#busy = true;
    const answer = await this.#parts.call('figures.days', { from: period.from.toString(), to: period.to.toString() });
    // An answer to a question that was replaced since would show the wrong period.
    if (asked !== this.#asked) return;
    this.#busy = false;
    if (answer.ok) this.#scene = { at: 'report', report: this.#reportOf(answer.value, period) };
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

  #reportOf(figures: Figures, period: Period): Report {
    return {
      period,
      figures,
      totals: totalsOf(figures),
      coverage: coverageOf(figures, period, this.#parts.now()),
      places: byPlace(figures),
      series: seriesOf(figures, period, this.today),
    };
  }
}
