import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cellFrom } from '../../../contract/book/cells.ts';
import { deskSettingsSchema } from '../../../contract/settings.ts';
import { Book } from '../../../main/desk/book/book.ts';
import { People } from '../../../main/desk/people/people.ts';
import { openStore, type Store } from '../../../main/desk/store/open-store.ts';
import { TicketBook } from '../../../main/desk/tickets/ticket-book.ts';
import { TicketSessions } from '../../../main/desk/tickets/ticket-sessions.ts';

export interface OwnBook {
  readonly book: Book;
  readonly store: Store;
  readonly workstations: readonly string[];
  close(): void;
}

/** The desk's book in this process, on a disk, with every workstation's kiosk on the line. Open from nine to six, but on Sundays. */
export function openOwnBook(seats: number, now: number): OwnBook {
  const folder = mkdtempSync(join(tmpdir(), 'escale-bench-book-'));
  const settings = deskSettingsSchema.parse({
    ...{ port: 4300, data: folder, screens: folder, placeKey: folder, central: null },
    place: { id: randomUUID(), name: 'Les Chaprais', commune: 'Besançon', zone: 'Europe/Paris' },
    workstations: Array.from({ length: seats }, (_, at) => ({
      ...{ id: randomUUID(), name: `Poste ${at + 1}`, key: randomBytes(32).toString('hex') },
    })),
  });
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.problem.expected);
  const store = opened.value;
  const clock = (): number => now;
  const sessions = new TicketSessions(store);
  const tickets = new TicketBook({ store, sessions, settings, clock, resumeMs: () => 0 });
  const book = new Book({
    ...{ store, settings, tickets, clock, people: new People(store, clock), hours: { openBetween } },
    ticketOf: () => null,
    seat: () => ({ onLine: true, endsAt: null }),
    handOut: () => null,
    changed: () => undefined,
  });
  const workstations = settings.workstations.map(({ id }) => id);
  // Each kiosk has a slice that is over already: what is booked here is the desk's own.
  for (const id of workstations) book.handovers.number(id, '', cellFrom(now));
  return {
    ...{ book, store, workstations },
    close: () => {
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

function openBetween(from: number, to: number): { opensAt: number; closesAt: number }[] {
  const first = Math.floor(from / dayMs);
  const days = Array.from({ length: Math.ceil(to / dayMs) - first }, (_, at) => (first + at) * dayMs);
  return days
    .filter((day) => new Date(day).getUTCDay() !== 0)
    .map((day) => ({ opensAt: day + 9 * hourMs, closesAt: day + 18 * hourMs }));
}
