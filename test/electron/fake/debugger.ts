import { EventEmitter } from 'node:events';

export interface Sent {
  readonly method: string;
  readonly parameters: Record<string, unknown>;
  readonly target: string;
}

/** Electron's `webContents.debugger`: nothing is answered before a first page, a child target waits until it is let go. */
export class FakeDebugger extends EventEmitter {
  readonly sent: Sent[] = [];
  /** What the page answers to a method; nothing to the others. */
  readonly answers = new Map<string, unknown>();
  readonly waiting = new Set<string>();
  /** Methods that fail, for one target. */
  readonly failing = new Set<string>();
  readonly #loaded = Promise.withResolvers<boolean>();
  #attached = false;

  attach(version: string): void {
    if (this.#attached) throw new Error('Debugger is already attached to the target');
    if (version !== '1.3') throw new Error('Requested protocol version is not supported');
    this.#attached = true;
  }

  async sendCommand(method: string, parameters: Record<string, unknown> = {}, target?: string): Promise<unknown> {
    if (!this.#attached) throw new Error('No target available');
    if (target === '') throw new Error('Empty session id');
    this.sent.push({ method, parameters, target: target ?? '' });
    await this.#loaded.promise;
    if (this.failing.has(`${method} ${target ?? ''}`)) throw new Error(`'${method}' wasn't found`);
    if (method === 'Runtime.runIfWaitingForDebugger') this.waiting.delete(target ?? '');
    return this.answers.get(method) ?? {};
  }

  pageLoaded(): void {
    this.#loaded.resolve(true);
  }

  /** A frame or worker starts; it waits. */
  startTarget(target: string, type: string): void {
    this.waiting.add(target);
    this.emit('message', {}, 'Target.attachedToTarget', { sessionId: target, targetInfo: { type } }, '');
  }

  endTarget(target: string): void {
    this.emit('message', {}, 'Target.detachedFromTarget', { sessionId: target }, '');
  }
}
