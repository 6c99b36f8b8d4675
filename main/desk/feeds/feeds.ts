import { randomBytes } from 'node:crypto';
import type { FeedKind, FeedPlace } from '../../../contract/book/feeds.ts';
import { cellAt, instantOfCell } from '../../../contract/book/cells.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import type { Clock } from '../clock.ts';
import type { EntryRow } from '../book/entry-rows.ts';
import type { EntryStore } from '../book/entry-store.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';
import { calendarFeed, type FeedEntry } from './calendar-feed.ts';

export interface FeedsParts {
  readonly store: Store;
  readonly entries: EntryStore;
  readonly settings: DeskSettings;
  readonly clock: Clock;
}

interface Subject {
  readonly kind: FeedKind;
  readonly subject: string;
}

const backMs = 30 * 24 * 60 * 60_000;
const aheadMs = 366 * 24 * 60 * 60_000;

/** Of what is booked nobody outside learns more than that it is. */
const summaries: Readonly<Record<EntryRow['kind'], string>> = {
  booking: 'Réservé',
  'walk-in': 'Occupé',
  workshop: 'Atelier',
  closure: 'Fermé',
  maintenance: 'En maintenance',
};

/**
 * Calendars that others subscribe to: of each workstation, of each room, and of the workshops. Whoever has the address may read; a new address ends
 * the old one. No name and no code is ever in one.
 */
export class Feeds {
  readonly #parts: FeedsParts;

  constructor(parts: FeedsParts) {
    this.#parts = parts;
  }

  /** Every calendar of the place, with its address. */
  places(): FeedPlace[] {
    const { workstations } = this.#parts.settings;
    const rooms = [...new Set(workstations.map(({ room }) => room))];
    return [
      this.#placeOf({ kind: 'workshops', subject: '' }, ''),
      ...rooms.map((room) => this.#placeOf({ kind: 'room', subject: room }, room)),
      ...workstations.map(({ id, name }) => this.#placeOf({ kind: 'workstation', subject: id }, name)),
    ];
  }

  /** A new address; the one before leads nowhere. */
  renew(kind: FeedKind, subject: string): void {
    prepared(
      this.#parts.store,
      `INSERT INTO feeds (kind, subject, token) VALUES (?, ?, ?)
       ON CONFLICT (kind, subject) DO UPDATE SET token = excluded.token`,
    ).run(kind, subject, randomBytes(24).toString('base64url'));
  }

  /** What stands at an address; null: nothing does. */
  read(token: string): string | null {
    const found = prepared<[string], Subject>(this.#parts.store, 'SELECT kind, subject FROM feeds WHERE token = ?').get(
      token,
    );
    if (found === undefined) return null;
    const { settings } = this.#parts;
    const name = [settings.place.name, this.#nameOf(found)].filter(Boolean).join(' – ');
    return calendarFeed({ name, zone: settings.place.zone, entries: this.#entriesOf(found) });
  }

  #placeOf({ kind, subject }: Subject, name: string): FeedPlace {
    const token = this.#tokenOf(kind, subject);
    return { kind, subject, name, path: `/calendars/${token}.ics` };
  }

  #tokenOf(kind: FeedKind, subject: string): string {
    const find = prepared<[string, string], { token: string }>(
      this.#parts.store,
      'SELECT token FROM feeds WHERE kind = ? AND subject = ?',
    );
    const known = find.get(kind, subject);
    if (known !== undefined) return known.token;
    this.renew(kind, subject);
    return find.get(kind, subject)?.token ?? '';
  }

  #nameOf({ kind, subject }: Subject): string {
    if (kind === 'workshops') return 'ateliers';
    if (kind === 'room') return subject;
    return this.#parts.settings.workstations.find(({ id }) => id === subject)?.name ?? '';
  }

  #entriesOf({ kind, subject }: Subject): FeedEntry[] {
    const { entries, clock, settings } = this.#parts;
    const span = { from: cellAt(clock() - backMs), to: cellAt(clock() + aheadMs) };
    const inRoom = new Set(settings.workstations.filter(({ room }) => room === subject).map(({ id }) => id));
    return entries
      .everBetween(span)
      .filter(({ kind: own, state, holds }) => {
        if (state === 'pending') return false;
        if (kind === 'workshops') return own === 'workshop';
        return holds.some(({ workstation }) => (kind === 'room' ? inRoom.has(workstation) : workstation === subject));
      })
      .map((row) => this.#feedEntry(row));
  }

  #feedEntry({ id, kind, title, state, version, from, to, holds, changedAt }: EntryRow): FeedEntry {
    const { settings } = this.#parts;
    const names = settings.workstations.filter(({ id: one }) => holds.some(({ workstation }) => workstation === one));
    return {
      uid: `${id}@escale`,
      sequence: version - 1,
      isCancelled: state === 'cancelled',
      startsAt: instantOfCell(from),
      endsAt: instantOfCell(to),
      changedAt,
      summary: title ?? summaries[kind],
      location: [settings.place.name, names.map(({ name }) => name).join(' + ')].join(', '),
    };
  }
}
