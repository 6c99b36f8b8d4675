import { type PlaceSettings, placeSettingsSchema } from '../../contract/desk-routes.ts';
import { call } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';
import type { DeskWord } from './desk-words.ts';

/** What stands in the fields: an empty number is null, and what is switched off keeps what was typed. */
export interface Draft {
  keepsHours: boolean;
  week: { from: string; to: string }[][];
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
  newMaintenanceCode: string;
}

const closedWeek = (): Draft['week'] => Array.from({ length: 7 }, () => []);

/** What stands in the fields of what is switched off. */
const usualExtension = { stepMinutes: 15, automatic: true };
const usualInactivity = { afterMinutes: 10, answerSeconds: 60, then: 'pause' } as const;

const draftOf = (settings: PlaceSettings): Draft => ({
  keepsHours: settings.week !== null,
  week: settings.week?.map((stretches) => stretches.map((stretch) => ({ ...stretch }))) ?? closedWeek(),
  shortestMinutes: settings.shortestMinutes,
  extends: settings.extension !== null,
  ...(settings.extension ?? usualExtension),
  resumeMinutes: settings.resumeMinutes,
  watches: settings.inactivity !== null,
  ...(settings.inactivity ?? usualInactivity),
  helpLine: settings.helpLine ?? '',
  newMaintenanceCode: '',
});

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As the desk is asked to keep it; not yet known to be right. */
const settingsOf = (draft: Draft, kept: PlaceSettings): unknown => ({
  week: draft.keepsHours ? draft.week : null,
  bookingMarginMinutes: kept.bookingMarginMinutes,
  shortestMinutes: draft.shortestMinutes,
  extension: draft.extends ? { stepMinutes: draft.stepMinutes, automatic: draft.automatic } : null,
  resumeMinutes: draft.resumeMinutes,
  inactivity: draft.watches
    ? { afterMinutes: draft.afterMinutes, answerSeconds: draft.answerSeconds, then: draft.then }
    : null,
  helpLine: textOrNull(draft.helpLine),
  newMaintenanceCode: textOrNull(draft.newMaintenanceCode),
});

/** The place's settings while they are being changed. What is wrong is known field by field, by the same schema that the desk reads. */
export class SettingsForm {
  readonly #view: DeskView;
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
      JSON.stringify(settingsOf(this.#draft, this.#kept)) !== JSON.stringify(this.#kept)
    );
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
    const settings = placeSettingsSchema.safeParse(settingsOf(this.#draft, kept));
    if (!settings.success) return;
    const saved = await this.#view.ask(() => call('rules.write', settings.data));
    if (saved === null) return;
    this.#take({ ...settings.data, newMaintenanceCode: null });
    this.#savedAt = this.#view.now;
  }

  addStretch(day: number): void {
    const stretches = this.#draft?.week[day];
    if (stretches === undefined) return;
    const { to } = stretches.at(-1) ?? { to: '' };
    if (to === '') stretches.push({ from: '09:00', to: '12:00' });
    else stretches.push(to < '14:00' ? { from: '14:00', to: '18:00' } : { from: to, to: '' });
  }

  removeStretch(day: number, index: number): void {
    this.#draft?.week[day]?.splice(index, 1);
  }

  /** Most days are like the one before. */
  copyDayBefore(day: number): void {
    const before = this.#draft?.week[day - 1];
    if (this.#draft === null || before === undefined) return;
    this.#draft.week[day] = before.map((stretch) => ({ ...stretch }));
  }

  /** What is wrong with a day's hours; null = nothing. */
  dayFault(day: number): DeskWord | null {
    const own = this.faults.filter((path) => path === `week.${day}` || path.startsWith(`week.${day}.`));
    if (own.length === 0) return null;
    return own.includes(`week.${day}`) ? 'settings.hours.fault.order' : 'settings.hours.fault';
  }

  #faults(): string[] {
    if (this.#draft === null || this.#kept === null) return [];
    const { error } = placeSettingsSchema.safeParse(settingsOf(this.#draft, this.#kept));
    return error?.issues.map(({ path }) => path.join('.')) ?? [];
  }

  #take(settings: PlaceSettings): void {
    this.#kept = settings;
    this.#draft = draftOf(settings);
    this.#tried = false;
  }
}
