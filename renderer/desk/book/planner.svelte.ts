import type { Timeline } from '../../../contract/book/book-routes.ts';
import { cellAt, cellFrom, instantOfCell } from '../../../contract/book/cells.ts';
import type { Entry } from '../../../contract/book/entries.ts';
import { call } from '../calls.ts';
import type { DeskView } from '../desk-view.svelte.ts';
import type { BookQuestion } from './book-question.ts';
import { BookingDraft, timeOf, timeOfSpan, type WishedTime } from './booking-draft.svelte.ts';
import { type Dropped } from './day-drag.svelte.ts';
import { dayGrid } from './day-grid.ts';
import { dayRows, featuresOf, freeAround, roomsOf, type Row } from './day-rows.ts';
import type { Board } from './grid-cursor.svelte.ts';
import { LastAction } from './last-action.svelte.ts';
import { dayAt, timeAt, weekAround } from './place-clock.ts';

const usualMinutes = 60;
const quarterCells = 3;

/** The facilitator’s timeline: what stands on the days that are looked at, and what is done to it. */
export class Planner {
  readonly #view: DeskView;
  readonly last: LastAction;
  #timeline = $state.raw<Timeline | null>(null);
  /** An entry that has gone from the days that are looked at, as it is now. */
  #sought = $state.raw<Entry | null>(null);
  #question = $state.raw<BookQuestion | null>(null);
  #asked = 0;

  constructor(view: DeskView) {
    this.#view = view;
    this.last = new LastAction(view);
  }

  /** Null until the desk has told it. */
  get timeline(): Timeline | null {
    return this.#timeline;
  }

  get question(): BookQuestion | null {
    return this.#question;
  }

  get zone(): string {
    return this.#view.feed.room?.zone ?? 'UTC';
  }

  readonly today: string = $derived.by(() => dayAt(this.#view.now, this.zone));

  /** The day that is looked at. */
  readonly day: string = $derived.by(() => this.#view.address.day ?? this.today);

  /** All that are looked at. */
  get days(): readonly string[] {
    return this.#view.page === 'week' ? weekAround(this.day) : [this.day];
  }

  get rooms(): readonly string[] {
    return this.#timeline === null ? [] : roomsOf(this.#timeline);
  }

  /** Null = all of them. */
  get room(): string | null {
    const { room } = this.#view.address;
    return this.rooms.length > 1 && room !== null && this.rooms.includes(room) ? room : null;
  }

  get features(): readonly string[] {
    return this.#timeline === null ? [] : featuresOf(this.#timeline);
  }

  /** Of the day that is looked at, from the first opening to the last closing, on the place’s clock. */
  get openHours(): { readonly from: string; readonly to: string } {
    const { open, span } = this.board?.grid ?? { open: [], span: { from: 0, to: 0 } };
    const time = (cell: number): string => timeAt(instantOfCell(cell), this.zone);
    return { from: time(open[0]?.from ?? span.from), to: time(open.at(-1)?.to ?? span.to) };
  }

  readonly board: Board | null = $derived.by(() => this.boardOf(this.day));

  /** Writing needs the desk: what a screen without it shows may have changed long ago. */
  get writes(): boolean {
    return this.#view.feed.live && !this.#view.busy;
  }

  /** Null when the timeline does not tell of that day. */
  boardOf(day: string): Board | null {
    const timeline = this.#timeline;
    const grid = timeline === null ? null : dayGrid(timeline, day);
    return timeline === null || grid === null ? null : { grid, rows: dayRows(timeline, grid, this.room) };
  }

  /** An entry as it is now, as far as this screen knows. */
  entryNow(entry: Entry): Entry {
    const known = [this.#timeline?.entries.find(({ id }) => id === entry.id), this.#sought];
    return known.reduce<Entry>((now, one) => (one?.id === now.id && one.version > now.version ? one : now), entry);
  }

  /** In the background: what stood before stays when the desk does not answer. */
  async read(days: readonly string[]): Promise<void> {
    const [from, to] = [days[0], days.at(-1)];
    if (from === undefined || to === undefined) return;
    const asked = ++this.#asked;
    const answer = await call('timeline.read', { from, to });
    if (asked !== this.#asked || !answer.ok) return;
    this.#timeline = answer.value;
    await this.#seek(entryIn(this.#question));
  }

  ask(question: Exclude<BookQuestion, { what: 'booking' }>): void {
    this.#view.forgetFailure();
    this.#question = question;
  }

  close(): void {
    this.#view.forgetFailure();
    this.#question = null;
  }

  /** A new booking, to be filled in; without a time, the next quarter of an hour of the day, on any workstation. */
  book(time: WishedTime = this.#nextTime()): void {
    this.#view.forgetFailure();
    this.show(new BookingDraft(this.#view, time));
  }

  /** A new booking from a cell that was pressed: an hour, or as much of it as is free. */
  bookAt(row: Row, cell: number): void {
    const now = cellAt(this.#view.now);
    const { grid } = this.board ?? {};
    const free = grid === undefined ? null : freeAround(row, cell, grid.span);
    const from = cell <= now && now < cell + quarterCells ? now : cell;
    const to = Math.min(from + usualMinutes / 5, free?.to ?? Infinity);
    this.book(timeOfSpan({ from, to: Math.max(from + 1, to) }, row.id));
  }

  change(entry: Entry): void {
    this.#view.forgetFailure();
    this.show(new BookingDraft(this.#view, timeOf(entry), entry));
  }

  /** A draft as it is, with what was said to it. */
  show(draft: BookingDraft): void {
    this.#question = { what: 'booking', draft };
  }

  /** What was dragged: a new booking is shown before it is made; a moved one is moved, and shown when it cannot be. */
  async drop(dropped: Dropped): Promise<void> {
    if (dropped.what === 'book') {
      this.book(timeOfSpan(dropped.span, dropped.workstation));
      return;
    }
    const draft = new BookingDraft(this.#view, timeOfSpan(dropped.span, dropped.workstation), dropped.entry);
    if (!(await this.send(draft))) this.show(draft);
  }

  /** True when the desk has made it; else the draft or the view’s failure says why not. */
  async send(draft: BookingDraft, override = false): Promise<boolean> {
    const before = draft.entry;
    const answer = await draft.send(override);
    await this.#readAgain(before);
    if (answer?.made !== true) return false;
    const { entry, codes } = answer;
    this.last.note(before === null ? { what: 'made', entry } : { what: 'moved', entry, before });
    this.#question = codes === null ? null : { what: 'codes', entry, codes };
    return true;
  }

  /** True when it is done. */
  async cancel(entry: Entry): Promise<boolean> {
    const { id, version } = entry;
    const answer = await this.#view.ask(() => call('booking.cancel', { entry: id, version }));
    await this.#readAgain(entry);
    if (answer !== null) this.last.note({ what: 'cancelled', entry: answer.entry });
    return answer !== null;
  }

  async excuse(entry: Entry): Promise<void> {
    const { id, version } = entry;
    const excused = !entry.excused;
    const answer = await this.#view.ask(() => call('booking.excuse', { entry: id, version, excused }));
    await this.#readAgain(entry);
    if (answer !== null) this.last.note({ what: excused ? 'excused' : 'counted', entry: answer.entry });
  }

  async closed(entry: Entry): Promise<void> {
    this.last.note({ what: 'made', entry });
    this.#question = null;
    await this.read(this.days);
  }

  async undo(reason: string): Promise<void> {
    await this.last.undo(reason);
    await this.read(this.days);
  }

  /** Shows the entry of a code; null: the desk knows none. */
  async find(code: string): Promise<Entry | null> {
    const answer = await this.#view.ask(() => call('booking.find', { code }));
    return answer?.entry ?? null;
  }

  async #readAgain(entry: Entry | null): Promise<void> {
    await this.read(this.days);
    if (this.#view.failure?.code === 'stale') await this.#seek(entry);
  }

  /** Moved far away, or cancelled: it is not on the days that are looked at, and whoever has it before them must hear. */
  async #seek(entry: Entry | null): Promise<void> {
    if (entry === null || this.#timeline?.entries.some(({ id }) => id === entry.id) === true) return;
    const answer = await call('entry.read', { entry: entry.id });
    if (answer.ok) this.#sought = answer.value.entry;
  }

  #nextTime(): WishedTime {
    const { grid } = this.board ?? {};
    const soon = Math.ceil(cellFrom(this.#view.now) / quarterCells) * quarterCells;
    const opens = grid?.open.find(({ to }) => to > soon)?.from ?? grid?.span.from ?? soon;
    const from = Math.max(soon, opens);
    return { startsAt: instantOfCell(from), minutes: usualMinutes, workstation: null };
  }
}

const entryIn = (question: BookQuestion | null): Entry | null =>
  question?.what === 'booking' ? question.draft.entry : question?.what === 'entry' ? question.entry : null;

/** Used where a cell was pressed with a finger or a mouse. */
export const quarterOf = (cell: number): number => Math.floor(cell / quarterCells) * quarterCells;
