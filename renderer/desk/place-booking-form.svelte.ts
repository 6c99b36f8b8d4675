import { type PlaceBooking, placeBookingSchema } from '../../contract/book/booking-rules.ts';
import { call, type Failure } from './calls.ts';
import type { DeskView } from './desk-view.svelte.ts';
import { type BookingDraft, bookingOf, draftOf } from './place-booking-draft.ts';
import type { RuleName } from './rule-shapes.ts';

/** What the place allows in advance, while it is being changed. What is wrong is known field by field, by the schema that the desk reads. */
export class PlaceBookingForm {
  readonly #view: DeskView;
  #kept = $state.raw<PlaceBooking | null>(null);
  #draft = $state<BookingDraft | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #savedAt = $state<number | null>(null);
  #tried = $state(false);

  constructor(view: DeskView) {
    this.#view = view;
  }

  /** Null until the desk has told what is set. Fields write into it. */
  get draft(): BookingDraft | null {
    return this.#draft;
  }

  /** Why the rules were not read or not saved; told beside them, not with what else the page asks for. */
  get failure(): Failure | null {
    return this.#failure;
  }

  /** When the desk last took it, in milliseconds since 1970. */
  get savedAt(): number | null {
    return this.#savedAt;
  }

  get changed(): boolean {
    return this.#draft !== null && JSON.stringify(bookingOf(this.#draft)) !== JSON.stringify(this.#kept);
  }

  /** Paths of the fields that are wrong, such as `groups.0.name`; told once saving was tried, then as they change. */
  readonly faults: readonly string[] = $derived.by(() =>
    this.#tried && this.#draft !== null
      ? (placeBookingSchema.safeParse(bookingOf(this.#draft)).error?.issues.map(({ path }) => path.join('.')) ?? [])
      : [],
  );

  async open(): Promise<void> {
    const booking = await this.#view.ask(() => call('booking-rules.read', {}));
    this.#tell();
    if (booking !== null) this.#take(booking);
  }

  async save(): Promise<void> {
    this.#tried = true;
    this.#savedAt = null;
    if (this.#draft === null) return;
    const booking = placeBookingSchema.safeParse(bookingOf(this.#draft));
    if (!booking.success) return;
    const saved = await this.#view.ask(() => call('booking-rules.write', booking.data));
    this.#tell();
    if (saved === null) return;
    this.#take(booking.data);
    this.#savedAt = this.#view.now;
  }

  addGroup(): void {
    this.#draft?.groups.push({ id: null, name: '', rules: {} });
  }

  removeGroup(index: number): void {
    this.#draft?.groups.splice(index, 1);
  }

  /** From now on the group differs in this; it starts from what holds for everybody. */
  differ(index: number, rule: RuleName): void {
    const group = this.#draft?.groups[index];
    if (group !== undefined) Object.assign(group.rules, { [rule]: this.#draft?.rules[rule] });
  }

  /** As for everybody again. */
  follow(index: number, rule: RuleName): void {
    const group = this.#draft?.groups[index];
    if (group === undefined) return;
    group.rules = Object.fromEntries(Object.entries(group.rules).filter(([name]) => name !== rule));
  }

  #tell(): void {
    this.#failure = this.#view.failure;
    this.#view.forgetFailure();
  }

  #take(booking: PlaceBooking): void {
    this.#kept = booking;
    this.#draft = draftOf(booking);
    this.#tried = false;
  }
}
