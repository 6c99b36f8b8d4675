import { type Room, roomEventsPath, roomSchema } from '../../contract/desk-routes.ts';
import { parseJson } from '../../contract/problem.ts';

/** The desk speaks at least every ten seconds; a line this quiet is dead, whatever the browser believes. */
export const quietMs = 25_000;
const openAgainMs = 2000;

export type OpenEvents = (path: string) => EventSource;

/** The room as it comes in, and whether it still does. */
export class RoomFeed {
  readonly #openEvents: OpenEvents;
  /** The desk turned the stream away: perhaps the day is over, perhaps it just starts. */
  readonly #turnedAway: () => void;
  #room = $state.raw<Room | null>(null);
  #live = $state(false);
  /** The desk’s clock minus ours, in milliseconds: what counts down goes by the desk’s. */
  #aheadMs = $state(0);
  #events: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(openEvents: OpenEvents, turnedAway: () => void) {
    this.#openEvents = openEvents;
    this.#turnedAway = turnedAway;
  }

  get room(): Room | null {
    return this.#room;
  }

  get live(): boolean {
    return this.#live;
  }

  get aheadMs(): number {
    return this.#aheadMs;
  }

  open(): void {
    this.close();
    const events = this.#openEvents(roomEventsPath);
    this.#events = events;
    events.addEventListener('room', (event) => this.#take(event));
    events.addEventListener('error', () => this.#broke(events));
    this.#timer = setTimeout(() => this.#again(), quietMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#events?.close();
    this.#events = null;
    this.#live = false;
  }

  /** Forgets the room, too: the next one at this screen may be somebody else. */
  clear(): void {
    this.close();
    this.#room = null;
  }

  #take(event: Event): void {
    const data: unknown = 'data' in event ? event.data : null;
    const room = parseJson(roomSchema, typeof data === 'string' ? data : '', 'room');
    if (!room.ok) return;
    this.#room = room.value;
    this.#aheadMs = Date.parse(room.value.now) - Date.now();
    this.#live = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#again(), quietMs);
  }

  #broke(events: EventSource): void {
    this.#live = false;
    // Otherwise the browser tries again by itself.
    if (events.readyState !== events.CLOSED) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#turnedAway(), openAgainMs);
  }

  #again(): void {
    this.#live = false;
    this.open();
  }
}
