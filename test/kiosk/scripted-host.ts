import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { parse, type Result } from '../../contract/problem.ts';
import {
  noEase,
  screenCalls,
  type Ease,
  type PageZoom,
  snapshotSchema,
  type ScreenCallInput,
  type ScreenCallName,
  type Snapshot,
  type Tab,
} from '../../contract/screens.ts';
import type { TriedWall } from '../../contract/session.ts';
import type { BrowsingPolicy } from '../../main/kiosk/browsing/decide.ts';
import type {
  EditCommand,
  FileWish,
  HeldDocument,
  Host,
  Layout,
  Leftover,
  Screens,
  ScreensWiring,
  Trial,
  Visitor,
  VisitorWiring,
  WallAnswer,
} from '../../main/kiosk/host.ts';

/**
 * A host without a screen, faithful to the promises of `main/kiosk/host.ts` and able to break each of them on demand.
 * It writes down everything that the kiosk asked for, in order.
 */
export class ScriptedHost implements Host {
  readonly name = 'chromium';
  readonly missingWalls: readonly TriedWall[] = [];
  /** `screens`, `locked`, `bar`, `warning`, `visitor`, `begin`, `end`, `look`, in the order in which they were done. */
  readonly done: string[] = [];
  readonly visitors: ScriptedVisitor[] = [];
  /** What was shown last, whichever screens showed it. */
  layout: Layout | 'nothing' = 'nothing';
  snapshot: Snapshot | null = null;
  leftovers: readonly Leftover[] = [];
  /** Walls that do not stand when they are tried. */
  readonly fallen = new Set<TriedWall>();
  /** Trials, in the order in which they were done: `display whole`, `visitor beside`. */
  readonly trials: string[] = [];
  /** The names of what fails from now on. */
  readonly broken = new Set<'screens' | Layout | 'visitor' | 'begin' | 'look' | 'idle' | 'ease'>();
  /** Keyboard and pointer as they are now; a kiosk that was killed may have left them so. */
  eased: Ease = noEase;
  /** Null: a host that cannot. */
  ease: Host['ease'] = async (wishes) => {
    await Promise.resolve();
    if (this.broken.has('ease')) throw new Error('scripted to fail: ease');
    this.eased = wishes;
  };
  /** How long nobody has touched anything, by the clock that a test moves. */
  idle: () => number = () => 0;
  #screens: { readonly wiring: ScreensWiring } | null = null;
  readonly #heard: (what: string, snapshot: Snapshot | null) => void;

  /** `heard` is told everything at once: what was done, and `snapshot` for each new one. */
  constructor(heard: (what: string, snapshot: Snapshot | null) => void = () => undefined) {
    this.#heard = heard;
  }

  openScreens(wiring: ScreensWiring): Promise<Screens> {
    this.#do('screens');
    if (!wiring.files.has(wiring.page)) throw new Error(`no such page: ${wiring.page}`);
    const screens = { wiring };
    this.#screens = screens;
    this.layout = 'locked';
    return Promise.resolve({
      send: (_, payload) => {
        if (this.#screens !== screens) return;
        this.snapshot = snapshotSchema.parse(payload);
        this.#heard('snapshot', this.snapshot);
      },
      layout: async (layout) => {
        await Promise.resolve();
        if (this.#screens !== screens) throw new Error('the screens are gone');
        this.#do(layout);
        this.layout = layout;
      },
      close: async () => {
        await Promise.resolve();
        if (this.#screens === screens) this.#screens = null;
      },
    });
  }

  async openVisitor(wiring: VisitorWiring): Promise<Visitor> {
    await Promise.resolve();
    this.#do('visitor');
    const visitor = new ScriptedVisitor(wiring, {
      did: (what) => this.#do(what),
      tried: (trial) => this.#try('visitor', trial, ['policy', 'network', 'jail', 'sandbox']),
    });
    this.visitors.push(visitor);
    return visitor;
  }

  async probe(trial: Trial): Promise<readonly WallAnswer[]> {
    await Promise.resolve();
    return this.#try('display', trial, ['keys', 'windows']);
  }

  #try(whose: 'display' | 'visitor', trial: Trial, walls: readonly TriedWall[]): readonly WallAnswer[] {
    this.trials.push(`${whose} ${trial}`);
    return walls
      .filter((wall) => !this.missingWalls.includes(wall))
      .map((wall) => ({ wall, fault: this.fallen.has(wall) ? 'scripted to fall' : null }));
  }

  async idleMs(): Promise<number> {
    await Promise.resolve();
    if (this.broken.has('idle')) throw new Error('scripted to fail: idle');
    return this.idle();
  }

  async findLeftovers(): Promise<readonly Leftover[]> {
    await Promise.resolve();
    this.#do('look');
    const alive = this.visitors.filter((visitor) => visitor.alive);
    return [...alive.map((): Leftover => ({ what: 'process', where: 'a visitor' })), ...this.leftovers];
  }

  close(): Promise<void> {
    this.#screens = null;
    return Promise.resolve();
  }

  /** A call as the screens' page makes it; the answer is held against the contract. */
  async call<Name extends ScreenCallName>(name: Name, input: ScreenCallInput<Name>): Promise<Result<unknown>> {
    if (this.#screens === null) throw new Error('no screens are open');
    const result = await this.#screens.wiring.call(name, input);
    return result.ok ? parse(screenCalls[name].output, result.value, `answer to ${name}`) : result;
  }

  /** A call as a page would make it that was tampered with. */
  rawCall(name: unknown, input: unknown): Promise<Result<unknown>> {
    if (this.#screens === null) throw new Error('no screens are open');
    return this.#screens.wiring.call(name, input);
  }

  /** The screens' browser dies: a host locks by itself. */
  killScreens(): void {
    const screens = this.#screens;
    this.#screens = null;
    this.layout = 'locked';
    screens?.wiring.gone();
  }

  /** The browser that was opened last. */
  get visitor(): ScriptedVisitor {
    const visitor = this.visitors.at(-1);
    if (visitor === undefined) throw new Error('no visitor’s browser was opened');
    return visitor;
  }

  get screensOpen(): boolean {
    return this.#screens !== null;
  }

  #do(what: 'screens' | Layout | 'visitor' | 'begin' | 'end' | 'look'): void {
    if (what !== 'end' && this.broken.has(what)) throw new Error(`scripted to fail: ${what}`);
    this.done.push(what);
    this.#heard(what, this.snapshot);
  }
}

interface VisitorHeard {
  did(what: 'begin' | 'end'): void;
  tried(trial: Trial): readonly WallAnswer[];
}

export class ScriptedVisitor implements Visitor {
  readonly #wiring: VisitorWiring;
  readonly #heard: VisitorHeard;
  #tabs: readonly Tab[] = [];
  #opened = 0;
  alive = true;
  policy: BrowsingPolicy | null = null;
  /** Addresses opened in tabs, and the names of other things done. */
  readonly did: string[] = [];
  /** What the page that plants the token was served. */
  readonly told: string[] = [];

  constructor(wiring: VisitorWiring, heard: VisitorHeard) {
    this.#wiring = wiring;
    this.#heard = heard;
  }

  async probe(trial: Trial): Promise<readonly WallAnswer[]> {
    await this.#answer();
    return this.#heard.tried(trial);
  }

  get proxySocket(): string {
    return this.#wiring.proxySocket;
  }

  /** As the page would: through the kiosk's own proxy. */
  async plant(address: string, until: Promise<unknown>): Promise<void> {
    await this.#ask('GET', `${address}planter.js`);
    await this.#ask('POST', `${address}pris`, 'cookie local-storage');
    await until;
  }

  /** On a connection of its own: a browser shares none with the one before it. */
  async #ask(method: string, path: string, body = ''): Promise<void> {
    const asked = request({ socketPath: this.proxySocket, method, path, agent: false });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    for await (const chunk of answer) this.told.push(String(chunk));
  }

  async begin(policy: BrowsingPolicy, home: string): Promise<void> {
    await this.#answer();
    if (this.policy !== null) throw new Error('a browser begins once');
    this.#heard.did('begin');
    this.policy = policy;
    await this.openTab(home);
  }

  async openSites(openedSites: readonly string[]): Promise<void> {
    await this.#answer();
    if (this.policy !== null) this.policy = { ...this.policy, openedSites };
  }

  async openTab(address: string): Promise<void> {
    await this.#answer();
    this.did.push(address);
    this.#opened += 1;
    const tab: Tab = { id: `tab-${this.#opened}`, title: address, shown: true, home: this.#opened === 1 };
    this.#changeTabs([...this.#tabs.map((other) => ({ ...other, shown: false })), tab]);
  }

  async showTab(tab: string): Promise<void> {
    await this.#answer();
    this.#changeTabs(this.#tabs.map((other) => ({ ...other, shown: other.id === tab })));
  }

  async closeTab(tab: string): Promise<void> {
    await this.#answer();
    this.#changeTabs(this.#tabs.filter(({ id }) => id !== tab));
  }

  async back(): Promise<void> {
    await this.#answer();
    this.did.push('back');
  }

  async reload(): Promise<void> {
    await this.#answer();
    this.did.push('reload');
  }

  async zoom(percent: PageZoom): Promise<void> {
    await this.#answer();
    this.did.push(`zoom ${percent}`);
  }

  async edit(command: EditCommand): Promise<void> {
    await this.#answer();
    this.did.push(command);
  }

  async giveFiles(documents: readonly string[]): Promise<void> {
    await this.#answer();
    this.did.push(['give', ...documents].join(' '));
    this.#wiring.filesWanted(null);
  }

  async end(): Promise<void> {
    await Promise.resolve();
    if (this.alive) this.#heard.did('end');
    this.alive = false;
  }

  /** It crashes, as browsers do. */
  crash(): void {
    this.alive = false;
    this.#wiring.gone();
  }

  /** The visitor saves these. */
  saves(...documents: readonly HeldDocument[]): void {
    this.#wiring.documentsChanged(documents);
  }

  /** A page asks for files, or goes away before it was given any. */
  wants(wish: FileWish | null): void {
    this.#wiring.filesWanted(wish);
  }

  refuse(): void {
    this.#wiring.refused('site-not-in-list');
  }

  #changeTabs(tabs: readonly Tab[]): void {
    this.#tabs = tabs;
    this.#wiring.tabsChanged(tabs);
  }

  async #answer(): Promise<void> {
    await Promise.resolve();
    if (!this.alive) throw new Error('the browser is gone');
  }
}
