import { openNow } from '../../../contract/allowance.ts';
import { cellAt } from '../../../contract/book/cells.ts';
import { displaySchema, type Display as Shown } from '../../../contract/book/queue.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Book } from '../book/book.ts';
import { type Clock, instantOf } from '../clock.ts';
import type { Queue } from '../queue/queue.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { Workshops } from '../workshops/workshops.ts';

export interface DisplayParts {
  readonly settings: DeskSettings;
  readonly book: Book;
  readonly room: LiveRoom;
  readonly rules: RuleBook;
  readonly queue: Queue;
  readonly workshops: Workshops;
  readonly clock: Clock;
}

const dayMs = 24 * 60 * 60_000;
/** A place that is closed for longer says nothing of when it opens. */
const lookAheadMs = 60 * dayMs;

/** What hangs on the wall: numbers and workstations. It says nothing about anybody, and is worked out at most once a second, however many ask. */
export class Display {
  readonly #parts: DisplayParts;
  #known: { readonly second: number; readonly text: string } | null = null;

  constructor(parts: DisplayParts) {
    this.#parts = parts;
    parts.room.listen(() => (this.#known = null));
  }

  /** As JSON. */
  text(): string {
    const second = Math.floor(this.#parts.clock() / 1000);
    if (this.#known?.second !== second) {
      this.#known = { second, text: JSON.stringify(displaySchema.parse(this.#read())) };
    }
    return this.#known.text;
  }

  #read(): Shown {
    const { settings, queue, workshops, clock } = this.#parts;
    const { name: placeName, zone } = settings.place;
    return {
      ...{ placeName, zone, now: instantOf(clock()), ...this.#hours() },
      free: settings.workstations.filter(({ id }) => this.#isFree(id)).length,
      called: queue.called().map(({ number, workstation }) => ({ number, workstation: this.#nameOf(workstation) })),
      waiting: queue.uncalled(),
      waitNow: queue.waitNow(),
      workshops: workshops.announced(),
    };
  }

  /** When the place closes, if it is open; else when it opens. */
  #hours(): Pick<Shown, 'closesAt' | 'opensAt'> {
    const { rules, clock } = this.#parts;
    const now = clock();
    const today = rules.openBetween(now, now + dayMs);
    if (today === null) return { closesAt: null, opensAt: null };
    const open = openNow(today, now);
    if (open !== null) return { closesAt: instantOf(open.closesAt), opensAt: null };
    const isNext = ({ opensAt }: { opensAt: number }): boolean => opensAt > now;
    const next = today.find(isNext) ?? rules.openBetween(now, now + lookAheadMs)?.find(isNext);
    return { closesAt: null, opensAt: next === undefined ? null : instantOf(next.opensAt) };
  }

  /** Nobody sits there, and it is kept for nobody. */
  #isFree(workstation: string): boolean {
    const { room, book, clock } = this.#parts;
    const now = cellAt(clock());
    const lapsed = book.board.lapsed(workstation, { from: now, to: now + 1 });
    return (
      room.isFree(workstation) && book.board.within(workstation, { from: now, to: now + 1 }).length === lapsed.length
    );
  }

  #nameOf(workstation: string): string {
    return this.#parts.settings.workstations.find(({ id }) => id === workstation)?.name ?? '';
  }
}
