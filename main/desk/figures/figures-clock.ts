import { schedule, type ScheduledTask } from 'node-cron';
import type { Logger } from 'pino';
import type { CentralLink } from '../central-link/central-link.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { Outages } from './outages.ts';
import type { SheetBook } from './sheet-book.ts';

/** Long enough to take the facts of one moment together, short enough that a session is on central's page while people still look. */
const soonMs = 1000;

export interface FiguresClockParts {
  readonly tickets: TicketBook;
  readonly sheets: SheetBook;
  readonly outages: Pick<Outages, 'look'>;
  readonly workstations: readonly { readonly id: string }[];
  /** Null: a place on its own. */
  readonly central: CentralLink | null;
  readonly room: LiveRoom;
  readonly log: Logger;
}

/** When figures are made: every five minutes, shortly after something was recorded, and when the desk ends, which is often when the place closes. */
export class FiguresClock {
  readonly #parts: FiguresClockParts;
  #task: ScheduledTask | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(parts: FiguresClockParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#task = schedule('*/5 * * * *', () => this.#make(), { name: 'figures', timezone: 'UTC', noOverlap: true });
    this.soon();
  }

  soon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#make();
    }, soonMs);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#soon);
    await this.#task?.destroy();
    this.#make();
  }

  /** What breaks here breaks again in five minutes, and is in the log each time; the desk goes on. */
  #make(): void {
    const { tickets, sheets, outages, workstations, central, room, log } = this.#parts;
    try {
      outages.look(room, workstations);
      tickets.forgetExpired();
      if (sheets.settle() > 0) room.changed();
      central?.nudge();
    } catch (error) {
      log.error({ error }, 'figures could not be made');
    }
  }
}
