import { type CellSpan, cellAt, cellFrom, instantOfCell, spanOf } from '../../../contract/book/cells.ts';
import type { BookingRule, Slot, SlotSearch as AskedSlots, Wish } from '../../../contract/book/entries.ts';
import { countFree, freeLanes, type Lane } from '../../../contract/book/free-slots.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { instantOf } from '../clock.ts';
import type { Board } from './board.ts';
import type { Soon } from './grouped-writes.ts';
import type { Handovers } from './handovers.ts';

type Workstation = DeskSettings['workstations'][number];

export interface ChoiceParts {
  readonly workstations: readonly Workstation[];
  readonly board: Board;
  readonly handovers: Handovers;
  /** Is its kiosk on the line, and until when somebody sits there (epoch milliseconds; null = nobody)? */
  readonly seat: (workstation: string) => { readonly onLine: boolean; readonly endsAt: number | null };
  /** When the place is open, in whole cells. */
  readonly open: (span: CellSpan) => readonly CellSpan[];
  readonly clock: () => number;
  readonly soon?: Soon;
}

/** What a choice is made among. */
export interface Needs extends Pick<Wish, 'workstation' | 'features' | 'together'> {
  /** Those that did not hand their cells over when they were asked. */
  readonly passedOver: ReadonlySet<string>;
}

export type Chosen =
  | { readonly found: true; readonly workstations: readonly string[] }
  | { readonly found: false; readonly rule: BookingRule };

const searchBackCells = cellFrom(24 * 60 * 60_000);
const searchAheadCells = 7 * searchBackCells;
const quarter = 3;
const mostAlternatives = 6;
const mostSlots = 50;

/** Which workstation, and when else: the one place where the room, the handovers, the hours and the book meet. */
export class Choice {
  readonly #parts: ChoiceParts;
  readonly #turn = new Map<string, readonly Slot[]>();

  constructor(parts: ChoiceParts) {
    this.#parts = parts;
  }

  /** The longest free run first; several stand side by side where that can be had. `anyHour`: a facilitator opens the door. */
  choose(span: CellSpan, needs: Needs, anyHour: boolean): Chosen {
    const fitting = this.#fitting(needs);
    if (fitting.length < needs.together) return { found: false, rule: 'feature-missing' };
    const lanes = fitting.map(({ id }) => this.lane(id));
    const open = anyHour ? [span] : this.#parts.open(span);
    const free = freeLanes(lanes, open, span);
    if (free.length >= needs.together) return { found: true, workstations: this.#together(free, needs.together) };
    return { found: false, rule: this.#reason({ lanes, open, span }, needs.together) };
  }

  /** Slots of the asked length in the days' open hours, earliest first; `span` are those days. */
  slots(asked: Omit<AskedSlots, 'from' | 'to'>, span: CellSpan): Slot[] {
    const length = spanOf(0, asked.minutes * 60_000).to;
    const needs = { ...asked, workstation: null, passedOver: new Set<string>() };
    const from = Math.max(span.from, cellFrom(this.#parts.clock()));
    const search = this.#search(needs, { from, to: span.to }, length);
    const found: Slot[] = [];
    for (let at = 0; at < search.counts.length && found.length < mostSlots; at += 1) {
      if ((search.counts[at] ?? 0) >= asked.together) found.push(this.#slot(search, from + at, needs));
    }
    return found;
  }

  /** How many workstations are free for so long, by the cell of beginning; the whole span, for a bench or a glance. */
  counts(asked: Omit<AskedSlots, 'from' | 'to'>, span: CellSpan): Uint16Array {
    const needs = { ...asked, workstation: null, passedOver: new Set<string>() };
    return this.#search(needs, span, spanOf(0, asked.minutes * 60_000).to).counts;
  }

  /** What could be had instead, nearest first, on the quarter of an hour. A crowd that asks for the same in one turn is answered the same. */
  alternatives(span: CellSpan, needs: Needs): readonly Slot[] {
    const { features, together, passedOver } = needs;
    const asked = [span.from, span.to, together, needs.workstation ?? '', ...features, '', ...passedOver];
    const key = [this.#parts.board.revision, ...asked].join(' ');
    const { soon = setImmediate } = this.#parts;
    if (this.#turn.size === 0) soon(() => this.#turn.clear());
    const known = this.#turn.get(key) ?? this.#findAlternatives(span, needs);
    this.#turn.set(key, known);
    return known;
  }

  #findAlternatives(span: CellSpan, needs: Needs): Slot[] {
    const now = cellFrom(this.#parts.clock());
    const from = Math.max(now, span.from - searchBackCells);
    const within = { from, to: Math.max(from, span.from + searchAheadCells) };
    const search = this.#search({ ...needs, workstation: null }, within, span.to - span.from);
    const found: Slot[] = [];
    const there = this.#isFree(span, needs.workstation) ? [] : [span.from];
    for (const cell of [...there, ...nearestFirst(span.from, within)]) {
      if (found.length === mostAlternatives) break;
      if ((search.counts[cell - within.from] ?? 0) >= needs.together) found.push(this.#slot(search, cell, needs));
    }
    return found;
  }

  lane(workstation: string): Lane {
    const { board } = this.#parts;
    return { workstation, taken: board.taken(workstation), promisableFrom: this.promisableFrom(workstation) };
  }

  /** The first cell that may be promised there: after whoever sits there, and after what a kiosk that is away may give by itself. */
  promisableFrom(workstation: string): number {
    const { handovers, seat, clock } = this.#parts;
    const { onLine, endsAt } = seat(workstation);
    if (!onLine) return handovers.ownFrom(workstation);
    return Math.max(cellAt(clock()), endsAt === null ? 0 : cellFrom(endsAt));
  }

  /** The one that was wished for; where it is taken, another may be had at the very same time. */
  #isFree(span: CellSpan, workstation: string | null): boolean {
    return workstation === null || freeLanes([this.lane(workstation)], this.#parts.open(span), span).length > 0;
  }

  #fitting({ workstation, features, passedOver }: Needs): readonly Workstation[] {
    return this.#parts.workstations.filter(
      (one) =>
        (workstation === null || one.id === workstation) &&
        !passedOver.has(one.id) &&
        features.every((feature) => one.features.includes(feature)),
    );
  }

  #reason(
    { lanes, open, span }: { lanes: readonly Lane[]; open: readonly CellSpan[]; span: CellSpan },
    together: number,
  ): BookingRule {
    if (!open.some(({ from, to }) => from <= span.from && span.to <= to)) return 'closed';
    const asIfOnLine = lanes.map((lane) => ({ ...lane, promisableFrom: 0 }));
    return freeLanes(asIfOnLine, open, span).length >= together ? 'not-handed-over' : 'taken';
  }

  #search(needs: Needs, within: CellSpan, length: number) {
    const lanes = this.#fitting(needs).map(({ id }) => this.lane(id));
    const open = this.#parts.open({ from: within.from, to: within.to + length });
    return { counts: countFree({ open, lanes, length, within }), lanes, open, length };
  }

  #slot(
    { lanes, open, length }: { lanes: readonly Lane[]; open: readonly CellSpan[]; length: number },
    cell: number,
    { together }: Pick<Needs, 'together'>,
  ): Slot {
    const free = freeLanes(lanes, open, { from: cell, to: cell + length });
    const first = this.#together(free, together);
    const rest = free.map(({ workstation }) => workstation).filter((one) => !first.includes(one));
    return { startsAt: instantOf(instantOfCell(cell)), workstations: [...first, ...rest] };
  }

  /** Neighbours in one room where they can be had, else those with the longest runs. */
  #together(free: readonly Lane[], count: number): string[] {
    const ids = free.map(({ workstation }) => workstation);
    if (count === 1) return ids.slice(0, 1);
    const { workstations } = this.#parts;
    for (let first = 0; first + count <= workstations.length; first += 1) {
      const row = workstations.slice(first, first + count);
      if (row.every(({ id, room }) => ids.includes(id) && room === row[0]?.room)) return row.map(({ id }) => id);
    }
    return ids.slice(0, count);
  }
}

/** Quarters of an hour around the wished cell, ever farther. */
function* nearestFirst(wished: number, { from, to }: CellSpan): Generator<number> {
  const nearest = Math.round(wished / quarter) * quarter;
  const reach = Math.max(to - nearest, nearest - from);
  if (nearest !== wished && nearest >= from && nearest < to) yield nearest;
  for (let away = quarter; away <= reach; away += quarter) {
    if (nearest + away < to) yield nearest + away;
    if (nearest - away >= from) yield nearest - away;
  }
}
