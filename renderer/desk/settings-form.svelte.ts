import { type PlaceSettings, placeSettingsSchema } from '../../contract/desk-routes.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';
import type { DeskWord } from './desk-words.ts';
import { byDay, clashes, type OpeningDraft, openingDraftOf, openingOf, overlapping } from './opening-draft.ts';
import { type ComingDay, comingDays } from './opening-preview.ts';
import { dayAt } from './today.svelte.ts';
import { copyOfWeek } from './week-draft.ts';

/** What stands in the fields: an empty number is null, and what is switched off keeps what was typed. */
export interface Draft extends OpeningDraft {
  shortestMinutes: number | null;
  extends: boolean;
  stepMinutes: number | null;
  automatic: boolean;
  resumeMinutes: number | null;
  watches: boolean;
  afterMinutes: number | null;
  answerSeconds: number | null;
  then: 'pause' | 'end';
  helpLine: string;
  supportQuestions: PlaceSettings['supportQuestions'];
  /** A line each: `25056 Besançon`. */
  communes: string;
  smallestCell: number | null;
  newMaintenanceCode: string;
}

/** What stands in the fields of what is switched off. */
const usualExtension = { stepMinutes: 15, automatic: true };
const usualInactivity = { afterMinutes: 10, answerSeconds: 60, then: 'pause' } as const;

const draftOf = (settings: PlaceSettings, today: string): Draft => ({
  ...openingDraftOf(settings, today),
  shortestMinutes: settings.shortestMinutes,
  extends: settings.extension !== null,
  ...(settings.extension ?? usualExtension),
  resumeMinutes: settings.resumeMinutes,
  watches: settings.inactivity !== null,
  ...(settings.inactivity ?? usualInactivity),
  helpLine: settings.helpLine ?? '',
  supportQuestions: [...settings.supportQuestions],
  communes: settings.communes.map(({ code, name }) => `${code} ${name}`).join('\n'),
  smallestCell: settings.smallestCell,
  newMaintenanceCode: '',
});

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

const communesIn = (text: string): { code: string; name: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ code: line.split(/\s+/)[0] ?? '', name: line.replace(/^\S+\s*/, '') }));

/** As the desk is asked to keep it; not yet known to be right. */
const settingsOf = (draft: Draft, kept: PlaceSettings): unknown => ({
  ...openingOf(draft, kept),
  bookingMarginMinutes: kept.bookingMarginMinutes,
  shortestMinutes: draft.shortestMinutes,
  extension: draft.extends ? { stepMinutes: draft.stepMinutes, automatic: draft.automatic } : null,
  resumeMinutes: draft.resumeMinutes,
  inactivity: draft.watches
    ? { afterMinutes: draft.afterMinutes, answerSeconds: draft.answerSeconds, then: draft.then }
    : null,
  helpLine: textOrNull(draft.helpLine),
  supportQuestions: draft.supportQuestions,
  communes: communesIn(draft.communes),
  smallestCell: draft.smallestCell,
  newMaintenanceCode: textOrNull(draft.newMaintenanceCode),
});

/** Of these lists as wholes nothing is told but that two of their entries clash. */
const clashing: ReadonlySet<string> = new Set(['seasons', 'exceptions']);

/** The place's settings while they are being changed. What is wrong is known field by field, by the same schema that the desk reads. */
export class SettingsForm {
  readonly #view: DeskView;
  readonly #today: string = $derived.by(() => dayAt(this.#view));
  readonly #comingDays: readonly ComingDay[] = $derived.by(() =>
    this.#draft?.keepsHours === true ? comingDays(this.#draft, this.#today, this.#view.words) : [],
  );
  #untouched = '';
  #kept = $state.raw<PlaceSettings | null>(null);
  #draft = $state<Draft | null>(null);
  #savedAt = $state<number | null>(null);
  #tried = $state(false);

  constructor(view: DeskView) {
    this.#view = view;
  }

  /** Null until the desk has told what is set. Fields write into it. */
  get draft(): Draft | null {
    return this.#draft;
  }

  get changed(): boolean {
    return (
      this.#draft !== null &&
      this.#kept !== null &&
      JSON.stringify(settingsOf(this.#draft, this.#kept)) !== this.#untouched
    );
  }

  /** The next days as they come out; none while the place keeps no hours. */
  get comingDays(): readonly ComingDay[] {
    return this.#comingDays;
  }

  /** When the desk last took it, in milliseconds since 1970. */
  get savedAt(): number | null {
    return this.#savedAt;
  }

  /** Paths of the fields that are wrong, such as `week.2.0` or `extension.stepMinutes`; told once saving was tried, then as they change. */
  readonly faults: readonly string[] = $derived.by(() => (this.#tried ? this.#faults() : []));

  async open(): Promise<void> {
    const settings = await this.#view.ask(() => call('rules.read', {}));
    if (settings !== null) this.#take(settings);
  }

  async save(): Promise<void> {
    this.#tried = true;
    this.#savedAt = null;
    const kept = this.#kept;
    if (kept === null || this.#draft === null) return;
    this.#draft.exceptions.sort(byDay);
    const settings = placeSettingsSchema.safeParse(settingsOf(this.#draft, kept));
    if (!settings.success) return;
    const saved = await this.#view.ask(() => call('rules.write', settings.data));
    if (saved === null) return;
    this.#take({ ...settings.data, newMaintenanceCode: null });
    this.#savedAt = this.#view.now;
  }

  /** Most seasons change a few days of the usual week: a new one begins as that. */
  addSeason(): void {
    const draft = this.#draft;
    draft?.seasons.push({ name: '', from: '', to: '', week: copyOfWeek(draft.week) });
  }

  removeSeason(index: number): void {
    this.#draft?.seasons.splice(index, 1);
  }

  addException(): void {
    this.#draft?.exceptions.push({ day: '', hours: [], reason: '', past: false });
  }

  removeException(index: number): void {
    this.#draft?.exceptions.splice(index, 1);
  }

  /** What is wrong with the days of a season, and the name of the other season that it is about; null = nothing. */
  seasonFault(index: number): { readonly word: DeskWord; readonly other: string } | null {
    const path = `seasons.${index}`;
    if (this.faults.includes(`${path}.from`) || this.faults.includes(`${path}.to`))
      return { word: 'seasons.days.fault', other: '' };
    if (this.faults.includes(path)) return { word: 'seasons.order.fault', other: '' };
    if (this.#draft === null || !this.faults.includes(`${path}.overlap`)) return null;
    const other = overlapping(this.#draft, index)?.name.trim() ?? '';
    return { word: 'seasons.overlap.fault', other: other === '' ? this.#view.words.say('seasons.new') : other };
  }

  /** What is wrong with the day of an exception; null = nothing. */
  exceptionFault(index: number): DeskWord | null {
    if (this.faults.includes(`exceptions.${index}.day`)) return 'exceptions.day.fault';
    return this.faults.includes(`exceptions.${index}.twice`) ? 'exceptions.twice.fault' : null;
  }

  #faults(): string[] {
    if (this.#draft === null || this.#kept === null) return [];
    const { error } = placeSettingsSchema.safeParse(settingsOf(this.#draft, this.#kept));
    const paths = error?.issues.map(({ path }) => path.join('.')) ?? [];
    return [...paths.filter((path) => !clashing.has(path)), ...clashes(this.#draft)];
  }

  #take(settings: PlaceSettings): void {
    this.#kept = settings;
    this.#draft = draftOf(settings, this.#today);
    this.#untouched = JSON.stringify(settingsOf(this.#draft, settings));
    this.#tried = false;
  }
}
