import { type BookingRules, brokenRules, rulesFor } from '../../../contract/book/booking-rules.ts';
import { cellAt, type CellSpan, spanOf } from '../../../contract/book/cells.ts';
import type { BookingRule, Slot, Wish } from '../../../contract/book/entries.ts';
import type { Choice, Needs } from './choice.ts';
import type { Holders } from './holders.ts';
import type { PlaceBookingRules } from './place-booking.ts';

export interface WishesParts {
  readonly choice: Choice;
  readonly holders: Holders;
  readonly rules: PlaceBookingRules;
  readonly clock: () => number;
}

/** Who makes or changes it. `by`: an account, or null for a visitor alone. `override`: why soft rules are gone over. */
export interface Maker {
  readonly by: string | null;
  readonly override: string | null;
}

/** `startsAt`: epoch milliseconds. */
export type AskedWish = Omit<Wish, 'startsAt'> & { readonly startsAt: number };

export interface Refusal {
  readonly broken: readonly BookingRule[];
  readonly alternatives: readonly Slot[];
}

/** Where a wish would have its place, or all that speaks against it. */
export class Wishes {
  readonly #parts: WishesParts;

  constructor(parts: WishesParts) {
    this.#parts = parts;
  }

  /** `passedOver`: workstations that did not hand their cells over. */
  choose(
    wish: AskedWish,
    maker: Maker,
    passedOver: ReadonlySet<string>,
  ): { readonly span: CellSpan; readonly workstations: readonly string[] } | Refusal {
    const span = spanOf(wish.startsAt, wish.startsAt + wish.minutes * 60_000);
    if (span.from < cellAt(this.#parts.clock())) return this.refusal(wish, ['past'], passedOver);
    const soft = this.softBroken(wish);
    const overridden = maker.override !== null;
    const chosen = this.#parts.choice.choose(span, { ...wish, passedOver }, overridden);
    const broken = [...(chosen.found ? [] : [chosen.rule]), ...(overridden ? [] : soft)];
    return chosen.found && broken.length === 0
      ? { span, workstations: chosen.workstations }
      : this.refusal(wish, broken, passedOver);
  }

  /** Rules that a facilitator may go over. */
  softBroken(wish: AskedWish): BookingRule[] {
    const { rules, holders, clock } = this.#parts;
    const own: BookingRules = rulesFor(rules.read(), wish.group);
    return brokenRules(own, holders.of(wish.person, wish.startsAt), { now: clock(), ...wish });
  }

  refusal(wish: AskedWish, broken: readonly BookingRule[], passedOver: ReadonlySet<string>): Refusal {
    const span = spanOf(wish.startsAt, wish.startsAt + wish.minutes * 60_000);
    const needs: Needs = { ...wish, passedOver };
    return { broken, alternatives: this.#parts.choice.alternatives(span, needs) };
  }
}
