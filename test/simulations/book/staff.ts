import { cellAt, cellMs } from '../../../contract/book/cells.ts';
import type { Result } from '../../../contract/problem.ts';
import type { Booked, Seen } from '../../../main/desk/book/bookings.ts';
import type { EntryRow } from '../../../main/desk/book/entry-rows.ts';
import type { DeskLife } from './desk.ts';
import type { Place } from './place.ts';
import type { Visitors } from './visitors.ts';
import type { Wanted } from './wanted.ts';

const minuteMs = 60_000;
/** Somebody looks, is asked something, and then presses. */
const slowestHandMs = 60_000;

/** Facilitators at the desk's screens, several at once: each acts on what they saw, and believes what they were answered. */
export class Staff {
  readonly #place: Place;
  readonly #visitors: Visitors;
  /** Every entry that somebody has seen, those that are over too. */
  readonly #known: string[] = [];
  /** Entries that are being moved: until the answer they have their old place. */
  readonly moving = new Set<string>();

  constructor(place: Place, visitors: Visitors) {
    this.#place = place;
    this.#visitors = visitors;
  }

  /** A time that others may want too. */
  want(): Wanted {
    const { agenda, chance, wanted, settings } = this.#place;
    const near = chance.is(0.6) ? chance.of(wanted) + chance.between(-2, 2) * 15 * minuteMs : 0;
    const anyTime = agenda.now + chance.span(1, 48 * 60) * minuteMs;
    const at = near >= agenda.now ? near : anyTime;
    const workstation = chance.is(0.5) ? null : chance.of(settings.workstations).id;
    return {
      startsAt: Math.floor(at / cellMs) * cellMs,
      minutes: chance.of([10, 15, 30, 30, 60, 60, 90, 120]),
      workstation,
    };
  }

  book(): void {
    const { chance, settings, promises } = this.#place;
    const together = chance.is(0.15) ? chance.between(2, settings.workstations.length) : 1;
    const wanted = this.want();
    const wish = { ...wanted, together, ...(together > 1 && { workstation: null }) };
    const maker = { by: 'camille', override: chance.is(0.3) ? 'a visitor in need' : null };
    this.#do('books', async ({ records }) => {
      const rest = { features: [], purpose: null, group: null, person: null };
      const booked = await records.book.bookings.make({ ...wish, ...rest }, maker);
      if (!booked.made) return `refused: ${booked.broken.join(', ')}`;
      const person = promises.newPerson();
      this.#believe(booked, person);
      this.#visitors.expect(booked.entry.id, booked.codes ?? []);
      return `person ${person}: ${this.#textOf(booked.entry)}`;
    });
  }

  move(): void {
    const { chance } = this.#place;
    const to = this.want();
    const workstation = chance.is(0.6) ? null : to.workstation;
    this.#change('moves', ({ records }, seen) => {
      this.moving.add(seen.entry);
      const maker = { by: 'camille', override: chance.is(0.3) ? 'a visitor in need' : null };
      const startsAt = chance.is(0.3) ? this.#laterThan(seen.entry, to.startsAt) : to.startsAt;
      return records.book.bookings.move(seen, { ...to, startsAt, workstation }, maker);
    });
  }

  restore(): void {
    this.#change('restores', ({ records }, seen) =>
      records.book.bookings.restore(seen, { by: 'camille', override: null }),
    );
  }

  cancel(): void {
    const { promises } = this.#place;
    this.#act('cancels', async ({ records }, seen) => {
      promises.doubt(seen.entry, true);
      const cancelled = await records.book.bookings.cancel(seen);
      promises.doubt(seen.entry, false);
      if (!cancelled.ok) return cancelled.problem.code;
      promises.takenBack(seen.entry);
      return this.#textOf(cancelled.value);
    });
  }

  /** Closures promise nothing; a workshop is a promise to all who come. */
  block(): void {
    const { chance, settings, promises } = this.#place;
    const kind = chance.of(['closure', 'maintenance', 'workshop'] as const);
    const { startsAt, minutes } = this.want();
    const from = cellAt(startsAt);
    const span = { from, to: from + minutes / 5 };
    const workstations = settings.workstations.map(({ id }) => id).filter(() => chance.is(0.6));
    if (workstations.length === 0) return;
    this.#do(`makes a ${kind}`, async ({ records }) => {
      const block = { ...span, kind, title: kind, workshop: null, workstations, by: 'camille' };
      const made = await records.book.blocks.make(block);
      if (!made.made) return `refused: ${made.broken.join(', ')}`;
      if (made.entry.state !== 'confirmed') this.#place.fail(`made, and yet ${made.entry.state}`);
      this.#known.push(made.entry.id);
      const stretches = this.#place.stretchesOf(made.entry);
      if (kind === 'workshop') {
        promises.book(made.entry.id, { person: promises.newPerson(), stretches, lapses: false });
      }
      return this.#textOf(made.entry);
    });
  }

  /** Somebody at the counter is sent to a workstation. */
  send(): void {
    const { chance, settings } = this.#place;
    const workstation = chance.of(settings.workstations).id;
    const minutes = chance.of([15, 30, 60, 120]);
    this.#do(`sends somebody to ${this.#place.nameOf(workstation)} for ${minutes} min`, async ({ handlers }) => {
      const sent = await handlers['session.start']({ workstation, minutes, label: null }, asker);
      return sent.ok ? `${sent.value.minutes} min, ${sent.value.reason}` : sent.problem.where;
    });
  }

  /** Only where nothing speaks against it. */
  extend(): void {
    const { chance, agenda, seats } = this.#place;
    const seat = chance.of(seats);
    const session = seat.life?.running?.session;
    const minutes = chance.of([5, 15, 30, 60]);
    const asked = { workstation: seat.id, minutes, session: session ?? '' };
    this.#do(`looks whether ${seat.name} may have ${minutes} min more`, async ({ handlers }) => {
      const preview = await handlers['extension.preview'](asked, asker);
      if (!preview.ok || preview.value.breaks.length > 0) return 'no';
      agenda.in(chance.between(0, slowestHandMs), () =>
        this.#do(`gives ${seat.name} ${minutes} min more`, async (desk) => {
          const there = this.#bookedOn(seat.id);
          for (const entry of there) this.#place.promises.doubt(entry, true);
          const told = await desk.handlers['session.extend']({ ...asked, endsAt: preview.value.endsAt }, asker);
          // Those whom the desk has sent elsewhere for it are told so.
          for (const entry of there) this.#see(desk, entry);
          return told.ok ? 'told' : told.problem.code;
        }),
      );
      return 'yes';
    });
  }

  end(): void {
    const seat = this.#place.chance.of(this.#place.seats);
    const session = seat.life?.running?.session ?? '';
    this.#do(`ends the session on ${seat.name}`, async ({ handlers }) => {
      const ended = await handlers['session.end']({ workstation: seat.id, session }, asker);
      return ended.ok ? 'told' : ended.problem.code;
    });
  }

  give(): void {
    const { chance } = this.#place;
    const minutes = chance.of([15, 30, 60]);
    this.#do('gives a ticket', ({ records }) => {
      const given = records.tickets.give(minutes);
      if (given.ok) this.#visitors.come(given.value.code, minutes);
      return Promise.resolve(given.ok ? `${minutes} min` : given.problem.code);
    });
  }

  /** Visitors' own bookings stand on the timeline like all others. */
  hearOf(entry: string): void {
    this.#known.push(entry);
  }

  /** The desk was away: whoever was not answered looks at the timeline again. */
  lookAgain(desk: DeskLife): void {
    for (const [entry, promise] of this.#place.promises.bookings) {
      if (promise.inDoubt || this.moving.has(entry)) this.#see(desk, entry);
    }
  }

  /** Where the timeline shows it now. */
  #see(desk: DeskLife, entry: string): void {
    const { promises } = this.#place;
    const promise = promises.bookings.get(entry);
    this.moving.delete(entry);
    if (promise === undefined) return;
    promises.doubt(entry, false);
    const row = desk.records.book.entries.find(entry);
    if (row?.state !== 'confirmed') promises.takenBack(entry);
    else if (promise.came.size === 0) promises.moved(entry, this.#place.stretchesOf(row));
  }

  #bookedOn(workstation: string): string[] {
    const { promises, agenda } = this.#place;
    return promises
      .booked(agenda.now)
      .filter((stretch) => stretch.workstation === workstation)
      .map(({ entry }) => entry);
  }

  /** A booking is changed to another place or time, or taken up again. */
  #change(what: string, change: (desk: DeskLife, seen: Seen) => Promise<Result<Booked>>): void {
    const { promises } = this.#place;
    this.#act(what, async (desk, seen) => {
      const changed = await change(desk, seen);
      this.moving.delete(seen.entry);
      if (!changed.ok) return changed.problem.code;
      if (!changed.value.made) return `refused: ${changed.value.broken.join(', ')}`;
      const { entry } = changed.value;
      if (promises.bookings.has(entry.id)) promises.moved(entry.id, this.#place.stretchesOf(entry));
      this.#believe(changed.value, this.#visitors.ownerOf(entry));
      this.#visitors.expect(entry.id, []);
      return this.#textOf(entry);
    });
  }

  #believe(booked: Extract<Booked, { made: true }>, person: number): void {
    const { promises } = this.#place;
    const { entry } = booked;
    if (entry.state !== 'confirmed') this.#place.fail(`answered as made, and yet ${entry.state}`);
    this.#known.push(entry.id);
    for (const { ticket } of entry.holds) if (ticket !== null) promises.own(ticket, person);
    if (promises.bookings.has(entry.id)) return;
    promises.book(entry.id, { person, stretches: this.#place.stretchesOf(entry), lapses: entry.kind === 'booking' });
  }

  /** On an entry as it was seen, which may be a while ago. */
  #act(what: string, act: (desk: DeskLife, seen: Seen) => Promise<string>): void {
    const { chance, agenda, desk, store } = this.#place;
    if (desk === null) return;
    // Those that are only being made stand on the timeline too.
    const pending = store.prepare<[], { id: string }>(`SELECT id FROM entries WHERE state = 'pending'`).all();
    const entries = pending.length > 0 && chance.is(0.5) ? pending.map(({ id }) => id) : this.#known;
    const id = entries.length === 0 ? null : chance.of(entries);
    const row = id === null ? null : desk.records.book.entries.find(id);
    if (row === null) return;
    const seen = { entry: row.id, version: row.version };
    agenda.in(chance.is(0.5) ? 0 : chance.between(0, slowestHandMs), () =>
      this.#do(`${what} ${this.#textOf(row)}`, (life) => act(life, seen)),
    );
  }

  #do(what: string, act: (desk: DeskLife) => Promise<string>): void {
    const { desk, agenda } = this.#place;
    if (desk === null) return;
    agenda.oweTurns();
    this.#place.tell(() => `staff ${what}`);
    act(desk).then(
      (answer) => this.#place.tell(() => `staff ${what}: ${answer}`),
      (error: unknown) => this.#place.fail(`staff ${what}: ${String(error)}`),
    );
  }

  #laterThan(entry: string, otherwise: number): number {
    const stretch = this.#place.promises.bookings.get(entry)?.stretches[0];
    return stretch === undefined ? otherwise : stretch.from + this.#place.chance.between(-6, 6) * cellMs;
  }

  #textOf(row: EntryRow): string {
    const where = row.holds.map(({ workstation }) => this.#place.nameOf(workstation)).join(' and ');
    const from = new Date(row.from * cellMs).toISOString().slice(8, 16);
    return `${row.kind} ${this.#place.labelOf(row.id)} (${row.state}) on ${where} from ${from} for ${(row.to - row.from) * 5} min`;
  }
}

/** Nobody who is signed in is asked for a name. */
const asker = { account: 'camille' } as never;
