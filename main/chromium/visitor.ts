import type { Protocol } from 'devtools-protocol/types/protocol.d.ts';
import type { PageZoom } from '../../contract/screens.ts';
import type { BrowsingPolicy } from '../kiosk/browsing/decide.ts';
import type { EditCommand, Trial, Visitor, VisitorWiring, WallAnswer } from '../kiosk/host.ts';
import { visitorWords } from './chromium.ts';
import { within } from './deadline.ts';
import { quietly } from './quietly.ts';
import { DevToolsRefusal, type DevToolsSession } from './devtools.ts';
import { FileChoice } from './file-choice.ts';
import { pressEditingKey } from './editing.ts';
import { type Seat, visitorClass } from './seats.ts';
import type { LaunchedBrowser, Launcher } from './launcher.ts';
import { guardPage, type PageRules } from './page-guard.ts';
import { SavedDocuments } from './saved-documents.ts';
import { dismissDialog, fillMonitor, goBack } from './page-turning.ts';
import { type OpenTab, Tabs, whyNoTab } from './tabs.ts';
import { isUnseen, tryVisitor } from './visitor-trial.ts';
import type { Walls } from './walls.ts';
import { zoomPage } from './zoom.ts';

/** As for the screens: a first start from an old disk is slow, and nobody sees it. */
const openPatienceMs = 45_000;
const titlesEveryMs = 1000;

export interface VisitorParts {
  readonly launcher: Launcher;
  readonly wiring: VisitorWiring;
  readonly seat: Seat;
  readonly walls: Walls;
  /** The session starts: from now on this is the browser that the screens' `bar` stands above. */
  began(): void;
  /** No process of it is left; clears what it may have left with others. */
  ended(): Promise<void>;
}

/** Starts a visitor's browser in its seat, on an empty page that no one sees. */
export async function openVisitor(parts: VisitorParts): Promise<Visitor> {
  let ready = false;
  const browser = await parts.launcher.start({
    role: 'visitor',
    proxySocket: parts.wiring.proxySocket,
    words: (place) => visitorWords({ ...place, windowClass: visitorClass(parts.seat) }),
    gone: () => {
      parts.ended().catch((error: unknown) => parts.launcher.log.error({ err: error }, 'clipboard not cleared'));
      if (ready) parts.wiring.gone();
    },
  });
  try {
    const visitor = new ChromiumVisitor(browser, parts);
    await within(openPatienceMs, 'the visitor’s browser did not start', visitor.prepare());
    ready = true;
    return visitor;
  } catch (error) {
    await browser.end();
    await parts.ended();
    throw error;
  }
}

class ChromiumVisitor implements Visitor {
  readonly #browser: LaunchedBrowser;
  readonly #parts: VisitorParts;
  readonly #tabs: Tabs;
  /** The page that the browser started on. It stays, unseen, so that a page that closes itself never ends the browser. */
  readonly #anchor = Promise.withResolvers<DevToolsSession>();
  #anchorId: string | null = null;
  #session: { readonly rules: PageRules; readonly home: string; readonly documents: SavedDocuments } | null = null;
  readonly #choice: FileChoice;
  /** Addresses of the tabs that the kiosk asked for and that have not appeared yet. */
  readonly #expected: string[] = [];
  #titles: NodeJS.Timeout | undefined;
  #zoom: PageZoom = 100;
  #ending = false;

  constructor(browser: LaunchedBrowser, parts: VisitorParts) {
    this.#browser = browser;
    this.#parts = parts;
    this.#tabs = new Tabs((tabs) => {
      if (this.#ending) return;
      parts.wiring.tabsChanged(tabs);
      this.#choice.leave((tab) => tab !== this.#tabs.shown?.id);
    });
    this.#choice = new FileChoice((wish) => {
      if (!this.#ending) parts.wiring.filesWanted(wish);
    });
  }

  get #root(): DevToolsSession {
    return this.#browser.devtools.browser;
  }

  async prepare(): Promise<void> {
    this.#root.on('Target.attachedToTarget', (event) => this.#attached(event));
    this.#root.on('Target.detachedFromTarget', ({ sessionId }) => this.#browser.devtools.forget(sessionId));
    this.#root.on('Target.targetInfoChanged', ({ targetInfo }) => this.#rename(targetInfo));
    this.#root.on('Target.targetDestroyed', ({ targetId }) => this.#destroyed(targetId));
    await this.#root.send('Target.setAutoAttach', {
      autoAttach: true,
      // A new page is under the rules before it runs: nothing of it escapes in between.
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    });
    await this.#root.send('Target.setDiscoverTargets', { discover: true, filter: [{ type: 'page' }] });
    await this.#anchor.promise;
  }

  async probe(trial: Trial): Promise<readonly WallAnswer[]> {
    const { walls, wiring } = this.#parts;
    const anchor = await this.#anchor.promise;
    const isKnown = (target: string): boolean => target === this.#anchorId || this.#tabs.find(target) !== null;
    return tryVisitor({ browser: this.#browser, walls, proxySocket: wiring.proxySocket, anchor, isKnown }, trial);
  }

  async begin(policy: BrowsingPolicy, home: string): Promise<void> {
    const { wiring } = this.#parts;
    const rules: PageRules = {
      policy,
      refused: (reason, category) => wiring.refused(reason, category),
      filesAsked: (field, several) => {
        const isShown = field.tab === this.#tabs.shown?.id;
        quietly(this.#choice.ask({ field, several, isShown, rules }));
      },
    };
    const documents = new SavedDocuments({
      ...{ root: this.#root, folder: this.#browser.downloads, rules },
      changed: (held) => wiring.documentsChanged(held),
    });
    this.#session = { rules, home, documents };
    this.#parts.began();
    await documents.open();
    await this.#createTab(home);
    this.#titles = setInterval(() => quietly(this.#readTitles()), titlesEveryMs);
  }

  openSites(openedSites: readonly string[]): Promise<void> {
    const rules = this.#session?.rules;
    if (rules !== undefined) rules.policy = { ...rules.policy, openedSites };
    return Promise.resolve();
  }

  async plant(address: string, until: Promise<unknown>): Promise<void> {
    const anchor = await this.#anchor.promise;
    const { errorText } = await anchor.send('Page.navigate', { url: address });
    if (errorText !== undefined) throw new Error(`the page that plants the token did not open: ${errorText}`);
    await until.catch(() => undefined);
    await anchor.send('Page.navigate', { url: 'about:blank' });
  }

  #rename({ targetId, title, url }: Protocol.Target.TargetInfo): void {
    this.#tabs.rename(targetId, { title, address: url });
  }

  /** Chromium tells a title that came with a navigation, but not one that the page set since. */
  async #readTitles(): Promise<void> {
    const { targetInfos } = await this.#root.send('Target.getTargets', { filter: [{ type: 'page' }] });
    for (const target of targetInfos) this.#rename(target);
  }

  #attached({ sessionId, targetInfo }: Protocol.Target.AttachedToTargetEvent): void {
    const page = this.#browser.devtools.session(sessionId);
    if (this.#anchorId === null) {
      this.#anchorId = targetInfo.targetId;
      page.tell('Runtime.runIfWaitingForDebugger');
      this.#anchor.resolve(page);
      return;
    }
    if (isUnseen(targetInfo.url)) return;
    const session = this.#session;
    const expected = targetInfo.openerId === undefined ? this.#expected.shift() : undefined;
    if (session === null || (expected === undefined && !this.#mayOpen(session.rules, targetInfo.url))) {
      // Resumed first: the page that opened it would else hang.
      page.tell('Runtime.runIfWaitingForDebugger');
      this.#root.tell('Target.closeTarget', { targetId: targetInfo.targetId });
      return;
    }
    const tab = this.#adopt(session.rules, sessionId, targetInfo);
    if (expected !== undefined) tab.tell('Page.navigate', { url: expected });
  }

  #mayOpen({ policy, refused }: PageRules, url: string): boolean {
    const reason = whyNoTab(policy, url, this.#tabs.count);
    if (reason !== null) refused(reason);
    return reason === null;
  }

  #adopt(
    rules: PageRules,
    sessionId: string,
    { targetId, openerId, title, url }: Protocol.Target.TargetInfo,
  ): DevToolsSession {
    const page = guardPage({ devtools: this.#browser.devtools, sessionId, frame: targetId, rules });
    const tab: OpenTab = { id: targetId, page, opener: openerId ?? null, title, address: url, dialogOpen: false };
    page.on('Page.javascriptDialogOpening', ({ type }) => {
      if (type === 'beforeunload') page.tell('Page.handleJavaScriptDialog', { accept: true });
      else if (this.#tabs.shown === tab) tab.dialogOpen = true;
      else page.tell('Page.handleJavaScriptDialog', { accept: false });
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === targetId) this.#choice.leave((left) => left === targetId);
    });
    page.on('Page.domContentEventFired', () => quietly(this.#readTitles()));
    page.on('Page.javascriptDialogClosed', () => {
      tab.dialogOpen = false;
    });
    this.#tabs.add(tab);
    quietly(fillMonitor(this.#root, targetId));
    if (this.#zoom !== 100) quietly(zoomPage(page, this.#zoom));
    return page;
  }

  #destroyed(targetId: string): void {
    const next = this.#tabs.remove(targetId);
    if (this.#ending || this.#session === null) return;
    if (this.#tabs.count === 0) quietly(this.#createTab(this.#session.home));
    else if (next !== null) this.#root.tell('Target.activateTarget', { targetId: next });
  }

  /** Empty at first: an address given here would be on its way before the guard stands. */
  async #createTab(address: string): Promise<void> {
    this.#expected.push(address);
    await this.#root.send('Target.createTarget', { url: '' });
  }

  async openTab(address: string): Promise<void> {
    const rules = this.#session?.rules;
    if (rules === undefined) return;
    const reason = whyNoTab(rules.policy, address, this.#tabs.count);
    if (reason === null) await this.#createTab(address);
    else rules.refused(reason);
  }

  async showTab(id: string): Promise<void> {
    if (this.#tabs.find(id) === null) return;
    this.#tabs.show(id);
    await this.#root.send('Target.activateTarget', { targetId: id });
  }

  async closeTab(id: string): Promise<void> {
    const tab = this.#tabs.find(id);
    if (tab === null) return;
    await dismissDialog(tab);
    await this.#root.send('Target.closeTarget', { targetId: id });
  }

  async #inFront(work: (tab: OpenTab) => Promise<unknown>): Promise<void> {
    const tab = this.#tabs.shown;
    if (tab === null) return;
    await dismissDialog(tab);
    await work(tab);
  }

  back(): Promise<void> {
    return this.#inFront(goBack);
  }

  reload(): Promise<void> {
    return this.#inFront(({ page }) => page.send('Page.reload'));
  }

  async zoom(percent: PageZoom): Promise<void> {
    this.#zoom = percent;
    await Promise.all(this.#tabs.all.map(({ page }) => zoomPage(page, percent)));
  }

  edit(command: EditCommand): Promise<void> {
    return this.#inFront(async ({ id, page }) => {
      await this.#root.send('Target.activateTarget', { targetId: id });
      await pressEditingKey(page, command);
    });
  }

  async giveFiles(documents: readonly string[]): Promise<void> {
    const given = this.#choice.give(this.#session?.documents.pathsOf(documents) ?? []);
    await given.catch((error: unknown) => {
      // The field is gone, and with it the wish.
      if (!(error instanceof DevToolsRefusal)) throw error;
    });
  }

  async end(): Promise<void> {
    this.#ending = true;
    clearInterval(this.#titles);
    await this.#browser.end();
    await this.#parts.ended();
  }
}
