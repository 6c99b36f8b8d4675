import type { DeskSettings } from '../../../contract/settings.ts';
import type { Book } from '../book/book.ts';
import type { Clock } from '../clock.ts';
import type { KioskLinks } from '../link/kiosk-links.ts';
import type { Queue } from '../queue/queue.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { DryRun } from '../rules/dry-run.ts';
import type { Feeds } from '../feeds/feeds.ts';
import type { ImportTables } from '../imports/import-tables.ts';
import type { People } from '../people/people.ts';
import type { RuleBook } from '../rules/rule-book.ts';
import type { SignIn } from '../staff/sign-in.ts';
import type { StaffSessions } from '../staff/staff-sessions.ts';
import type { OpenedSites } from '../sites/opened-sites.ts';
import type { SiteWishes } from '../sites/site-wishes.ts';
import type { Supports } from '../supports/supports.ts';
import type { TicketBook } from '../tickets/ticket-book.ts';
import type { TicketSessions } from '../tickets/ticket-sessions.ts';
import type { WorkshopStart } from '../workshops/workshop-start.ts';
import type { Workshops } from '../workshops/workshops.ts';

/** What the answers to the desk's screens are made of. */
export interface HandlerParts {
  readonly signIn: SignIn;
  readonly sessions: StaffSessions;
  readonly tickets: TicketBook;
  readonly ticketSessions: TicketSessions;
  readonly rules: RuleBook;
  readonly dryRun: DryRun;
  readonly book: Book;
  readonly queue: Queue;
  readonly feeds: Feeds;
  readonly imports: ImportTables;
  readonly people: People;
  readonly workshops: Workshops;
  readonly workshopStart: WorkshopStart;
  readonly supports: Supports;
  readonly settings: DeskSettings;
  readonly links: KioskLinks;
  readonly room: LiveRoom;
  readonly wishes: SiteWishes;
  readonly openedSites: OpenedSites;
  readonly clock: Clock;
  /** Staff changed the book. */
  readonly recorded: () => void;
}
