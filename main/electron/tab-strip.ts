import {
  type BrowserWindowConstructorOptions,
  type HandlerDetails,
  type LoadURLOptions,
  type Session,
  type WebContents,
  WebContentsView,
  type WindowOpenHandlerResponse,
} from 'electron';
import type { PageZoom, Tab } from '../../contract/screens.ts';
import {
  type BrowsingPolicy,
  decide,
  homeAddress,
  type Question,
  type RefusalReason,
} from '../kiosk/browsing/decide.ts';
import { askFor } from '../kiosk/browsing/ask-address.ts';
import { type PageReason, type Refusal, refusalPage } from '../kiosk/browsing/refusal-page.ts';
import type { EditCommand, FileWish } from '../kiosk/host.ts';
import { FileChoice, type FileField, tellCancelled } from './file-choice.ts';
import type { Step } from './guards.ts';
import { armPage } from './page-arms.ts';
import { tabPreferences } from './tab-preferences.ts';
import { maxTitleLength } from './visitor-protocol.ts';

export interface TabStripParts {
  readonly session: Session;
  /** Where a tab's view stands. */
  readonly stage: {
    add(view: WebContentsView): void;
    remove(view: WebContentsView): void;
    bringToFront(view: WebContentsView): void;
  };
  tabsChanged(tabs: readonly Tab[]): void;
  filesWanted(wish: FileWish | null): void;
  refused(reason: RefusalReason): void;
}

interface OpenTab {
  readonly id: string;
  readonly view: WebContentsView;
  /** Kept here: a view loses its contents when they are destroyed. */
  readonly contents: WebContents;
}

/** -3: stopped by the visitor or by our own refusal, which has shown its page already. */
const aborted = -3;
const nameUnknown: ReadonlySet<number> = new Set([-105, -137]);

/** The kiosk's answer in the tab's place. A `data:` address is out of a page's own reach at the top of a tab. */
const refusalAddress = (refusal: Refusal): string =>
  `data:text/html;charset=utf-8,${encodeURIComponent(refusalPage(refusal))}`;

/** Popups of a page arrive as tabs, since a popup that is not there breaks payments and sign-ins. */
export class TabStrip {
  readonly #parts: TabStripParts;
  readonly #tabs = new Map<string, OpenTab>();
  #policy: BrowsingPolicy | null = null;
  #home = homeAddress;
  #shown: string | null = null;
  #count = 0;
  #zoom: PageZoom = 100;
  readonly #choice: FileChoice;

  constructor(parts: TabStripParts) {
    this.#parts = parts;
    this.#choice = new FileChoice((wish) => parts.filesWanted(wish));
  }

  /** A first, empty tab, armed and waiting: what `begin` needs is then there. */
  async prepare(): Promise<void> {
    await this.#openEmpty();
  }

  async begin(policy: BrowsingPolicy, home: string): Promise<void> {
    this.#policy = policy;
    this.#home = home;
    const [first] = this.#tabs.values();
    await this.#load(first ?? (await this.#openEmpty()), home);
  }

  openSites(sites: readonly string[]): void {
    if (this.#policy !== null) this.#policy = { ...this.#policy, openedSites: sites };
  }

  async open(address: string): Promise<void> {
    const allowed = this.ask({ kind: 'popup', address, openTabs: this.#tabs.size });
    if (allowed) await this.#load(await this.#openEmpty(), address);
  }

  show(id: string): void {
    const tab = this.#tabs.get(id);
    if (tab === undefined) return;
    this.#shown = id;
    this.#parts.stage.bringToFront(tab.view);
    this.#tell();
  }

  /** The page is not asked whether it minds. */
  close(id: string): void {
    this.#tabs.get(id)?.contents.close({ waitForBeforeUnload: false });
  }

  back(): void {
    const history = this.#front()?.contents.navigationHistory;
    // A tab starts on an empty page of ours, where nobody wants to return to.
    if (history?.canGoBack() === true && history.getEntryAtIndex(history.getActiveIndex() - 1).url !== 'about:blank')
      history.goBack();
  }

  reload(): void {
    this.#front()?.contents.reload();
  }

  zoom(percent: PageZoom): void {
    this.#zoom = percent;
    for (const { contents } of this.#tabs.values()) contents.setZoomFactor(percent / 100);
  }

  edit(command: EditCommand): void {
    this.#front()?.contents[command]();
  }

  /** Paths; none: the visitor changed their mind. */
  giveFiles(files: readonly string[]): void {
    this.#choice.give(files);
  }

  /** For the guards: may this frame go there? A refusal is shown in the tab's place. */
  judge(contents: WebContents, { url, isMainFrame }: Step): boolean {
    const decision = this.#policy === null ? null : decide(this.#policy, { kind: 'navigation', address: plain(url) });
    if (decision?.allowed === true) return true;
    if (isMainFrame && decision !== null) {
      this.#parts.refused(decision.reason);
      this.#explain(contents, decision.reason, plain(url));
    }
    return false;
  }

  /** Second line, for what no navigation event is told of. Nothing is reported: whoever started it has been told, or will be. */
  allows(address: string): boolean {
    return this.#policy !== null && decide(this.#policy, { kind: 'navigation', address }).allowed;
  }

  /** Asks `main/kiosk` and reports a refusal. Nothing is allowed before the session has begun. */
  ask(question: Question): boolean {
    const decision = this.#policy === null ? null : decide(this.#policy, question);
    if (decision?.allowed === false) this.#parts.refused(decision.reason);
    return decision?.allowed === true;
  }

  #front(): OpenTab | undefined {
    return this.#shown === null ? undefined : this.#tabs.get(this.#shown);
  }

  async #openEmpty(): Promise<OpenTab> {
    const tab = this.#take(new WebContentsView({ webPreferences: tabPreferences(this.#parts.session) }));
    await tab.contents.loadURL('about:blank');
    await this.#arm(tab);
    this.show(tab.id);
    return tab;
  }

  /** Resolves when the page is there or its refusal is: a page that does not come is no failure of ours. */
  async #load({ contents }: OpenTab, address: string, options?: LoadURLOptions): Promise<void> {
    if (!this.judge(contents, { url: address, isMainFrame: true })) return;
    // What fails is told by `did-fail-load`, for this and every later page of the tab.
    await contents.loadURL(address, options).catch(() => undefined);
  }

  #take(view: WebContentsView): OpenTab {
    this.#count += 1;
    const tab = { id: String(this.#count), view, contents: view.webContents };
    this.#tabs.set(tab.id, tab);
    this.#parts.stage.add(view);
    this.#follow(tab);
    return tab;
  }

  async #arm({ id, contents }: OpenTab): Promise<void> {
    await armPage(contents, {
      disarmed: () => this.close(id),
      filesAsked: (field, several) => {
        if (field === null) this.#parts.refused('permission-refused');
        // The field may be gone before it is asked what it takes.
        else this.#askForFiles({ ...field, tab: id }, several).catch(() => undefined);
      },
    });
  }

  async #askForFiles(field: FileField, several: boolean): Promise<void> {
    const isAllowed = this.ask({ kind: 'upload' });
    if (isAllowed && field.tab === this.#shown) await this.#choice.ask(field, several);
    else await tellCancelled(field);
  }

  #follow({ id, view, contents }: OpenTab): void {
    contents.setWindowOpenHandler((details) => this.#answerPopup(contents, details));
    contents.on('page-title-updated', () => this.#tell());
    contents.on('did-navigate', () => {
      // A new page may begin at its own size, whatever the mode of zoom.
      if (this.#zoom !== 100) contents.setZoomFactor(this.#zoom / 100);
      this.#choice.leave((tab) => tab === id);
      this.#tell();
    });
    contents.on('did-fail-load', (_event, ...[code, , url, isMainFrame]) => {
      if (isMainFrame && code !== aborted) this.#explain(contents, this.#reasonOf(url, code), url);
    });
    contents.on('render-process-gone', () => this.close(id));
    contents.on('destroyed', () => {
      this.#tabs.delete(id);
      this.#parts.stage.remove(view);
      this.#afterClosing(id);
    });
  }

  /** There is always a tab: the last one's place is taken by the home page. */
  #afterClosing(id: string): void {
    if (this.#shown === id) this.#shown = null;
    const last = [...this.#tabs.values()].at(-1);
    if (last === undefined) void this.open(this.#home);
    else if (this.#shown === null) this.show(last.id);
    else this.#tell();
  }

  #answerPopup(opener: WebContents, details: HandlerDetails): WindowOpenHandlerResponse {
    if (!this.ask({ kind: 'popup', address: plain(details.url), openTabs: this.#tabs.size })) return { action: 'deny' };
    return {
      action: 'allow',
      outlivesOpener: true,
      overrideBrowserWindowOptions: { webPreferences: tabPreferences(opener.session) },
      createWindow: (options) => this.#adopt(options, details),
    };
  }

  /**
   * Electron calls with contents that exist and load by themselves, or without any (middle click, `noopener`): then nobody but us loads the
   * address. It must get back the very contents that it gave.
   * https://www.electronjs.org/docs/latest/api/window-open, lib/browser/guest-window-manager.ts
   */
  #adopt(
    options: BrowserWindowConstructorOptions & { webContents?: WebContents },
    details: HandlerDetails,
  ): WebContents {
    const given = options.webContents;
    const webPreferences = { ...options.webPreferences, ...tabPreferences(this.#parts.session) };
    const tab = this.#take(new WebContentsView(given === undefined ? { webPreferences } : { webContents: given }));
    if (details.disposition !== 'background-tab') this.show(tab.id);
    const armed = this.#arm(tab).catch(() => this.close(tab.id));
    if (given === undefined) {
      // Arming is answered after a first page only.
      void tab.contents.loadURL('about:blank');
      void armed.then(() => this.#load(tab, details.url, popupLoad(details)));
    }
    return tab.contents;
  }

  #reasonOf(address: string, code: number): PageReason {
    const decision = this.#policy === null ? null : decide(this.#policy, { kind: 'navigation', address });
    if (decision?.allowed === false) return decision.reason;
    return nameUnknown.has(code) ? 'site-not-found' : 'site-silent';
  }

  /** In a later turn: the navigation that is being refused still stands in this one. */
  #explain(contents: WebContents, reason: PageReason, address: string): void {
    const { language } = this.#policy ?? {};
    const ask = this.#policy === null ? {} : askFor(this.#policy, reason, address);
    const shown = refusalAddress({ reason, ...ask, ...(language && { language }) });
    setImmediate(() => {
      if (!contents.isDestroyed()) contents.loadURL(shown).catch(() => undefined);
    });
  }

  #tell(): void {
    this.#parts.tabsChanged(
      [...this.#tabs.values()].map(({ id, contents }) => ({
        id,
        title: contents.getTitle().slice(0, maxTitleLength),
        shown: id === this.#shown,
        home: contents.getURL().startsWith(homeAddress),
      })),
    );
    this.#choice.leave((tab) => tab !== this.#shown);
  }
}

/** Electron marks a popup that it emptied by a fragment. */
const plain = (address: string): string => (address.startsWith('about:blank#') ? 'about:blank' : address);

const popupLoad = ({ referrer, postBody }: HandlerDetails): LoadURLOptions => ({
  httpReferrer: referrer,
  ...(postBody === undefined
    ? {}
    : {
        postData: postBody.data,
        extraHeaders: `content-type: ${postBody.contentType}${postBody.boundary === undefined ? '' : `; boundary=${postBody.boundary}`}`,
      }),
});
