import { access, chmod, constants, mkdir, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { failed, ok, type Result } from '../../contract/problem.ts';
import type { TriedWall } from '../../contract/session.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import type { Ease } from '../../contract/screens.ts';
import type {
  Host,
  Leftover,
  Screens,
  ScreensWiring,
  Trial,
  Visitor,
  VisitorWiring,
  WallAnswer,
} from '../kiosk/host.ts';
import { findBounds, noBounds, thisMachine } from '../kiosk/jail/bounds.ts';
import { tryJail } from '../kiosk/jail/trial.ts';
import { chromiumPath } from './chromium.ts';
import { clearClipboard } from './clipboard.ts';
import { Display } from './display.ts';
import { tryDisplay } from './display-trial.ts';
import { browsersFolder, jailGround, Launcher, type LauncherParts } from './launcher.ts';
import { findLeftovers } from './leftovers.ts';
import { killMarked } from './processes.ts';
import { openScreens } from './screens.ts';
import { type Seat, seats } from './seats.ts';
import { SharedMemory } from './shared-memory.ts';
import { openVisitor } from './visitor.ts';
import { missingWalls, type Walls } from './walls.ts';

export interface HostParts {
  readonly settings: KioskSettings;
  readonly log: Logger;
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * The host on the distribution's own Chromium, on an X server that is the kiosk's alone (DISPLAY). Problems are what an operator can mend: an
 * account, a display, a program or a wall that is missing.
 */
export async function createChromiumHost({ settings, log }: HostParts): Promise<Result<Host>> {
  const ground = await checkGround(settings);
  if (!ground.ok) return ground;
  let display: Display;
  try {
    display = await Display.open({ runtime: settings.runtime, account: settings.browserUser, log });
  } catch (error) {
    return failed('not-found', 'DISPLAY', `an X server for the kiosk alone (${sentence(error)})`);
  }
  const jail = { ...jailGround(display, settings.browserUser), proxySocket: display.socket };
  const around = await tryJail(jail, settings.browserUser);
  const walls = { keys: display.keyboard !== null, ...around };
  const missing = missingWalls(walls);
  if (missing.length > 0 && !settings.demonstration) {
    await display.close();
    const remedy = 'allow unprivileged user namespaces and install bubblewrap, iproute2 and socat';
    return failed(
      'not-found',
      `walls ${missing.join(', ')}`,
      `a kiosk that is not a demonstration has them: ${remedy}`,
    );
  }
  try {
    await display.manage();
  } catch (error) {
    await display.close();
    return failed('not-found', 'openbox', `a window manager on this display (${sentence(error)})`);
  }
  const bounds = await findBounds(await thisMachine());
  if (bounds === null) log.warn({ wall: 'jail' }, noBounds);
  const sharedMemory = walls.jail ? null : await SharedMemory.watch(jail.account.uid);
  return ok(new ChromiumHost({ settings, log, display, walls, bounds, sharedMemory }));
}

/** Runtime folder there and passable for the browsers' account, Chromium there, and never a browser as root. */
async function checkGround({ runtime, browserUser }: KioskSettings): Promise<Result<null>> {
  if (process.getuid?.() === 0 && browserUser === null) {
    return failed('malformed', 'browserUser', 'an unprivileged account: browsers never run as root');
  }
  try {
    await access(chromiumPath(), constants.X_OK);
  } catch {
    return failed(
      'not-found',
      chromiumPath(),
      'Chromium; install the package "chromium", or name its program in ESCALE_CHROMIUM',
    );
  }
  await mkdir(runtime, { recursive: true });
  await clearAncestors(runtime);
  if (browserUser === null) return ok(null);
  await chmod(runtime, 0o711);
  for (let folder = runtime; folder !== '/'; folder = dirname(folder)) {
    const { mode, uid } = await stat(folder);
    if ((mode & 0o001) === 0 && uid !== browserUser.uid) {
      return failed(
        'malformed',
        'runtime',
        `a folder that the browsers' account can reach; "${folder}" is closed to it`,
      );
    }
  }
  return ok(null);
}

/** What a kiosk that was killed left running or lying about: most of it died with that kiosk, the rest goes now. */
async function clearAncestors(runtime: string): Promise<void> {
  await killMarked((mark) => mark.endsWith(`:${runtime}`));
  await rm(browsersFolder(runtime), { recursive: true, force: true });
}

class ChromiumHost implements Host {
  readonly name = 'chromium';
  readonly missingWalls: readonly TriedWall[];
  readonly #settings: KioskSettings;
  readonly #log: Logger;
  readonly #display: Display;
  readonly #launcher: Launcher;
  readonly #walls: Walls;
  readonly #sharedMemory: SharedMemory | null;
  readonly #taken = new Set<Seat>();
  #seatInSession: Seat | null = null;

  constructor(parts: LauncherParts & { sharedMemory: SharedMemory | null }) {
    this.#settings = parts.settings;
    this.#log = parts.log;
    this.#display = parts.display;
    this.#walls = parts.walls;
    this.#sharedMemory = parts.sharedMemory;
    this.#launcher = new Launcher(parts);
    this.missingWalls = missingWalls(parts.walls);
    // Without a window manager windows of any desktop may show: nothing of a visitor may be there to be seen.
    parts.display.onBroken(() => this.#launcher.breakAll());
  }

  openScreens(wiring: ScreensWiring): Promise<Screens> {
    return openScreens({
      launcher: this.#launcher,
      display: this.#display,
      wiring,
      seatInSession: () => this.#seatInSession,
    });
  }

  async openVisitor(wiring: VisitorWiring): Promise<Visitor> {
    const seat = seats.find((candidate) => !this.#taken.has(candidate));
    if (seat === undefined) throw new Error(`${seats.length} visitors’ browsers run already`);
    this.#taken.add(seat);
    return openVisitor({
      launcher: this.#launcher,
      wiring,
      seat,
      walls: this.#walls,
      began: () => {
        this.#seatInSession = seat;
      },
      ended: () => this.#leave(seat),
    });
  }

  async #leave(seat: Seat): Promise<void> {
    this.#taken.delete(seat);
    if (this.#seatInSession !== seat) return;
    this.#seatInSession = null;
    await clearClipboard(this.#display.desktop);
  }

  readonly ease = (wishes: Ease): Promise<void> => this.#display.ease(wishes);

  async probe(trial: Trial): Promise<readonly WallAnswer[]> {
    const answers = await tryDisplay(this.#display, trial);
    return answers.filter(({ wall }) => !this.missingWalls.includes(wall));
  }

  idleMs(): Promise<number> {
    return this.#display.idleMs();
  }

  findLeftovers(): Promise<readonly Leftover[]> {
    return findLeftovers({
      runtime: this.#settings.runtime,
      account: this.#settings.browserUser?.uid ?? null,
      desktop: this.#display.desktop,
      sharedMemory: this.#sharedMemory,
      living: this.#launcher.living,
    });
  }

  async close(): Promise<void> {
    const failures = await Promise.allSettled([this.#launcher.endAll()]);
    for (const failure of failures) {
      if (failure.status === 'rejected') this.#log.error({ err: failure.reason as unknown }, 'a browser does not end');
    }
    await this.#display.close();
  }
}
