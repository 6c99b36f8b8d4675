import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { vi } from 'vitest';
import { ok, type Result } from '../../contract/problem.ts';
import type { Tab } from '../../contract/screens.ts';
import type { KioskSettings } from '../../contract/settings.ts';
import type { BrowsingPolicy, RefusalReason } from '../../main/kiosk/browsing/decide.ts';
import type { FileWish, HeldDocument, Host, Screens, Visitor } from '../../main/kiosk/host.ts';
import type { HomePage } from '../../main/kiosk/proxy/home.ts';
import { startProxy, type Proxy } from '../../main/kiosk/proxy/proxy.ts';
import type { Planting } from '../../main/kiosk/proxy/witness.ts';
import { browserUser } from './machine.ts';
import { colours, screenFiles, townDocuments, townPages } from './pages.ts';
import { Screen, screenSize } from './screen.ts';

/** A host as the suite needs it: itself, and where its processes are, so that they can be killed behind its back. */
export interface HostUnderTest {
  readonly host: Host;
  /** Pids of everything that belongs to a browser of that kind, looked for on the machine. */
  processes(of: 'visitor' | 'screens'): readonly number[];
}

export type MakeHost = (settings: KioskSettings) => Promise<HostUnderTest>;

export const town = 'ville.internal';
/** Another site, for what stands in a frame. */
const otherTown = 'cadre.internal';
export const townPage = (path: string): string => `http://${town}${path}`;

/** Points of the display: the corners tell that nothing is left uncovered. */
export const bar: readonly [number, number] = [640, 36];
export const page: readonly [number, number] = [640, 700];
export const corners: readonly (readonly [number, number])[] = [
  [0, 0],
  [screenSize.width - 1, 0],
  [0, screenSize.height - 1],
  [screenSize.width - 1, screenSize.height - 1],
];

/** Points on both sides of the line where a warning ends, beside a page's field. */
export const halves: Readonly<Record<'above' | 'below', readonly (readonly [number, number])[]>> = {
  above: [
    [240, screenSize.height / 2 - 1],
    [640, 200],
    [1240, screenSize.height / 2 - 1],
  ],
  below: [
    [240, screenSize.height / 2],
    [1240, screenSize.height / 2],
  ],
};

/** What one visitor's browser told the kiosk. */
export interface Told {
  tabs: readonly Tab[];
  readonly refused: RefusalReason[];
  documents: readonly HeldDocument[];
  wish: FileWish | null;
  gone: number;
}

const log = pino({ level: process.env['ESCALE_TEST_LOG'] ?? 'silent' }, pino.destination(2));

const tiles = { type: 'text/html; charset=utf-8', bytes: Buffer.from('<!doctype html>') };

/** Where a host is tried: a display, a town's site, the kiosk's real proxy, and what the screens said. */
export class Room {
  readonly screen: Screen;
  readonly settings: KioskSettings;
  readonly calls: { readonly name: unknown; readonly input: unknown }[] = [];
  screensGone = 0;
  /** Of the profile that the next session begins with. */
  downloads: BrowsingPolicy['downloads'] = 'refuse';
  readonly #site: Server;
  readonly #proxy: Proxy;
  readonly #sitePort: number;

  private constructor(parts: {
    screen: Screen;
    settings: KioskSettings;
    site: Server;
    sitePort: number;
    proxy: Proxy;
  }) {
    this.screen = parts.screen;
    this.settings = parts.settings;
    this.#site = parts.site;
    this.#sitePort = parts.sitePort;
    this.#proxy = parts.proxy;
  }

  static async open(): Promise<Room> {
    const screen = await Screen.start();
    vi.stubEnv('DISPLAY', screen.display);
    vi.stubEnv('XAUTHORITY', screen.authority);
    const runtime = await mkdtemp(join(tmpdir(), 'escale-host-'));
    await chmod(runtime, 0o711);
    const site = createServer((request, response) => {
      const path = request.url ?? '/';
      const document = townDocuments[path];
      if (document !== undefined) {
        response.setHeader('content-disposition', document.disposition);
        response.setHeader('content-type', 'application/octet-stream');
        response.end(document.content);
        return;
      }
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><meta charset="utf-8">${townPages[path] ?? 'Rien ici'}`);
    });
    const sitePort = await listening(site);
    const user = browserUser();
    const settings: KioskSettings = {
      workstation: crypto.randomUUID(),
      key: 'k'.repeat(32),
      desk: 'ws://127.0.0.1:9/link',
      data: runtime,
      runtime,
      screens: runtime,
      profile: join(runtime, 'profile.json'),
      demonstration: process.env['ESCALE_WALLS'] === 'optional',
      filter: null,
      upstream: null,
      browserUser: user,
    };
    const listen = { path: join(runtime, 'proxy.sock'), ...(user && { group: user.gid }) };
    const home = (): HomePage => ({
      files: new Map([['/home/index.html', tiles]]),
      profile: { name: { fr: '' }, tiles: [], searchAddress: '' },
    });
    const proxy = await startProxy({ listen, log, home });
    return new Room({ screen, settings, site, sitePort, proxy });
  }

  get proxySocket(): string {
    return join(this.settings.runtime, 'proxy.sock');
  }

  /** As the kiosk tries a browser that waits: under rules as open as they can be. */
  tryOut<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#proxy.tryOut(work);
  }

  /** Serves the page that plants a token. */
  plant(token: string): Planting {
    return this.#proxy.plant(token);
  }

  get policy(): BrowsingPolicy {
    return {
      browsing: { mode: 'open' },
      refusedSites: ['refused.example'],
      localServices: [town, otherTown].map((host) => ({
        ...{ label: { fr: 'Ville' }, host, address: '127.0.0.1', port: this.#sitePort },
      })),
      downloads: this.downloads,
      maxTabs: 3,
    };
  }

  openScreens(host: Host): Promise<Screens> {
    return host.openScreens({
      files: screenFiles,
      page: '/kiosk/index.html',
      call: (name, input): Promise<Result<unknown>> => {
        this.calls.push({ name, input });
        return Promise.resolve(ok({ asked: name }));
      },
      gone: () => {
        this.screensGone += 1;
      },
    });
  }

  /** What the test page of the screens reported under this word. */
  reports(what: string): readonly unknown[] {
    return this.calls.flatMap(({ input }) => {
      const code = typeof input === 'object' && input !== null && 'code' in input ? input.code : '[]';
      const [word, value] = JSON.parse(String(code)) as readonly unknown[];
      return word === what ? [value] : [];
    });
  }

  async openVisitor(host: Host, proxySocket = this.proxySocket): Promise<{ visitor: Visitor; told: Told }> {
    const told: Told = { tabs: [], refused: [], documents: [], wish: null, gone: 0 };
    const visitor = await host.openVisitor({
      proxySocket,
      tabsChanged: (tabs) => {
        told.tabs = tabs;
      },
      documentsChanged: (documents) => {
        told.documents = documents;
      },
      filesWanted: (wish) => {
        told.wish = wish;
      },
      refused: (reason) => told.refused.push(reason),
      gone: () => {
        told.gone += 1;
      },
    });
    return { visitor, told };
  }

  /** Opens a visitor's browser and puts it in session on a page of the town. */
  async begin(host: Host, screens: Screens, path: string): Promise<{ visitor: Visitor; told: Told }> {
    const opened = await this.openVisitor(host);
    this.#proxy.setPolicy(this.policy);
    await opened.visitor.begin(this.policy, townPage(path));
    await screens.layout('bar');
    await vi.waitFor(() => {
      if (this.screen.colours([page])[0] !== colours.town) throw new Error('the town is not on the screen yet');
    }, patience);
    return opened;
  }

  async close(): Promise<void> {
    await this.#proxy.close();
    this.#site.closeAllConnections();
    this.#site.close();
    await this.screen.close();
    await rm(this.settings.runtime, { recursive: true, force: true });
    vi.unstubAllEnvs();
  }
}

export const patience = { timeout: 10_000, interval: 100 };

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(address.port);
    });
  });
}
