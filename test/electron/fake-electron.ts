import { vi } from 'vitest';
import { FakeApp } from './fake/app.ts';
import { FakeContents, type World } from './fake/contents.ts';
import { FakeSession } from './fake/session.ts';
import { FakeScreen } from './fake/screen.ts';
import { FakeView, FakeWindow, type Rectangle } from './fake/window.ts';

/** `clear` answers at once, `readText` does not. */
class FakeClipboard {
  text = '';

  clear(): void {
    this.text = '';
  }

  readText(): Promise<string> {
    return Promise.resolve(this.text);
  }
}

/**
 * The part of Electron 45 that the host touches, as faithful as its documentation, its own spec and its source allow without running it:
 * order of calls and events, what throws when, what happens unhandled. A test sees a native dialog as a thrown error.
 */
export class FakeElectron {
  readonly app = new FakeApp();
  readonly display: Rectangle = { x: 0, y: 0, width: 1280, height: 800 };
  readonly screen = new FakeScreen(this.display);
  readonly sessions = new Map<string, FakeSession>();
  readonly contents: FakeContents[] = [];
  readonly windows: FakeWindow[] = [];
  /** Seconds since somebody touched the machine. */
  idle = 0;
  readonly failing = new Map<string, number>();
  readonly schemes: unknown[] = [];
  readonly copied = { clipboard: new FakeClipboard(), selection: new FakeClipboard() };

  /** What `import … from 'electron'` finds. */
  module(): Record<string, unknown> {
    const { app, display, windows } = this;
    const world: World = {
      failing: this.failing,
      created: (contents) => {
        this.contents.push(contents);
        app.emit('web-contents-created', {}, contents);
      },
    };
    const fromPartition = (name: string): FakeSession => this.session(name);
    return {
      app,
      clipboard: Object.assign(this.copied.clipboard, { selection: this.copied.selection }),
      session: { fromPartition },
      screen: this.screen,
      powerMonitor: { getSystemIdleTime: () => this.idle },
      Menu: { setApplicationMenu: () => app.before('setApplicationMenu') },
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown[]) => {
          app.before('registerSchemesAsPrivileged');
          if (this.schemes.length > 0) throw new Error('registerSchemesAsPrivileged may be called once');
          this.schemes.push(...schemes);
        },
      },
      BaseWindow: class extends FakeWindow {
        constructor(options: Record<string, unknown>) {
          app.after('BaseWindow');
          super(options, display);
          windows.push(this);
        }
      },
      WebContentsView: class extends FakeView {
        constructor({
          webContents,
          webPreferences = {},
        }: {
          webContents?: FakeContents;
          webPreferences?: Record<string, unknown> & { session?: FakeSession };
        }) {
          app.after('WebContentsView');
          super(webContents ?? new FakeContents(world, webPreferences.session ?? fromPartition(''), webPreferences));
        }
      },
    };
  }

  session(name: string): FakeSession {
    const known = this.sessions.get(name);
    if (known !== undefined) return known;
    this.app.after('session');
    const session = new FakeSession(name);
    this.sessions.set(name, session);
    this.app.emit('session-created', session);
    return session;
  }

  /** The one thing of its kind that there is by now. */
  get window(): FakeWindow {
    return only(this.windows, 'window');
  }

  get page(): FakeContents {
    return only(this.contents, 'contents');
  }
}

function only<Thing>(things: readonly Thing[], what: string): Thing {
  const [thing, ...more] = things;
  if (thing === undefined || more.length > 0) throw new Error(`expected one ${what}, found ${things.length}`);
  return thing;
}

/** A fresh Electron for modules that are imported from now on (with `await import`). */
export function withFakeElectron(): FakeElectron {
  const electron = new FakeElectron();
  vi.resetModules();
  vi.doMock('electron', () => electron.module());
  return electron;
}

/** Lets everything that is under way in this process come to rest: a few turns of the loop. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
