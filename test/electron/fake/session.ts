import { EventEmitter } from 'node:events';
import { isPrevented } from './turn.ts';

type Handler = (...words: unknown[]) => unknown;
type Requested = { url: string; resourceType: string };

export class FakeDownload extends EventEmitter {
  readonly #url: string;
  readonly #name: string;
  path = '';

  constructor(url: string, name: string) {
    super();
    this.#url = url;
    this.#name = name;
  }

  getURL(): string {
    return this.#url;
  }

  getFilename(): string {
    return this.#name;
  }

  setSavePath(path: string): void {
    this.path = path;
  }
}

/** Electron's session: everything without a handler is granted, chosen or saved with a native dialog. */
export class FakeSession extends EventEmitter {
  readonly partition: string;
  readonly handlers = new Map<string, Handler | null>();
  readonly schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
  proxy: unknown = null;
  spellChecker = true;

  readonly protocol = {
    isProtocolHandled: (scheme: string): boolean => this.schemes.has(scheme),
    unhandle: (scheme: string): boolean => this.schemes.delete(scheme),
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
      if (this.schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      this.schemes.set(scheme, handler);
    },
  };

  /** One listener for each event: the last one wins. */
  readonly webRequest = {
    onBeforeRequest: (filter: { types: string[] }, listener: Handler): void => {
      this.handlers.set('before-request', (details, answer) =>
        filter.types.includes((details as Requested).resourceType)
          ? listener(details, answer)
          : (answer as Handler)({}),
      );
    },
    onHeadersReceived: (listener: Handler): void => {
      this.handlers.set('headers-received', listener);
    },
  };

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setProxy(proxy: unknown): Promise<void> {
    this.proxy = proxy;
    return Promise.resolve();
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    this.spellChecker = enabled;
  }

  setUserAgent(): void {
    this.emit('user-agent');
  }

  setPermissionRequestHandler = (handler: Handler): unknown => this.handlers.set('request', handler);
  setPermissionCheckHandler = (handler: Handler): unknown => this.handlers.set('check', handler);
  setDevicePermissionHandler = (handler: Handler): unknown => this.handlers.set('device', handler);
  setUSBProtectedClassesHandler = (handler: Handler): unknown => this.handlers.set('usb-classes', handler);
  setBluetoothPairingHandler = (handler: Handler): unknown => this.handlers.set('pairing', handler);
  setDisplayMediaRequestHandler = (handler: Handler): unknown => this.handlers.set('display-media', handler);
  registerLocalAIHandler = (handler: Handler | null): unknown => this.handlers.set('local-ai', handler);

  /** A page asks; resolves with what it gets. */
  request(permission: string): Promise<boolean> {
    const handler = this.handlers.get('request');
    if (handler === undefined || handler === null) return Promise.resolve(true);
    return new Promise((resolve) => handler({}, permission, resolve, {}));
  }

  /** Chromium checks on its own: contents are null for workers and frames of third parties. */
  check(permission: string): boolean {
    const handler = this.handlers.get('check');
    return handler === undefined || handler === null || handler(null, permission, 'https://example.org', {}) === true;
  }

  /** A page asks for a device: `undefined` where Electron would show a chooser. */
  choose(event: string, ...details: unknown[]): unknown {
    let chosen: unknown = undefined;
    const prevented = isPrevented(this, event, ...details, (choice: unknown = null) => (chosen = choice));
    return prevented ? chosen : undefined;
  }

  /** A page starts a download. Null when it was refused; throws where a person would see a save dialog. */
  download(url: string, name: string): FakeDownload | null {
    const item = new FakeDownload(url, name);
    if (isPrevented(this, 'will-download', item, null, null)) return null;
    if (item.path === '') throw new Error('native dialog');
    return item;
  }

  /** Is a request let through by `webRequest`? */
  async lets(details: Requested): Promise<boolean> {
    const handler = this.handlers.get('before-request');
    if (handler === undefined || handler === null) return true;
    const answer = await new Promise((resolve) => handler(details, resolve));
    return (answer as { cancel?: boolean }).cancel !== true;
  }

  /** What a page gets to see of these response headers. */
  async receive(responseHeaders: Record<string, string[]>): Promise<unknown> {
    const handler = this.handlers.get('headers-received');
    const answer = await new Promise((resolve) => handler?.({ responseHeaders }, resolve));
    return (answer as { responseHeaders: unknown }).responseHeaders;
  }
}
