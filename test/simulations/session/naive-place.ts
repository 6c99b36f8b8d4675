import type { Beginning, Place } from './happenings.ts';

const minuteMs = 60_000;

/** Minutes that somebody would like. `used`: of the day and the week so far; `own`: of this very session. */
interface Wish {
  readonly from: number;
  readonly used: number;
  readonly own: number;
}

/** What the place allows, found by trying. Instants in milliseconds of the wall clock. */
export class NaivePlace {
  readonly #place: Place;
  readonly #limits: Beginning['limits'];
  readonly #zeroWall: number;

  constructor(place: Place, { limits }: Pick<Beginning, 'limits'>, zeroWall: number) {
    this.#place = place;
    this.#limits = limits;
    this.#zeroWall = zeroWall;
  }

  /** End of the stretch in which this moment lies; infinite where no hours are kept, null = closed. */
  closes(wall: number): number | null {
    if (this.#place.hours === null) return Infinity;
    const stretch = this.#place.hours.find(([from, to]) => this.#at(from) <= wall && wall < this.#at(to));
    return stretch === undefined ? null : this.#at(stretch[1]);
  }

  /** Where the next booking that is not over wants the seat. */
  freeUntil(wall: number): number {
    return this.bookedFrom(wall) - this.#place.margin * minuteMs;
  }

  /** When the next booking begins that is not over. */
  bookedFrom(wall: number): number {
    const bookings = this.#place.bookings.filter((one) => this.#at(one.at + one.minutes) > wall);
    return Math.min(Infinity, ...bookings.map((one) => this.#at(one.at)));
  }

  /** The largest number of minutes that fits; null = less than is worth sitting down for. */
  grant(asked: number, from: number, fits = (minutes: number, wish: Wish) => this.fits(minutes, wish)): number | null {
    const least = Math.max(1, Math.min(this.#place.shortest, asked));
    for (let minutes = asked; minutes >= least; minutes -= 1) {
      if (fits(minutes, { from, used: 0, own: 0 })) return minutes;
    }
    return null;
  }

  /** What would be granted if the place never closed. */
  grantWithoutHours(asked: number, from: number): number {
    const heedless = (minutes: number, wish: Wish): boolean =>
      this.#fitsLimits(minutes, wish) && this.#fitsBookings(minutes, wish);
    return this.grant(asked, from, heedless) ?? 0;
  }

  /** What would be granted if nothing but the book counted. */
  grantByBookings(asked: number, from: number): number | null {
    return this.grant(asked, from, (minutes, wish) => this.#fitsBookings(minutes, wish));
  }

  /** Would so many minutes from then on meet nothing? */
  fits(minutes: number, wish: Wish): boolean {
    const closes = this.closes(wish.from);
    const open = closes !== null && wish.from + minutes * minuteMs <= closes;
    return open && this.#fitsLimits(minutes, wish) && this.#fitsBookings(minutes, wish);
  }

  #fitsLimits(minutes: number, { used, own }: Wish): boolean {
    const { session, day, week } = this.#limits;
    if (session !== null && minutes + own > session) return false;
    return (day === null || minutes + used <= day) && (week === null || minutes + used <= week);
  }

  #fitsBookings(minutes: number, { from }: Wish): boolean {
    return from + minutes * minuteMs <= this.freeUntil(from);
  }

  #at(minutes: number): number {
    return this.#zeroWall + minutes * minuteMs;
  }
}
