import type { PlaceBooking } from '../../../contract/book/booking-rules.ts';
import { call } from '../calls.ts';

/** What the place says of bookings, as far as a form asks: its groups, and how long a workstation waits. */
export class PlaceGroups {
  #rules = $state.raw<PlaceBooking | null>(null);

  get all(): PlaceBooking['groups'] {
    return this.#rules?.groups ?? [];
  }

  /** Null until the desk has told it. */
  get graceMinutes(): number | null {
    return this.#rules?.graceMinutes ?? null;
  }

  nameOf(group: string): string {
    return this.all.find(({ id }) => id === group)?.name ?? group;
  }

  /** In the background: without an answer nothing is asked about groups. */
  async read(): Promise<void> {
    const answer = await call('booking-rules.read', {});
    if (answer.ok) this.#rules = answer.value;
  }
}
