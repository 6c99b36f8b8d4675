import { EventEmitter } from 'node:events';
import { isAbsolute } from 'node:path';
import { isPrevented } from './turn.ts';

/** Electron's `app`: what must be said before ready throws afterwards, and the other way round. */
export class FakeApp extends EventEmitter {
  readonly isPackaged = false;
  userAgentFallback = 'Mozilla/5.0 (X11; Linux x86_64) escale/0.1.0 Chrome/150.0.0.0 Electron/45.4.1 Safari/537.36';
  /** Every call, in order. */
  readonly calls: string[] = [];
  readonly exits: number[] = [];
  readonly paths = new Map<string, string>();
  readonly switches = new Map<string, string>();
  readonly #ready = Promise.withResolvers<boolean>();
  #isReady = false;

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => {
      this.calls.push(`switch ${name}`);
      this.switches.set(name, value);
    },
    hasSwitch: (name: string): boolean => this.switches.has(name),
  };

  isReady(): boolean {
    return this.#isReady;
  }

  async whenReady(): Promise<void> {
    await this.#ready.promise;
  }

  /** The entry module has been evaluated. */
  async becomeReady(): Promise<void> {
    this.#isReady = true;
    this.#ready.resolve(true);
    await this.#ready.promise;
  }

  before(call: string): void {
    if (this.#isReady) throw new Error(`${call} must be called before app is ready`);
    this.calls.push(call);
  }

  after(call: string): void {
    if (!this.#isReady) throw new Error(`${call} cannot be used before app is ready`);
    this.calls.push(call);
  }

  setName(name: string): void {
    this.calls.push(`setName ${name}`);
  }

  setDesktopName(name: string): void {
    this.calls.push(`setDesktopName ${name}`);
  }

  setPath(name: string, path: string): void {
    if (!isAbsolute(path)) throw new Error('Path must be absolute');
    this.calls.push(`setPath ${name}`);
    this.paths.set(name, path);
  }

  setAppLogsPath(path: string): void {
    this.calls.push('setAppLogsPath');
    this.paths.set('logs', path);
  }

  getPath(name: string): string {
    return this.paths.get(name) ?? `/nowhere/${name}`;
  }

  enableSandbox(): void {
    this.before('enableSandbox');
    this.switches.delete('no-sandbox');
  }

  configureHostResolver(): void {
    this.after('configureHostResolver');
  }

  setProxy(): Promise<void> {
    this.after('setProxy');
    return Promise.resolve();
  }

  requestSingleInstanceLock(): boolean {
    this.calls.push('requestSingleInstanceLock');
    return true;
  }

  /** What SIGTERM does too. */
  quit(): void {
    if (!isPrevented(this, 'before-quit')) this.exit(0);
  }

  /** Asks nobody. */
  exit(code = 0): void {
    this.exits.push(code);
    this.emit('quit', {}, code);
  }
}
