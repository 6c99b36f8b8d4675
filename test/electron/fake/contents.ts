import { EventEmitter } from 'node:events';
import { FakeDebugger } from './debugger.ts';
import type { FakeSession } from './session.ts';
import { isPrevented, isStepPrevented } from './turn.ts';

type Handler = (...words: unknown[]) => unknown;

export interface FakeFrame {
  readonly parent: FakeFrame | null;
  readonly origin: string;
}

interface OpenDetails {
  readonly url: string;
  readonly disposition: string;
  readonly referrer: object;
  readonly postBody?: object;
}

interface OpenAnswer {
  readonly action: string;
  readonly outlivesOpener?: boolean;
  readonly createWindow?: (options: object) => unknown;
}

/** What the contents need of the rest of Electron. */
export interface World {
  created(contents: FakeContents): void;
  /** Addresses that do not load, with Chromium's code. */
  readonly failing: Map<string, number>;
}

/** Electron's `webContents`, with the order of events that Electron's own spec fixes. */
export class FakeContents extends EventEmitter {
  static #count = 0;
  readonly id = (FakeContents.#count += 1);
  readonly debugger = new FakeDebugger();
  readonly session: FakeSession;
  readonly preferences: Record<string, unknown>;
  readonly sent: unknown[][] = [];
  readonly loads: { url: string; options: unknown }[] = [];
  readonly calls: string[] = [];
  focused = 0;
  zoomFactor = 1;
  /** Addresses before the present page. */
  past: string[] = [];
  readonly #world: World;
  readonly #handlers = new Map<string, Handler>();
  #openHandler: ((details: OpenDetails) => OpenAnswer) | null = null;
  #url = '';
  #title = '';
  #destroyed = false;

  readonly ipc = {
    handle: (channel: string, handler: Handler): void => {
      if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      this.#handlers.set(channel, handler);
    },
  };

  readonly navigationHistory = {
    canGoBack: (): boolean => this.past.length > 0,
    getActiveIndex: (): number => this.past.length,
    getEntryAtIndex: (index: number): { url: string; title: string } => ({
      url: this.past[index] ?? this.#url,
      title: '',
    }),
    goBack: (): void => void this.calls.push('goBack'),
  };

  constructor(world: World, session: FakeSession, preferences: Record<string, unknown>) {
    super();
    this.#world = world;
    this.session = session;
    this.preferences = preferences;
    world.created(this);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getURL(): string {
    this.#alive();
    return this.#url;
  }

  getTitle(): string {
    this.#alive();
    return this.#title;
  }

  focus(): void {
    this.#alive();
    this.focused += 1;
  }

  reload(): void {
    this.calls.push('reload');
  }

  setZoomFactor(factor: number): void {
    this.#alive();
    if (factor <= 0) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoomFactor = factor;
  }

  copy(): void {
    this.calls.push('copy');
  }

  paste(): void {
    this.calls.push('paste');
  }

  closeDevTools(): void {
    this.calls.push('closeDevTools');
  }

  setIgnoreMenuShortcuts(ignore: boolean): void {
    if (ignore) this.calls.push('ignore menu shortcuts');
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    this.calls.push(`webrtc ${policy}`);
  }

  setWindowOpenHandler(handler: (details: OpenDetails) => OpenAnswer): void {
    this.#openHandler = handler;
  }

  send(...words: unknown[]): void {
    this.#alive();
    this.sent.push(words.map((word) => structuredClone(word)));
  }

  /** The kiosk's own loading: no `will-frame-navigate`, no `will-navigate`. */
  async loadURL(url: string, options?: unknown): Promise<void> {
    this.#alive();
    this.loads.push({ url, options });
    this.emit('did-start-navigation', { url, isMainFrame: true });
    const lets = /^https?:/.test(url) ? await this.session.lets({ url, resourceType: 'mainFrame' }) : true;
    await this.#arrive(url, lets ? this.#world.failing.get(url) : -20);
  }

  close(): void {
    setImmediate(() => this.destroy());
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.emit('destroyed');
  }

  /** The page goes somewhere. True when it got there. */
  async pageGoes(url: string, isMainFrame = true): Promise<boolean> {
    const step = { url, isMainFrame, isSameDocument: false };
    this.emit('did-start-navigation', step);
    if (isStepPrevented(this, 'will-frame-navigate', step)) return false;
    if (isMainFrame && isStepPrevented(this, 'will-navigate', step)) return false;
    if (!isMainFrame) return true;
    await this.#arrive(url, this.#world.failing.get(url)).catch(() => undefined);
    return true;
  }

  /** A server sends the frame elsewhere. True when it went. */
  redirected(url: string, isMainFrame = true): boolean {
    return !isStepPrevented(this, 'will-redirect', { url, isMainFrame, isSameDocument: false });
  }

  named(title: string): void {
    this.#title = title;
    isPrevented(this, 'page-title-updated', title, true);
  }

  /** The page opens a window. `own`: Electron made the contents already; they load by themselves. Null when it was refused. */
  opens(details: Partial<OpenDetails> & { readonly url: string }, own: boolean): FakeContents | null {
    const answer = this.#openHandler?.({ disposition: 'foreground-tab', referrer: {}, ...details });
    if (answer?.action !== 'allow') return null;
    if (answer.createWindow === undefined) throw new Error('a window of its own');
    if (!own) return theirs(answer.createWindow({ webPreferences: {} }));
    const made = new FakeContents(this.#world, this.session, {});
    if (theirs(answer.createWindow({ webPreferences: {}, webContents: made })) !== made) throw new Error(invalid);
    void made.pageGoes(details.url);
    return made;
  }

  /** The page calls over IPC: copies go both ways, a thrown error arrives as text. */
  async invokes(frame: FakeFrame | null, channel: string, ...words: unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    const event = { sender: this, senderFrame: frame };
    const answer = handler(event, ...words.map((word) => structuredClone(word)));
    // The frame may be gone in the next turn.
    event.senderFrame = null;
    return structuredClone(await answer);
  }

  #alive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }

  async #arrive(url: string, code: number | undefined): Promise<void> {
    await Promise.resolve();
    this.#alive();
    if (code === undefined) {
      this.#url = url;
      // As of the mode `isolated`, which ends with the page.
      this.zoomFactor = 1;
      this.#title = '';
      this.debugger.pageLoaded();
      isPrevented(this, 'did-navigate', url, 200, 'OK');
      return;
    }
    if (code !== -3) isPrevented(this, 'did-fail-load', code, 'failed', url, true, 1, 1);
    throw Object.assign(new Error(`failed (${code}) loading '${url}'`), { code, errno: code });
  }
}

const invalid = 'Invalid webContents. Created window should be connected to webContents passed with options object.';

/** Electron throws when the handler shows other contents than those that it was given. */
function theirs(shown: unknown): FakeContents {
  if (shown instanceof FakeContents) return shown;
  throw new Error(invalid);
}
