import type { WebSocket } from '@fastify/websocket';
import type { Logger } from 'pino';
import type { BookQuestion } from '../../../contract/book/self-service.ts';
import type { DeskSettings } from '../../../contract/settings.ts';
import { SelfService } from '../../../main/desk/book/self-service.ts';
import { openRecords, type Records, slicesOf } from '../../../main/desk/records.ts';
import { KioskLinks } from '../../../main/desk/link/kiosk-links.ts';
import { Queue } from '../../../main/desk/queue/queue.ts';
import { LiveRoom } from '../../../main/desk/room/live-room.ts';
import type { HandlerParts } from '../../../main/desk/routes/handler-parts.ts';
import { sessionHandlers } from '../../../main/desk/routes/session-handlers.ts';
import { DryRun } from '../../../main/desk/rules/dry-run.ts';
import { SiteWishes } from '../../../main/desk/sites/site-wishes.ts';
import type { Store } from '../../../main/desk/store/open-store.ts';
import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';
import type { End, Line } from './wire.ts';

/**
 * Safeguards that can be taken out, to see that their lack is found. `constraint`: the choice sees no booking, and the schema keeps nothing apart;
 * `handover`: kiosks are told, not asked; `epochs`: a kiosk takes every slice that comes, however old.
 */
export const safeguards = ['constraint', 'handover', 'epochs'] as const;

export type Safeguard = (typeof safeguards)[number];

export interface DeskParts {
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly store: Store;
  readonly settings: DeskSettings;
  readonly without: ReadonlySet<Safeguard>;
  /** What the desk would write into its log as an error: there is none that may happen. */
  readonly failed: (error: unknown) => void;
}

/** The longest that the disk takes. */
const slowestWriteMs = 30;
/** And the desk itself. */
const slowestPushMs = 100;

/** One life of the desk's program, from its start to its end: the real one, but for the network, the disk's slowness and time. */
export class DeskLife {
  readonly records: Records;
  readonly handlers: ReturnType<typeof sessionHandlers>;
  readonly room: LiveRoom;
  readonly links: KioskLinks;
  readonly slices: ReturnType<typeof slicesOf>;
  readonly #queue: Queue;
  readonly #parts: DeskParts;
  readonly #sockets = new Set<DeskSocket>();
  #lives = true;
  #pushes = false;

  constructor(parts: DeskParts) {
    const { agenda, store, settings, without } = parts;
    this.#parts = parts;
    const clock = (): number => agenda.now;
    this.records = openRecords({
      ...{ store, settings, clock },
      soon: (act) => this.#whileAlive(parts.chance.between(0, slowestWriteMs), act),
      later: (delayMs, act) => this.#whileAlive(delayMs, act),
      room: {
        seat: (workstation) => ({
          onLine: this.links.isOnLine(workstation),
          endsAt: this.room.seatedUntil(workstation),
        }),
        handOut: (workstation) => this.links.handOut(workstation),
        changed: () => this.#recorded(),
      },
    });
    if (without.has('constraint')) this.records.book.board.taken = () => [];
    if (without.has('handover')) {
      this.records.book.handovers.whenHeld = () => Promise.resolve({ held: true, endsAt: null });
    }
    this.slices = slicesOf({ settings, overrides: {}, clock }, { ...this.records, waiting: () => this.#queue.count() });
    const wishes = new SiteWishes(clock);
    this.room = this.#room(wishes);
    this.links = this.#link(wishes);
    const { room, links } = this;
    const dryRun = new DryRun({ ...this.records, room, clock, waiting: () => this.#queue.count() });
    const shared = { ...this.records, store, settings, clock, dryRun, room, links };
    const log = logOf(parts.failed);
    const changed = (): void => this.#recorded();
    this.#queue = new Queue({
      ...{ ...shared, log, changed },
      later: (delayMs, act) => this.#whileAlive(delayMs, act),
    });
    const of = { ...shared, ticketSessions: this.records.sessions, queue: this.#queue, wishes, recorded: changed };
    // Who is signed in is nobody's business here.
    this.handlers = sessionHandlers(of as unknown as HandlerParts);
    room.listen(() => this.#queue.look());
  }

  /** A kiosk has dialled. */
  accept(): { readonly end: End; readonly bind: (line: Line) => void } {
    const socket: DeskSocket = new DeskSocket(() => this.#parts.agenda.oweTurns());
    this.#sockets.add(socket);
    this.links.accept(socket as unknown as WebSocket);
    return { end: socket, bind: (line) => (socket.line = line) };
  }

  /** Once a minute, in the real desk. */
  pushSlices(): void {
    this.links.pushSlices();
    this.#parts.agenda.oweTurns();
  }

  /** What was in memory is gone, and what was not yet committed. Kiosks notice in their own time. */
  end(noticedAfterMs: () => number): void {
    this.#lives = false;
    this.#queue.stop();
    for (const socket of this.#sockets) socket.die(noticedAfterMs());
    this.#sockets.clear();
  }

  #whileAlive(delayMs: number, act: () => void): () => void {
    const { agenda } = this.#parts;
    return agenda.in(delayMs, () => {
      if (!this.#lives) return;
      act();
      agenda.oweTurns();
    });
  }

  /** Other things have their turn before the kiosks are told: many changes then come in one slice. */
  #recorded(): void {
    if (this.#pushes) return;
    this.#pushes = true;
    this.#whileAlive(this.#parts.chance.between(0, slowestPushMs), () => {
      this.#pushes = false;
      this.pushSlices();
    });
  }

  #room(wishes: SiteWishes): LiveRoom {
    const { settings, agenda } = this.#parts;
    return new LiveRoom({
      ...{ settings, wishes, clock: () => agenda.now, soon: (act: () => void) => agenda.soon(act) },
      startOf: (session) => this.records.facts.startOf(session),
      countOpenTickets: () => this.records.tickets.countOpen(),
      list: () => null,
      queue: () => this.#queue.read(),
      undescribed: () => [],
      sheetsWaitingSince: () => null,
    });
  }

  #link(wishes: SiteWishes): KioskLinks {
    const { settings, agenda, failed } = this.#parts;
    const { tickets, facts, book } = this.records;
    const clock = (): number => agenda.now;
    return new KioskLinks({
      ...{ workstations: settings.workstations, room: this.room, tickets, facts, wishes, clock },
      ...{ slices: this.slices, handovers: book.handovers, list: () => null, log: logOf(failed) },
      answer: (question: BookQuestion) => {
        const queue = this.#queue;
        return new SelfService({ book, tickets, settings, clock, queue }).answer(question);
      },
      recorded: () => this.#recorded(),
      soon: (act) => agenda.soon(act),
    });
  }
}

function logOf(failed: (error: unknown) => void): Logger {
  const nothing = (): void => undefined;
  return { debug: nothing, info: nothing, warn: nothing, error: failed } as unknown as Logger;
}

type Heard = (...words: unknown[]) => void;

/** The desk's end of a connection, as its WebSocket server would hand it over. */
class DeskSocket implements End {
  readonly OPEN = 1;
  readyState = 1;
  line: Line | null = null;
  readonly #listeners = new Map<string, Heard[]>();
  readonly #turn: () => void;

  constructor(turn: () => void) {
    this.#turn = turn;
  }

  on(event: string, listener: Heard): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  send(text: string): void {
    if (this.readyState === this.OPEN) this.line?.send('desk', text);
  }

  ping(): void {
    // Whoever is there answers, in no time that counts.
  }

  close(): void {
    this.terminate();
  }

  terminate(): void {
    this.readyState = 2;
    this.line?.close('desk');
  }

  heard(text: string): void {
    this.#tell('message', Buffer.from(text), false);
  }

  closed(): void {
    this.readyState = 3;
    this.#tell('close');
  }

  die(noticedAfterMs: number): void {
    this.readyState = 3;
    this.#tell('close');
    this.line?.vanish('desk', noticedAfterMs);
  }

  #tell(event: string, ...words: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...words);
    this.#turn();
  }
}
