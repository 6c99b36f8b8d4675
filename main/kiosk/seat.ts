import type { Logger } from 'pino';
import type { Problem } from '../../contract/problem.ts';
import type { PageZoom, Tab } from '../../contract/screens.ts';
import type { BrowsingPolicy, RefusalReason } from './browsing/decide.ts';
import { within, type Clock } from './clock.ts';
import { DocumentsPanel } from './documents/panel.ts';
import { FastFailures } from './fast-failures.ts';
import type { Host, Leftover, Visitor } from './host.ts';
import type { Surroundings } from './session/views.ts';
import type { MachineTraces } from './traces/machine-traces.ts';
import type { PlantedToken } from './traces/planted-token.ts';
import type { SelfTest } from './walls/self-test.ts';

export interface SeatParts {
  readonly host: Host;
  readonly proxySocket: string;
  readonly token: PlantedToken;
  readonly traces: MachineTraces;
  readonly selfTest: SelfTest;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heard: {
    tabsChanged(): void;
    /** The panel of documents opened, closed, or lists others. */
    panelChanged(): void;
    refused(reason: RefusalReason, category?: string): void;
    /** A browser in use died. */
    gone(): void;
    /** Five failures within a minute, or a wall around the browser that does not stand. */
    failed(problem: Problem): void;
  };
}

/** One browser, from its start on. */
interface Browser {
  readonly opening: Promise<Visitor>;
  /** Null until it waits behind walls that were proven. */
  visitor: Visitor | null;
  begun: boolean;
  lost: boolean;
}

/** Above any host's own patience with a slow machine. */
const openLimitMs = 60_000;
const beginLimitMs = 10_000;
const actLimitMs = 5_000;
const endLimitMs = 5_000;
const pauseMs = 1_000;
/** Killed processes take a moment to vanish; what is there longer than this stays. */
const vanishLimitMs = 3_000;
const lookAgainMs = 100;
const lookLimitMs = 10_000;

/** A browser started, and a wall around it does not stand. */
class Unwalled extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.where);
    this.problem = problem;
  }
}

/** Where a visitor sits: at most one browser at a time, waiting or in use, never used twice. */
export class Seat {
  readonly #parts: SeatParts;
  readonly panel: DocumentsPanel;
  readonly #failures = new FastFailures();
  #browser: Browser | null = null;
  #tabs: readonly Tab[] = [];
  #zoom: PageZoom = 100;
  #cancelRetry: () => void = () => undefined;

  constructor(parts: SeatParts) {
    this.#parts = parts;
    this.panel = new DocumentsPanel(() => parts.heard.panelChanged());
  }

  get tabs(): readonly Tab[] {
    return this.#tabs;
  }

  /** What a scene shows of the browser. */
  get view(): Pick<Surroundings, 'tabs' | 'zoom' | 'documents' | 'panel'> {
    return { tabs: this.#tabs, zoom: this.#zoom, documents: this.panel.documents, panel: this.panel.shown };
  }

  /** Starts a browser that waits, unless there is one. */
  prepare(): void {
    if (this.#browser !== null) return;
    const opening = Promise.resolve().then(() => this.#open(browser));
    const browser: Browser = { begun: false, lost: false, visitor: null, opening };
    this.#browser = browser;
    opening.catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'a browser did not start');
      if (error instanceof Unwalled && this.#browser === browser) this.#parts.heard.failed(error.problem);
      else this.#lose(browser);
    });
  }

  /** The browser that waits behind proven walls, or is in use; null while there is none. */
  get visitor(): Visitor | null {
    return this.#browser?.visitor ?? null;
  }

  /** The browser in use is not to be trusted any more: counts as its death. False: none is in use. */
  giveUp(): boolean {
    const browser = this.#browser;
    if (browser?.begun !== true || browser.lost) return false;
    this.#lose(browser);
    return true;
  }

  /** Resolves when the browser waits and has nothing open on the network, or did not come: a change of the rules cuts whatever is under way. */
  async settle(): Promise<void> {
    this.prepare();
    if (this.#browser === null) return;
    await within(this.#parts.clock, openLimitMs, this.#browser.opening).then(nothingOpened, nothingOpened);
  }

  /** Gives the browser to the visitor. False: it did not open its first page; `clear` is due. */
  async begin(policy: BrowsingPolicy, home: string): Promise<boolean> {
    this.prepare();
    const browser = this.#browser;
    if (browser === null) return false;
    browser.begun = true;
    try {
      const visitor = await within(this.#parts.clock, openLimitMs, browser.opening);
      await within(this.#parts.clock, beginLimitMs, visitor.begin(policy, home));
      return this.#browser === browser;
    } catch (error) {
      this.#parts.log.error({ err: error }, 'a browser could not be handed over');
      this.#lose(browser);
      return false;
    }
  }

  /** Something done in the visitor's browser (show a tab, go back). Rejects when there is none in use, or it does not do it. */
  async act(work: (visitor: Visitor) => Promise<void>): Promise<void> {
    if (this.#browser?.begun !== true) throw new Error('no browser is in use');
    const visitor = await this.#browser.opening;
    await within(this.#parts.clock, actLimitMs, work(visitor));
  }

  /** What a facilitator has opened by now; a browser that has not begun is told when it does. */
  async openSites(sites: readonly string[]): Promise<void> {
    if (this.#browser?.begun !== true) return;
    await this.act((visitor) => visitor.openSites(sites));
  }

  async zoomPages(zoom: PageZoom): Promise<void> {
    await this.act((visitor) => visitor.zoom(zoom));
    this.#zoom = zoom;
    this.#parts.heard.tabsChanged();
  }

  /** Kills the browser, then looks for its traces. Empty is the proof; else the kinds of places where something was or may be left. */
  async clear(): Promise<readonly string[]> {
    const kinds = (await this.kill()) ? [] : ['process'];
    try {
      const leftovers = await this.#lookForLeftovers();
      if (leftovers.length > 0) this.#parts.log.error({ leftovers }, 'the wipe left something');
      kinds.push(...leftovers.map(({ what }) => what));
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the wipe could not be checked');
      kinds.push('unchecked');
    }
    if (kinds.length === 0) this.#parts.token.forget();
    return [...new Set(kinds)].toSorted();
  }

  /** False: the host could not say that no process of it is left. */
  async kill(): Promise<boolean> {
    this.#cancelRetry();
    const browser = this.#browser;
    this.#browser = null;
    this.#tabs = [];
    this.#zoom = 100;
    this.panel.forget();
    if (browser === null) return true;
    try {
      await within(
        this.#parts.clock,
        endLimitMs,
        browser.opening.then((visitor) => visitor.end(), nothingOpened),
      );
      return true;
    } catch (error) {
      this.#parts.log.error({ err: error }, 'a browser did not end');
      return false;
    }
  }

  async #open(browser: Browser): Promise<Visitor> {
    const { heard, host, proxySocket, selfTest, token } = this.#parts;
    const visitor = await host.openVisitor({
      proxySocket,
      tabsChanged: (tabs) => {
        if (this.#browser !== browser) return;
        this.#tabs = tabs;
        heard.tabsChanged();
      },
      documentsChanged: (documents) => {
        if (this.#browser === browser) this.panel.held(documents);
      },
      filesWanted: (wish) => {
        if (this.#browser === browser) this.panel.wanted(wish);
      },
      refused: (reason, category) => {
        if (this.#browser === browser) heard.refused(reason, category);
      },
      gone: () => this.#lose(browser),
    });
    const wanted = (): boolean => this.#browser === browser;
    if (wanted()) await token.plantIn(visitor);
    const problem = wanted() ? await selfTest.around(visitor, wanted) : null;
    if (problem !== null) {
      await visitor.end();
      throw new Unwalled(problem);
    }
    browser.visitor = visitor;
    return visitor;
  }

  /** Told by the opening, the handing over and the host alike; counts once. */
  #lose(browser: Browser): void {
    if (this.#browser !== browser || browser.lost) return;
    browser.lost = true;
    const tooMany = this.#countFailure();
    if (browser.begun) {
      this.#parts.heard.gone();
      return;
    }
    this.#browser = null;
    if (!tooMany) this.#cancelRetry = this.#parts.clock.after(pauseMs, () => this.prepare());
  }

  #countFailure(): boolean {
    const tooMany = this.#failures.count(this.#parts.clock.now().monotonicMs);
    if (tooMany) {
      const expected =
        'a browser that starts and stays; restart this workstation, and call the technician if it comes back';
      this.#parts.heard.failed({ code: 'internal', where: 'visitor browser', expected });
    }
    return tooMany;
  }

  async #look(): Promise<readonly Leftover[]> {
    const { host, token, traces } = this.#parts;
    const found = await Promise.all([host.findLeftovers(), traces.find(token.word)]);
    return found.flat();
  }

  async #lookForLeftovers(): Promise<readonly Leftover[]> {
    const { clock } = this.#parts;
    const untilMs = clock.now().monotonicMs + vanishLimitMs;
    for (;;) {
      const leftovers = await within(clock, lookLimitMs, this.#look());
      if (leftovers.length === 0 || clock.now().monotonicMs >= untilMs) return leftovers;
      await new Promise<void>((resolve) => {
        clock.after(lookAgainMs, resolve);
      });
    }
  }
}

const nothingOpened = (): void => undefined;
