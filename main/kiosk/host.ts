import type { Result } from '../../contract/problem.ts';
import type { Ease, PageZoom, ScreenEventName, ScreenEventPayload, Tab } from '../../contract/screens.ts';
import type { TriedWall } from '../../contract/session.ts';
import type { TraceKind } from '../../contract/traces.ts';
import type { BrowsingPolicy, RefusalReason } from './browsing/decide.ts';

/**
 * What the kiosk asks of its outside, in kiosk words. A host (Electron, the distribution's Chromium) only wires: every decision is made
 * in `main/kiosk`. `test/hosts/` is the definition of a host: the promises below, as tests.
 */
export interface Host {
  readonly name: 'chromium' | 'electron';
  /** Walls that do not stand here. Empty on an installed kiosk; a demonstration shows them. */
  readonly missingWalls: readonly TriedWall[];
  /** Opens the kiosk's own screens, locked. Resolves when the page has loaded and can hear events. */
  openScreens(wiring: ScreensWiring): Promise<Screens>;
  /** Starts one visitor's browser, out of sight, on no page. Resolves when `begin` would be instant. */
  openVisitor(wiring: VisitorWiring): Promise<Visitor>;
  /** Milliseconds since somebody last touched the keyboard or the mouse of this display. */
  idleMs(): Promise<number>;
  /**
   * Makes keyboard and pointer of this display as wished, in our screens and the visitor's pages alike; `noEase` gives back all of it, with
   * every modifier that hangs. Resolves when the display has it so. What is set may outlive the kiosk that set it: each kiosk begins by
   * giving back. Null where a host cannot; nothing is offered then.
   */
  readonly ease: ((wishes: Ease) => Promise<void>) | null;
  /**
   * Tries the walls of the display, keys and windows, as far as they stand here: one answer for each that is not among `missingWalls`. Never
   * rejects: a wall that cannot be tried does not stand.
   */
  probe(trial: Trial): Promise<readonly WallAnswer[]>;
  /** What a finished visitor's browser left on this machine, looked for afresh: empty is the proof. */
  findLeftovers(): Promise<readonly Leftover[]>;
  /** Ends everything that the host started, in reverse order. Never rejects. */
  close(): Promise<void>;
}

/** How hard walls are tried. `whole`: as somebody would who wants out, with a real key; for when nobody sits here. `beside`: so that nobody notices. */
export type Trial = 'whole' | 'beside';

/** What a wall said when it was tried just now. `fault`: null = it stands; else what was seen, for a technician: no address, no title. */
export interface WallAnswer {
  readonly wall: TriedWall;
  readonly fault: string | null;
}

/** One of the kiosk's own files, held in memory: no server, no port. */
export interface ScreenFile {
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ScreensWiring {
  /** By path below the screens' origin (`/kiosk/index.html`). Whatever else is asked for does not exist. */
  readonly files: ReadonlyMap<string, ScreenFile>;
  /** First page, a key of `files`. */
  readonly page: string;
  /** Sent by the screens' page; unparsed, since the table is checked in one place (`main/kiosk/screens.ts`). Never rejects. */
  call(name: unknown, input: unknown): Promise<Result<unknown>>;
  /** The screens died. The host has already locked; the kiosk opens them again or goes out of service. */
  gone(): void;
}

export interface Screens {
  /** Lost when the screens are gone: a screen reads the whole state when it opens. */
  send<Name extends ScreenEventName>(name: Name, payload: ScreenEventPayload<Name>): void;
  /**
   * `warning`: the bar slid open over the upper half, the visitor's page below it, whole and with the keyboard.
   * `locked`: our page covers every display, no window of the visitor's is mapped or takes a key.
   * `bar`: our page is the bar on top, the visitor's page fills the rest and has the keyboard.
   * Resolves when the screen shows it; a rejection means that it could not be proven, and the kiosk must kill the visitor.
   */
  layout(layout: Layout): Promise<void>;
  close(): Promise<void>;
}

export type Layout = 'locked' | 'bar' | 'warning';

export interface VisitorWiring {
  /** Unix socket of the kiosk's proxy: the only way out. */
  readonly proxySocket: string;
  /** Tabs as they stand after a change, in the order of the strip. */
  tabsChanged(tabs: readonly Tab[]): void;
  /** What the session saved and holds whole, the newest first; at most `maxDocuments`. */
  documentsChanged(documents: readonly HeldDocument[]): void;
  /** The shown page waits for files, answered by `giveFiles`; null: it no longer does. */
  filesWanted(wish: FileWish | null): void;
  /** A decision refused something the visitor did; the host has shown the reason where there is a place for it. `category`: of the filter list. */
  refused(reason: RefusalReason, category?: string): void;
  /** The browser died and was not asked to. */
  gone(): void;
}

/** One visitor's browser: a process (with its jail) of its own, never used for a second session. */
export interface Visitor {
  /**
   * Before `begin`, unseen: opens the page at `address`, and leaves it when `until` settles. What the page stored stays in the browser. Rejects
   * when the page cannot be opened.
   */
  plant(address: string, until: Promise<unknown>): Promise<void>;
  /**
   * Tries the walls around this browser: network, jail and sandbox by what the kernel says of its processes, its way out by asking, the windows'
   * guard by what it has open. `whole`, before `begin` only and while the proxy is as open as it can be: also what nobody may reach, and the
   * policies. Never rejects.
   */
  probe(trial: Trial): Promise<readonly WallAnswer[]>;
  /** Gives the browser its rules and opens the first page. Called once. */
  begin(policy: BrowsingPolicy, home: string): Promise<void>;
  /** What a facilitator has opened by now, in the place of `policy.openedSites`: counts for whatever is asked for next. */
  openSites(sites: readonly string[]): Promise<void>;
  openTab(address: string): Promise<void>;
  showTab(tab: string): Promise<void>;
  closeTab(tab: string): Promise<void>;
  /** On the shown tab. */
  back(): Promise<void>;
  reload(): Promise<void>;
  /** Makes every page that large, those that open later too. Its browser begins at 100. */
  zoom(percent: PageZoom): Promise<void>;
  /** On the shown tab, as its own keys would; the page has the keyboard then, so that one can type on. */
  edit(command: EditCommand): Promise<void>;
  /** To the page that waits for files, by their ids; none: the visitor changed their mind. */
  giveFiles(documents: readonly string[]): Promise<void>;
  /** Kills it, at once and whole. Resolves when no process of it is left; safe to call again. */
  end(): Promise<void>;
}

/** A document in the session's folder. `name` is what `documentName` makes of a site's. */
export interface HeldDocument {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** More are kept, and no longer told. */
export const maxDocuments = 100;

export interface FileWish {
  readonly several: boolean;
  /** The field's own word for what it takes (HTML's `accept`); empty = anything. */
  readonly accept: string;
}

export type EditCommand = 'copy' | 'paste';

/** A trace of a visitor: `what` is a kind of place, never its content. */
export interface Leftover {
  readonly what: TraceKind;
  /** Enough for a technician to find it: a pid, a path. No title, no address. */
  readonly where: string;
}
