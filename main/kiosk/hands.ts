import type { Logger } from 'pino';
import { within, type Clock } from './clock.ts';
import type { Host } from './host.ts';

const limitMs = 5_000;

/** Asks the host whether anybody touches the machine: one question at a time, since an answer may take a moment. */
export class Hands {
  readonly #parts: { readonly host: Host; readonly clock: Clock; readonly log: Logger };
  #asking = false;
  #blind = false;

  constructor(parts: { readonly host: Host; readonly clock: Clock; readonly log: Logger }) {
    this.#parts = parts;
  }

  /** Milliseconds since the last touch; null when nobody knows, or while the last question is open. Never rejects. */
  async idleMs(): Promise<number | null> {
    if (this.#asking) return null;
    const { host, clock, log } = this.#parts;
    this.#asking = true;
    try {
      const idleMs = await within(clock, limitMs, host.idleMs());
      this.#blind = false;
      return idleMs;
    } catch (error) {
      // Asked each second: said once, until it is known again.
      if (!this.#blind) log.warn({ err: error }, 'nobody knows whether the machine is in use');
      this.#blind = true;
      return null;
    } finally {
      this.#asking = false;
    }
  }
}
