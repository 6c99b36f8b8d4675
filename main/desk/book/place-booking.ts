import { firstPlaceBooking, type PlaceBooking, placeBookingSchema } from '../../../contract/book/booking-rules.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** What the place allows in advance, as staff set it; one row of the book. */
export class PlaceBookingRules {
  readonly #store: Store;
  #known: PlaceBooking | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  read(): PlaceBooking {
    this.#known ??= this.#stored();
    return this.#known;
  }

  write(settings: PlaceBooking): void {
    prepared(
      this.#store,
      `INSERT INTO place_booking (only, settings) VALUES (1, ?)
         ON CONFLICT (only) DO UPDATE SET settings = excluded.settings`,
    ).run(JSON.stringify(settings));
    this.#known = null;
  }

  #stored(): PlaceBooking {
    const row = prepared<[], { settings: string }>(this.#store, 'SELECT settings FROM place_booking').get();
    return row === undefined ? firstPlaceBooking : placeBookingSchema.parse(JSON.parse(row.settings));
  }
}
