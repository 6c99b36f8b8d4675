import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { profileSchema } from '../../contract/profile.ts';
import type { Result } from '../../contract/problem.ts';
import { snapshotSchema, type Scene, type Snapshot, type Tab } from '../../contract/screens.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import { codeFromBytes } from '../../contract/ticket-code.ts';
import { visitorPolicies } from '../../main/chromium/policies.ts';
import type { Host, Layout, ScreensWiring, Visitor } from '../../main/kiosk/host.ts';
import { startKiosk, type Kiosk } from '../../main/kiosk/kiosk.ts';
import { hashCode } from '../../main/kiosk/tickets.ts';
import { browserUser } from '../hosts/machine.ts';
import { Screen } from '../hosts/screen.ts';
import { DeskInTest } from '../kiosk/desk-in-test.ts';
import { handOver } from '../lists/handed-over.ts';
import { Canaries } from './canaries.ts';
import { detourCategory, detours } from './detours.ts';
import { makeHost, type HostOnTrial } from './host-on-trial.ts';
import { MovedClock } from './moved-clock.ts';
import { rowsInTurn } from './names.ts';
import { Outside } from './outside.ts';
import type { Pages } from './pipes.ts';
import { descendants, readUnlessGone } from './processes.ts';
import type { State } from './states.ts';
import { BadSite } from './bad-site.ts';
import { colour, middle, otherTown, Town, town, townPage } from './town.ts';
import { comesAbout, untilTrue } from './waiting.ts';
import { Windows } from './windows.ts';

const key = 'a key that is long enough for the link';
const clickMs = 1500;

const profile = profileSchema.parse({
  id: 'adult',
  version: 1,
  name: { fr: 'Adultes' },
  browsing: { mode: 'open' },
  refusedSites: ['refuse.example'],
  filter: { refused: [detourCategory], allowed: [] },
  warningsAtMinutes: [1],
  graceSeconds: 300,
  downloads: 'refuse',
  searchAddress: 'https://example.org/?q={words}',
  tiles: [],
});

export interface Wishes {
  readonly host: Host['name'];
  /** What a ticket is worth. */
  readonly minutes: number;
  readonly graceSeconds: number;
}

export const hourOn = (host: Host['name']): Wishes => ({ host, minutes: 60, graceSeconds: profile.graceSeconds });

interface Parts {
  readonly wishes: Wishes;
  readonly screen: Screen;
  readonly settings: KioskSettings;
  readonly windows: Windows;
  readonly canaries: Canaries;
  readonly outside: Outside;
  readonly desk: DeskInTest;
  readonly townSite: Town;
  readonly badSite: BadSite;
  readonly onTrial: HostOnTrial;
}

/** A kiosk under attack: the real one on a display of its own, with a desk at the other end and an attacker's site within its reach. */
export class Place {
  readonly screen: Screen;
  readonly windows: Windows;
  readonly canaries: Canaries;
  readonly outside: Outside;
  readonly town: Town;
  readonly badSite: BadSite;
  readonly pages: Pages;
  readonly desk: DeskInTest;
  readonly host: Host;
  readonly settings: KioskSettings;
  /** Everything that the kiosk wrote into its log. */
  readonly log: string[] = [];
  /** Pids of everything that belongs to the visitor's browser, or to the screens'. */
  readonly processes: HostOnTrial['processes'];
  tabs: readonly Tab[] = [];
  snapshot: Snapshot | null = null;
  layout: 'locked' | 'other' = 'locked';
  /** Browsers that died without being asked to. */
  deaths = 0;
  /** What the screens asked of the kiosk, and what came of it. */
  readonly calls: { readonly name: unknown; readonly answer: Result<unknown> }[] = [];
  /** Told of each change of the phase and of each layout that stands, at that moment. */
  heard: (what: { readonly scene: Scene } | { readonly layout: Layout }) => void = () => undefined;
  readonly clock = new MovedClock();
  readonly #wishes: Wishes;
  /** Of tickets that the kiosk knows, also while the desk is away. */
  #codes: string[] = [];
  #visitor: Visitor | null = null;
  /** The browser that was opened last, and whether its walls were tried whole: pages come and go in it until then. */
  #newest = { proven: false };
  #call: ScreensWiring['call'] | null = null;
  #kiosk: Kiosk | null = null;

  private constructor(parts: Parts) {
    this.#wishes = parts.wishes;
    this.screen = parts.screen;
    this.windows = parts.windows;
    this.canaries = parts.canaries;
    this.outside = parts.outside;
    this.town = parts.townSite;
    this.badSite = parts.badSite;
    this.desk = parts.desk;
    this.host = parts.onTrial.host;
    this.pages = parts.onTrial.pages;
    this.processes = (of) => parts.onTrial.processes(of);
    this.settings = parts.settings;
  }

  static async open(wishes: Wishes): Promise<Place> {
    const screen = await Screen.start({ displays: 2 });
    try {
      return await Place.#on(screen, wishes);
    } catch (error) {
      await screen.close();
      throw error;
    }
  }

  static async #on(screen: Screen, wishes: Wishes): Promise<Place> {
    process.env['DISPLAY'] = screen.display;
    process.env['XAUTHORITY'] = screen.authority;
    // What a secure page may do is more: the town counts as one, so that it can be tried.
    Object.assign(visitorPolicies, {
      OverrideSecurityRestrictionsOnInsecureOrigin: [`http://${town}`, `http://${otherTown}`],
    });
    const [townSite, badSite, desk] = await Promise.all([Town.open(), BadSite.open(), DeskInTest.open()]);
    const outside = new Outside({ town: townSite.port, tls: badSite.port });
    const settings = await makeSettings(desk.address);
    const onTrial = await makeHost[wishes.host](settings);
    const place = new Place({
      wishes,
      screen,
      settings,
      windows: await Windows.open(screen),
      canaries: await Canaries.open(),
      outside,
      desk,
      townSite,
      badSite,
      onTrial,
    });
    place.#watchHost();
    await place.startKiosk();
    return place;
  }

  /** Again on what the last one left on its disk, when that one was stopped. */
  async startKiosk(): Promise<void> {
    const localServices = [town, otherTown].map((host) => ({
      label: { fr: 'Ville' },
      host,
      address: '127.0.0.1',
      port: this.town.port,
    }));
    this.#kiosk = await startKiosk({
      settings: this.settings,
      profile: { ...profile, graceSeconds: this.#wishes.graceSeconds, localServices },
      host: this.host,
      clock: this.clock,
      log: pino({ level: 'info' }, { write: (line: string) => void this.log.push(line) }),
    });
    // Until something changes the screens are told nothing: they ask.
    this.snapshot = await this.read();
    await this.#phase('free');
  }

  /** How it stands at this moment. */
  async read(): Promise<Snapshot> {
    const read = await this.#call?.('state.read', {});
    if (read?.ok !== true) throw new Error('the kiosk does not say how it stands');
    return snapshotSchema.parse(read.value);
  }

  async stopKiosk(): Promise<void> {
    await this.#kiosk?.stop();
    this.#kiosk = null;
  }

  /** Notes what passes between the kiosk and its host; changes nothing of it. */
  #watchHost(): void {
    const { host } = this;
    const openScreens = host.openScreens.bind(host);
    const openVisitor = host.openVisitor.bind(host);
    host.openScreens = async (wiring) => {
      this.#call = (name, input) => wiring.call(name, input);
      const gone = (): void => {
        this.deaths += 1;
        wiring.gone();
      };
      const call = async (name: unknown, input: unknown): Promise<Result<unknown>> => {
        const answer = await wiring.call(name, input);
        this.calls.push({ name, answer });
        return answer;
      };
      const screens = await openScreens({ ...wiring, call, gone });
      this.layout = 'locked';
      const send = screens.send.bind(screens);
      const layout = screens.layout.bind(screens);
      screens.send = (name, payload) => {
        this.snapshot = payload;
        this.heard({ scene: payload.scene });
        send(name, payload);
      };
      screens.layout = async (wanted) => {
        await layout(wanted);
        this.layout = wanted === 'locked' ? 'locked' : 'other';
        this.heard({ layout: wanted });
      };
      return screens;
    };
    host.openVisitor = async (wiring) => {
      const newest = { proven: false };
      this.#newest = newest;
      const visitor = await openVisitor({
        ...wiring,
        tabsChanged: (tabs) => {
          this.tabs = tabs;
          wiring.tabsChanged(tabs);
        },
        gone: () => {
          this.deaths += 1;
          wiring.gone();
        },
      });
      const probe = visitor.probe.bind(visitor);
      visitor.probe = async (trial) => {
        const answers = await probe(trial);
        if (trial === 'whole') newest.proven = true;
        return answers;
      };
      const begin = visitor.begin.bind(visitor);
      visitor.begin = async (policy, home) => {
        this.#visitor = visitor;
        await begin(policy, home);
      };
      return visitor;
    };
  }

  get inSession(): boolean {
    return this.phase === 'active' || this.phase === 'ending';
  }

  get phase(): string {
    return this.snapshot?.scene.phase ?? 'nothing';
  }

  /** Why it serves nobody; null while it does. */
  get problem(): string | null {
    const scene = this.snapshot?.scene;
    return scene?.phase === 'out-of-service' ? scene.problem.where : null;
  }

  async #phase(phase: string): Promise<void> {
    await untilTrue(`phase ${phase}`, () => this.phase === phase, 40_000);
  }

  /** The browser in session. */
  get visitor(): Visitor {
    if (this.#visitor === null) throw new Error('no session has begun');
    return this.#visitor;
  }

  /** The command line of a process; empty when it is gone. */
  words(pid: number): string {
    return readUnlessGone(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
  }

  #visitorProcess(accepts: (words: string) => boolean): number {
    const pid = this.processes('visitor').find((one) => accepts(this.words(one)));
    if (pid === undefined) throw new Error('that process of the visitor’s browser does not run');
    return pid;
  }

  /** The main process of the visitor's browser, in its jail. */
  browser(): number {
    const isOne = /--user-data-dir|^\S*\/electron /;
    return this.#visitorProcess((words) => isOne.test(words) && !/^(bwrap|unshare|sh) |--type=/.test(words));
  }

  /** Those that run pages, the youngest last. They wrote over their own marks, so they are found by their ancestors. */
  renderers(): readonly number[] {
    return descendants(this.browser()).filter((pid) => this.words(pid).includes('--type=renderer'));
  }

  renderer(): number {
    const youngest = this.renderers().at(-1);
    if (youngest === undefined) throw new Error('no page of the visitor’s runs');
    return youngest;
  }

  /** Whether the town's colour stands there on the screen. */
  paints(point: readonly [number, number]): boolean {
    return this.screen.colours([point])[0] === colour;
  }

  async call(name: string, input: object): Promise<void> {
    const answer = await this.#call?.(name, input);
    if (answer?.ok !== true) throw new Error(`the kiosk refuses "${name}"`);
  }

  /** A code by which nobody has begun yet. */
  async spareCode(): Promise<string> {
    if (this.#codes.length === 0) await this.#giveTickets();
    return this.#codes.at(-1) ?? '';
  }

  /** What the kiosk answers to that code: the name of its problem, or "begun". */
  async submit(code: string): Promise<string> {
    const answer = await this.#call?.('code.submit', { code });
    return answer?.ok === false ? answer.problem.code : 'begun';
  }

  /** Brings the kiosk into that state, from whichever it is in. */
  async be(state: State): Promise<void> {
    if (state !== 'offline') await this.comeOnline();
    if (state === 'idle') await this.endSession();
    await untilTrue('a browser waits', () => this.#newest.proven && this.processes('visitor').length > 0, 30_000);
    if ((state === 'session' || state === 'offline') && this.phase !== 'active') await this.beginSession();
    if (state === 'offline') await this.#goOffline();
    if (state === 'ending' && this.phase !== 'ending') {
      if (this.phase !== 'active') await this.beginSession();
      this.clock.jump(this.#wishes.minutes * 60_000);
      await this.#phase('ending');
    }
  }

  /** The desk goes away, and so does every site outside the house. */
  async #goOffline(): Promise<void> {
    this.outside.weather = 'away';
    await this.desk.goAway();
    await untilTrue('the desk is missed', () => this.snapshot?.deskReachable === false);
  }

  async comeOnline(): Promise<void> {
    this.outside.weather = 'fair';
    if (!this.desk.isThere) await this.desk.comeBack();
    await untilTrue('the desk is reached', () => this.snapshot?.deskReachable === true, 30_000);
  }

  /** Tickets enough for the time that the desk may be away. */
  async #giveTickets(): Promise<void> {
    this.#codes = Array.from({ length: 64 }, () => codeFromBytes(randomBytes(32)) ?? '');
    const tickets = this.#codes.map((code) => ({
      ticket: randomUUID(),
      access: 'ticket' as const,
      codeHash: hashCode(code, key).toString('hex'),
      minutes: this.#wishes.minutes,
      validFrom: null,
      expiresAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
      usedToday: 0,
      usedThisWeek: 0,
    }));
    // Seen on the screen: a code that came before its ticket would count as a wrong one.
    const placeName = `La Fabrique ${rowsInTurn()}`;
    this.desk.slice = { ...this.desk.slice, placeName, tickets };
    this.desk.say({ type: 'slice', slice: this.desk.slice });
    await untilTrue('the tickets are known', () => this.snapshot?.placeName === placeName);
  }

  /** Answers with the code that began it. */
  async beginSession(): Promise<string> {
    await this.endSession();
    if (this.desk.isThere) await this.#giveTickets();
    const code = this.#codes.pop();
    if (code === undefined) throw new Error('no ticket is left to begin with');
    await this.enter(code);
    return code;
  }

  /** Until the session of that code is on the screen. */
  async enter(code: string): Promise<void> {
    let answer = '';
    const known = await comesAbout(async () => {
      answer = await this.submit(code);
      return answer === 'begun';
    }, 15_000);
    if (!known) throw new Error(`the code was answered "${answer}"`);
    await this.#phase('charter');
    await this.call('charter.answer', { accepted: true });
    await untilTrue('the session is on the screen', () => this.phase === 'active' && this.layout === 'other');
    await this.toBase();
  }

  async endSession(): Promise<void> {
    if (this.inSession) await this.call('session.end', {});
    await this.#phase('free');
    await untilTrue('the lock stands', () => this.layout === 'locked');
  }

  /** Opens a page that runs the script at a real click, and clicks: again where a tab that has just opened did not feel it. */
  async runAtClick(name: string, script: string): Promise<void> {
    await this.visitor.openTab(this.town.pageFor(name, script, { gesture: true }));
    await untilTrue(`${name} is there`, () => this.town.heard(`${name}-ready`).length > 0);
    await untilTrue(`${name} feels a click`, async () => {
      this.screen.click(...middle);
      return comesAbout(() => this.town.heard(`${name}-touched`).length > 0, clickMs);
    });
  }

  /** As `endSession`, also where the kiosk ended it by itself or is still at it. */
  async endWhatever(): Promise<void> {
    await untilTrue('a phase that stands', () => ['active', 'ending', 'free'].includes(this.phase), 30_000);
    await this.endSession();
  }

  /** One tab, on the page with the field, which has the keyboard. */
  async toBase(): Promise<void> {
    const { visitor } = this;
    if (!this.tabs.some(({ title }) => title === 'Tapez')) {
      await visitor.openTab(townPage('/'));
      await untilTrue('the page with the field', () => this.tabs.some(({ title }) => title === 'Tapez'));
    }
    const base = this.tabs.find(({ title }) => title === 'Tapez');
    for (const { id } of this.tabs.filter((tab) => tab !== base)) await visitor.closeTab(id);
    await untilTrue('one tab is left', () => this.tabs.length === 1, 5000);
    if (base !== undefined) await visitor.showTab(base.id);
  }

  async close(): Promise<void> {
    await this.stopKiosk();
    await this.host.close();
    this.windows.close();
    this.canaries.close();
    this.town.close();
    this.badSite.close();
    await this.desk.goAway();
    await this.screen.close();
    await rm(this.settings.runtime, { recursive: true, force: true });
  }
}

async function makeSettings(desk: string): Promise<KioskSettings> {
  const runtime = await mkdtemp(join(tmpdir(), 'escale-escapes-'));
  await chmod(runtime, 0o711);
  return {
    workstation: randomUUID(),
    key,
    desk,
    data: join(runtime, 'data'),
    runtime,
    screens: fileURLToPath(new URL('../../out/renderer', import.meta.url)),
    profile: join(runtime, 'profile.json'),
    demonstration: process.env['ESCALE_WALLS'] === 'optional',
    filter: await handOver(join(runtime, 'lists'), { [detourCategory]: detours }),
    upstream: null,
    browserUser: browserUser(),
  };
}
