import { app, clipboard, powerMonitor } from 'electron';
import { randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { describe, failed, ok, type Problem, type Result } from '../../contract/problem.ts';
import type { TriedWall } from '../../contract/session.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import type {
  Host,
  Layout,
  Leftover,
  Screens,
  ScreensWiring,
  Visitor,
  VisitorWiring,
  WallAnswer,
} from '../kiosk/host.ts';
import { readAuthority } from '../kiosk/jail/authority.ts';
import { type Bounds, findBounds, noBounds, thisMachine, within } from '../kiosk/jail/bounds.ts';
import { forwarderPort } from '../kiosk/jail/jail.ts';
import { startRelay } from '../kiosk/jail/relay.ts';
import { tryJail } from '../kiosk/jail/trial.ts';
import { visitorArguments } from './arguments.ts';
import { Covers } from './covers.ts';
import { browserFolder, jailOf, type VisitorGround, visitorLaunch } from './jail.ts';
import { displayBounds, KioskWindow } from './kiosk-window.ts';
import { processesOf } from './left-behind.ts';
import { OwnScreens } from './own-screens.ts';
import { placementOf, sameBounds } from './placement.ts';
import { VisitorProcess } from './visitor-process.ts';
import { answerOf } from '../kiosk/walls/answer-of.ts';
import { WindowManager } from './window-manager.ts';

/** How this very program is started as a visitor's. */
interface OwnProgram {
  readonly words: readonly string[];
  readonly programs: readonly string[];
}

function ownProgram(): OwnProgram {
  const built = import.meta.dirname;
  const electron = dirname(process.execPath);
  if (app.isPackaged) return { words: [], programs: [electron] };
  return { words: [join(built, 'main.js')], programs: [electron, built, join(built, '../../package.json')] };
}

interface Ground {
  readonly settings: KioskSettings;
  readonly log: Logger;
  readonly windows: WindowManager;
  readonly display: VisitorGround['display'];
  readonly bounds: Bounds | null;
  readonly jail: boolean;
  readonly sandbox: boolean;
  /** Below the kiosk's runtime folder: one folder for each visitor. */
  readonly visitors: string;
}

/** Host 1: our screens in this process, each visitor's browser in one of its own. Every decision is `main/kiosk`'s. */
class ElectronHost implements Host {
  readonly name = 'electron';
  /** The X server's keyboard is the X client's of the other host; Electron itself offers no way. */
  readonly ease = null;
  readonly missingWalls: readonly TriedWall[];
  readonly #ground: Ground;
  #front: { readonly window: KioskWindow; readonly screens: OwnScreens } | null = null;
  #visitors: readonly VisitorProcess[] = [];
  /** Locks, and tells the kiosk that its screens cannot be relied on. */
  #lost: () => void = () => undefined;
  readonly #covers = new Covers(() => this.#lost());
  #closing: Promise<void> | null = null;
  #shown: Layout = 'locked';

  constructor(ground: Ground) {
    this.#ground = ground;
    const missing: readonly (readonly [TriedWall, boolean])[] = [
      // No key is grabbed below the browser yet: there are no accelerators to press, but the display server still has its own keys.
      ['keys', false],
      ['jail', ground.jail],
      ['sandbox', ground.sandbox],
    ];
    this.missingWalls = missing.filter(([, stands]) => !stands).map(([wall]) => wall);
  }

  async openScreens(wiring: ScreensWiring): Promise<Screens> {
    let open = true;
    const gone = (): void => {
      if (!open || this.#closing !== null) return;
      open = false;
      this.#ground.log.warn({ problem: 'screens gone' });
      // What is left of the window is black and covers the display until the next one has taken its place.
      const tell = (): void => wiring.gone();
      this.#lock().then(tell, tell);
    };
    this.#lost = gone;
    const screens = await OwnScreens.open(wiring, gone);
    const before = this.#front;
    this.#front = { window: new KioskWindow(screens.view, gone), screens };
    await this.#lock();
    before?.window.leave();
    await before?.screens.close();
    return {
      send: (name, payload) => screens.send(name, payload),
      layout: (layout) => this.#layOut(layout),
      close: async () => {
        open = false;
        await screens.close();
      },
    };
  }

  async openVisitor(wiring: VisitorWiring): Promise<Visitor> {
    const { settings, display, bounds, jail, sandbox, visitors } = this.#ground;
    const folder = join(visitors, randomUUID());
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const account = settings.browserUser;
    if (account !== null) await chown(folder, account.uid, account.gid);
    const program = ownProgram();
    const relay = jail ? null : await startRelay(wiring.proxySocket, account);
    const proxyPort = relay?.port ?? forwarderPort;
    const ground = { folder, proxySocket: wiring.proxySocket, programs: program.programs, display };
    const words = visitorArguments({ proxyPort, folder: browserFolder(ground, jail), sandbox });
    const launch = visitorLaunch(ground, jail, [process.execPath, ...program.words, ...words]);
    const bound = await within(bounds, launch, account);
    const visitor = await VisitorProcess.start({
      ...{ launch: bound.launch, account: bound.account, folder, wiring, walls: { jail, sandbox } },
      fallen: (problem) => this.#ground.log.warn({ problem: describe(problem) }, 'a visitor’s browser fell'),
      ended: () => {
        forgetCopies();
        relay?.close();
        return bound.clear();
      },
    });
    this.#visitors = [...this.#visitors, visitor];
    return visitor;
  }

  /** Electron gives no keys to guard, and asks nobody which windows of others are open: the window manager and our covers answer. */
  async probe(): Promise<readonly WallAnswer[]> {
    const desktop = this.#shown === 'locked' ? 'locked' : 'session';
    return [
      await answerOf('windows', async () => {
        await this.#covers.prove();
        return this.#ground.windows.fault(desktop);
      }),
    ];
  }

  async findLeftovers(): Promise<readonly Leftover[]> {
    const ended = this.#visitors.filter((visitor) => visitor.state === 'ended');
    const living = new Set(this.#visitors.filter((visitor) => !ended.includes(visitor)).map(({ folder }) => folder));
    const sessions = new Set(ended.flatMap(({ session }) => (session === undefined ? [] : [session])));
    const folders = (await readdir(this.#ground.visitors)).map((name) => join(this.#ground.visitors, name));
    const found: readonly Leftover[] = [
      ...(await processesOf(sessions)).map((pid) => ({ what: 'process' as const, where: String(pid) })),
      ...folders.filter((folder) => !living.has(folder)).map((where) => ({ what: 'file' as const, where })),
      ...(await copiedText()),
    ];
    if (found.length === 0) this.#visitors = this.#visitors.filter((visitor) => !ended.includes(visitor));
    return found;
  }

  /** Electron counts whole seconds. */
  idleMs(): Promise<number> {
    return Promise.resolve(powerMonitor.getSystemIdleTime() * 1000);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await Promise.allSettled(this.#visitors.map((visitor) => visitor.end()));
    this.#front?.window.leave();
    await this.#front?.screens.close();
    this.#covers.close();
    this.#ground.windows.close();
    await rm(this.#ground.visitors, { recursive: true, force: true });
  }

  async #lock(): Promise<void> {
    this.#shown = 'locked';
    // First the desktop: it takes the visitor's windows away without asking their process.
    await this.#ground.windows.showDesktop('locked');
    await this.#front?.window.lock();
    await this.#covers.prove();
    // And the page shall know that no one looks. Not waited for: a process that does not answer is killed and told as gone.
    this.#current()
      ?.hide()
      .catch(() => undefined);
  }

  async #layOut(layout: Layout): Promise<void> {
    if (layout === 'locked') return this.#lock();
    const visitor = this.#current();
    if (visitor === undefined) throw new Error('no visitor has begun: there is no page to lay below the bar');
    const { bar, page } = placementOf(layout, displayBounds());
    await this.#covers.prove();
    this.#shown = layout;
    await this.#ground.windows.showDesktop('session');
    const window = await visitor.show(page);
    if (!window.visible || !sameBounds(window.bounds, page)) throw new Error('the visitor’s page is not in its place');
    await this.#front?.window.showBar(bar);
  }

  #current(): VisitorProcess | undefined {
    return this.#visitors.find((visitor) => visitor.state === 'begun');
  }
}

/** What a program outside the jail took over from the visitor, a clipboard keeper for one. */
function forgetCopies(): void {
  clipboard.clear();
  clipboard.selection.clear();
}

/** Both of X11's clipboards. What a visitor copied dies with the process that offered it. */
async function copiedText(): Promise<readonly Leftover[]> {
  const places = { clipboard, 'primary selection': clipboard.selection };
  const held = await Promise.all(
    Object.entries(places).map(async ([where, place]) => ((await place.readText()) === '' ? [] : [where])),
  );
  return held.flat().map((where) => ({ what: 'clipboard', where }));
}

/** The kiosk's own. The abstract socket is out of reach in another network namespace. Rejects when its authority file cannot be read. */
async function findDisplay({ runtime, browserUser }: KioskSettings): Promise<VisitorGround['display']> {
  const name = process.env['DISPLAY'] ?? ':0';
  const number = /:(\d+)/.exec(name)?.[1] ?? '0';
  const { authority } = await readAuthority({ runtime, account: browserUser }, Number(number));
  return { name, socket: `/tmp/.X11-unix/X${number}`, authority };
}

/** An installed kiosk does not start without these; a demonstration does, and says so. */
function missing(ground: Pick<Ground, 'jail' | 'sandbox' | 'settings'>): Problem | null {
  if (ground.settings.demonstration || (ground.jail && ground.sandbox)) return null;
  const expected = app.commandLine.hasSwitch('no-sandbox')
    ? 'a start without --no-sandbox'
    : 'bubblewrap, socat, iproute2 and user namespaces for ordinary accounts: install them and allow namespaces';
  return failed('internal', 'walls', expected).problem;
}

/** Called once, when Electron is ready. */
export async function createElectronHost({
  settings,
  log,
}: {
  readonly settings: KioskSettings;
  readonly log: Logger;
}): Promise<Result<Host>> {
  const visitors = join(settings.runtime, 'visitors');
  await rm(visitors, { recursive: true, force: true });
  await mkdir(visitors, { recursive: true, mode: 0o711 });
  const display = await findDisplay(settings).catch(() => null);
  if (display === null) return failed('not-found', 'XAUTHORITY', 'a file with the right to speak to the X server');
  const ground = { folder: visitors, proxySocket: display.socket, display };
  const trial = await tryJail(jailOf({ ...ground, programs: ownProgram().programs }), settings.browserUser);
  const { jail } = trial;
  // Without a jail it needs nothing of ours, and Chromium itself refuses to start without.
  const sandbox = (trial.sandbox || !jail) && !app.commandLine.hasSwitch('no-sandbox');
  const problem = missing({ jail, sandbox, settings });
  if (problem !== null) return { ok: false, problem };
  const windows = await WindowManager.start(settings.runtime);
  if (!windows.ok) return windows;
  const bounds = await findBounds(await thisMachine());
  if (bounds === null) log.warn({ wall: 'jail' }, noBounds);
  return ok(new ElectronHost({ settings, log, windows: windows.value, display, bounds, jail, sandbox, visitors }));
}
