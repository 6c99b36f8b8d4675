import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { KioskSettings } from '../../contract/settings.ts';
import { type Bounds, within } from '../kiosk/jail/bounds.ts';
import { type Account, forwarderPort, inJail, type Jail, jailed, type Launch, noDump } from '../kiosk/jail/jail.ts';
import { startRelay } from '../kiosk/jail/relay.ts';
import { type Browser, channel, startBrowser } from './browser.ts';
import { chromiumPath, preferences } from './chromium.ts';
import type { Display } from './display.ts';
import { screensPolicies, visitorPolicies } from './policies.ts';
import { type Mark, markText, markVariable } from './processes.ts';
import type { Walls } from './walls.ts';

/** Where a browser finds its things, as it sees them itself. */
export interface Place {
  readonly profile: string;
  readonly downloads: string;
  readonly proxyPort: number;
  readonly sandboxed: boolean;
}

interface Order {
  readonly role: 'visitor' | 'screens';
  readonly proxySocket: string | null;
  readonly words: (place: Place) => readonly string[];
  readonly gone: () => void;
}

export interface LaunchedBrowser extends Browser {
  readonly downloads: string;
}

interface Ground {
  readonly launch: Launch;
  readonly place: Place;
  clear(): Promise<void>;
}

/** In the jail. */
const profile = join(inJail.home, 'profile');
const downloads = join(inJail.home, 'downloads');
const policyFile = '/etc/chromium/policies/managed/escale.json';

const policiesOf = { visitor: visitorPolicies, screens: screensPolicies };

/** Below the runtime folder: only a demonstration without a jail keeps browsers' files there. */
export const browsersFolder = (runtime: string): string => join(runtime, 'browsers');

export interface LauncherParts {
  readonly settings: KioskSettings;
  readonly display: Display;
  readonly walls: Walls;
  /** What a visitor's browser can take of the machine; null where nothing bounds it. */
  readonly bounds: Bounds | null;
  readonly log: Logger;
}

/** Starts browsers on this machine: in a jail of their own, or, in a demonstration on a machine that allows none, beside the kiosk. */
export class Launcher {
  readonly #settings: KioskSettings;
  readonly #display: Display;
  readonly #walls: Walls;
  readonly #bounds: Bounds | null;
  readonly log: Logger;
  readonly #running = new Map<string, Browser>();

  constructor(parts: LauncherParts) {
    this.#settings = parts.settings;
    this.#display = parts.display;
    this.#walls = parts.walls;
    this.#bounds = parts.bounds;
    this.log = parts.log;
  }

  /** Ids of the browsers that run and are meant to. */
  get living(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }

  /** Ends every browser; rejects when a process of one will not die. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#running.values()].map((browser) => browser.end()));
  }

  /** Lets every browser die as if by itself, so that the kiosk hears it of each. */
  breakAll(): void {
    for (const { devtools } of this.#running.values()) devtools.close(new Error('the display broke'));
  }

  async start(order: Order): Promise<LaunchedBrowser> {
    // Short: Chromium makes a socket below, and a socket's path may have 107 characters.
    const id = randomBytes(4).toString('hex');
    const mark: Mark = { role: order.role, id, runtime: this.#settings.runtime };
    const ground = this.#walls.jail ? this.#inJail(order, mark) : await this.#beside(order, mark);
    const bound = await within(order.role === 'visitor' ? this.#bounds : null, ground.launch, this.account);
    const browser = startBrowser({
      launch: bound.launch,
      mark,
      account: bound.account,
      log: this.log,
      gone: () => {
        end().catch((error: unknown) => this.log.error({ err: error }, 'a browser left something'));
        order.gone();
      },
    });
    const end = async (): Promise<void> => {
      this.#running.delete(id);
      await browser.end();
      await bound.clear();
      await ground.clear();
    };
    const launched = { ...browser, end, downloads: ground.place.downloads };
    this.#running.set(id, launched);
    return launched;
  }

  get account(): { readonly uid: number; readonly gid: number } | null {
    return this.#settings.browserUser;
  }

  #inJail({ role, proxySocket, words }: Order, mark: Mark): Ground {
    const place = { profile, downloads, proxyPort: forwarderPort, sandboxed: this.#walls.sandbox };
    const ground = jailGround(this.#display, this.account);
    const jail: Jail = {
      ...ground,
      proxySocket,
      folders: [downloads, profile],
      files: [
        { path: join(profile, 'Default', 'Preferences'), content: JSON.stringify(preferences), fixed: false },
        { path: policyFile, content: JSON.stringify(policiesOf[role]), fixed: true },
      ],
      environment: { ...ground.environment, [markVariable]: markText(mark) },
    };
    return { launch: jailed(jail, [chromiumPath(), ...words(place)]), place, clear: () => Promise.resolve() };
  }

  async #beside({ proxySocket, words }: Order, { id, ...mark }: Mark): Promise<Ground> {
    const home = join(browsersFolder(this.#settings.runtime), id);
    const own = { profile: join(home, 'profile'), downloads: join(home, 'downloads') };
    const temporary = join(home, 'tmp');
    const folders = [home, own.profile, join(own.profile, 'Default'), own.downloads, temporary];
    for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(own.profile, 'Default', 'Preferences');
    await writeFile(file, JSON.stringify(preferences));
    const { account } = this;
    if (account !== null) {
      await chmod(browsersFolder(this.#settings.runtime), 0o711);
      for (const path of [...folders, file]) await chown(path, account.uid, account.gid);
    }
    const relay = proxySocket === null ? null : await startRelay(proxySocket, account);
    const place = { ...own, proxyPort: relay?.port ?? forwarderPort, sandboxed: false };
    const environment = {
      ...this.#display.environment,
      ...{ HOME: home, TMPDIR: temporary, [markVariable]: markText({ id, ...mark }) },
    };
    return {
      launch: { command: noDump[0], words: [noDump[1], chromiumPath(), ...words(place)], environment, feeds: [] },
      place,
      clear: async () => {
        relay?.close();
        await rm(home, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  }
}

/** What every jail of this host has in common; as it is, without a way out. */
export const jailGround = (display: Display, account: Account | null): Jail => ({
  account: account ?? { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 },
  display: { socket: display.socket, authority: display.authority },
  proxySocket: null,
  channel,
  programs: [],
  folders: [],
  files: [],
  environment: display.environment,
});
