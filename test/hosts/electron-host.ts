import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createBuilder } from 'vite';
import { electronBuild } from '../../electron.config.ts';
import type { Tab } from '../../contract/screens.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import type { TriedWall } from '../../contract/session.ts';
import type { RefusalReason } from '../../main/kiosk/browsing/decide.ts';
import type {
  FileWish,
  HeldDocument,
  Host,
  Leftover,
  Screens,
  ScreensWiring,
  Visitor,
  VisitorWiring,
  WallAnswer,
} from '../../main/kiosk/host.ts';
import { Wire } from './electron-wire.ts';
import { electronBinary } from './machine.ts';
import type { HostUnderTest } from './room.ts';

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = from('../../out/electron-test');
const entry = fileURLToPath(new URL('./electron-entry.ts', import.meta.url));

/** The suite's Electron program, built like the product's: `main.js`, so that it starts itself again as a visitor's process. */
export async function buildElectronEntry(): Promise<void> {
  const builder = await createBuilder({
    configFile: false,
    logLevel: 'warn',
    builder: {},
    environments: {
      main: electronBuild({ input: { main: entry }, format: 'es', outDir: built }),
      preload: electronBuild({
        input: { preload: from('../../main/electron/preload.ts') },
        format: 'cjs',
        outDir: built,
      }),
    },
  });
  for (const name of ['main', 'preload']) {
    const environment = builder.environments[name];
    if (environment !== undefined) await builder.build(environment);
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), session: Number(session) }];
      } catch {
        // Gone since it was listed.
        return [];
      }
    });
}

const isRenderer = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer');

/** The browsers below one Electron: a visitor's processes are in a kernel session of their own, the screens' renderer in Electron's. */
class Family {
  readonly #root: number;
  /** Kept: once its parents are dead a process can no longer be traced to us. */
  readonly #visitors = new Set<number>();

  constructor(root: number) {
    this.#root = root;
  }

  of(kind: 'visitor' | 'screens'): readonly number[] {
    const all = processes();
    const family = new Set([this.#root]);
    for (let before = 0; before < family.size;) {
      before = family.size;
      for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    }
    const own = all.find(({ pid }) => pid === this.#root)?.session;
    for (const { pid, session } of all) if (family.has(pid) && session !== own) this.#visitors.add(session);
    return all
      .filter(({ pid, session }) =>
        kind === 'visitor' ? this.#visitors.has(session) : family.has(pid) && session === own && isRenderer(pid),
      )
      .map(({ pid }) => pid);
  }
}

/** Electron does not run as root: then it gets an account, and folders of that account's. */
function settle(settings: KioskSettings): { file: string; runtime: string; authority: string } {
  const runtime = mkdtempSync(join(tmpdir(), 'escale-electron-'));
  const file = join(runtime, 'kiosk.json');
  const authority = join(runtime, 'authority');
  writeFileSync(file, JSON.stringify({ ...settings, runtime, browserUser: null }));
  copyFileSync(process.env['XAUTHORITY'] ?? '', authority);
  const user = settings.browserUser;
  if (user !== null) for (const path of [runtime, file, authority]) chownSync(path, user.uid, user.gid);
  return { file, runtime, authority };
}

function launch(settings: KioskSettings, { file, authority }: { file: string; authority: string }): ChildProcess {
  const { DISPLAY, PATH } = process.env;
  const words = [join(built, 'main.js'), file, ...(settings.demonstration ? ['--no-sandbox'] : [])];
  return spawn(electronBinary(), words, {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env: { DISPLAY, PATH, XAUTHORITY: authority, HOME: dirname(file) },
    detached: true,
    ...(settings.browserUser ?? {}),
  });
}

/** Starts Electron with the real host in it and hands that out as if it were here. */
export async function makeElectronHost(settings: KioskSettings): Promise<HostUnderTest> {
  const place = settle(settings);
  const child = launch(settings, place);
  const stream = child.stdio[3];
  if (!(stream instanceof Duplex) || child.pid === undefined) throw new Error(`${electronBinary()} does not start`);
  const ready = Promise.withResolvers<readonly TriedWall[]>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => ready.reject(new Error('Electron ended before it was ready')));
  const told = new Map<number, VisitorWiring>();
  let screens: ScreensWiring | null = null;
  const wire = new Wire(stream, {
    ready: (walls: readonly TriedWall[]) => ready.resolve(walls),
    call: (name: unknown, input: unknown) => screens?.call(name, input),
    screensGone: () => screens?.gone(),
    tabs: (id: number, tabs: readonly Tab[]) => told.get(id)?.tabsChanged(tabs),
    documents: (id: number, documents: readonly HeldDocument[]) => told.get(id)?.documentsChanged(documents),
    filesWanted: (id: number, wish: FileWish | null) => told.get(id)?.filesWanted(wish),
    refused: (id: number, reason: RefusalReason) => told.get(id)?.refused(reason),
    visitorGone: (id: number) => told.get(id)?.gone(),
  });
  const missingWalls = await ready.promise;
  const host: Host = {
    name: 'electron',
    missingWalls,
    ease: null,
    openScreens: async (wiring) => {
      screens = wiring;
      const files = [...wiring.files].map(([path, { type, bytes }]) => [
        path,
        type,
        Buffer.from(bytes).toString('base64'),
      ]);
      await wire.ask('openScreens', files, wiring.page);
      return screensOver(wire);
    },
    openVisitor: async (wiring) => {
      const id = told.size + 1;
      told.set(id, wiring);
      await wire.ask('openVisitor', id, wiring.proxySocket);
      return visitorOver(wire, id);
    },
    findLeftovers: async () => (await wire.ask('findLeftovers')) as readonly Leftover[],
    idleMs: async () => Number(await wire.ask('idleMs')),
    probe: async (trial) => (await wire.ask('probe', trial)) as readonly WallAnswer[],
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) await wire.ask('close');
      // Its own session: renderers and openbox are in it, a visitor's processes are not.
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
      rmSync(place.runtime, { recursive: true, force: true });
    },
  };
  const family = new Family(child.pid);
  return { host, processes: (kind) => family.of(kind) };
}

const screensOver = (wire: Wire): Screens => ({
  send: (name, payload) => void wire.ask('send', name, payload),
  layout: async (layout) => {
    await wire.ask('layout', layout);
  },
  close: async () => {
    await wire.ask('closeScreens');
  },
});

const visitorOver = (wire: Wire, id: number): Visitor => ({
  probe: async (trial) => (await wire.ask('probeVisitor', id, trial)) as readonly WallAnswer[],
  plant: async (address, until) => {
    await wire.ask('plant', id, address);
    await until.catch(() => undefined);
    await wire.ask('leavePlant', id);
  },
  begin: async (policy, home) => {
    await wire.ask('begin', id, policy, home);
  },
  openSites: async (sites) => {
    await wire.ask('openSites', id, sites);
  },
  openTab: async (address) => {
    await wire.ask('openTab', id, address);
  },
  showTab: async (tab) => {
    await wire.ask('showTab', id, tab);
  },
  closeTab: async (tab) => {
    await wire.ask('closeTab', id, tab);
  },
  back: async () => {
    await wire.ask('back', id);
  },
  reload: async () => {
    await wire.ask('reload', id);
  },
  zoom: async (percent) => {
    await wire.ask('zoom', id, percent);
  },
  edit: async (command) => {
    await wire.ask('edit', id, command);
  },
  giveFiles: async (documents) => {
    await wire.ask('giveFiles', id, documents);
  },
  end: async () => {
    await wire.ask('end', id);
  },
});
