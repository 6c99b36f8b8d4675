import type { Logger } from 'pino';
import { later as afterTime, type Later } from '../book/handovers.ts';
import type { Clock } from '../clock.ts';

export interface LooksParts {
  readonly look: () => Promise<void>;
  /** When a look is worth while without anybody having said anything, in milliseconds since 1970; null = not at all. */
  readonly nextAt: () => number | null;
  readonly clock: Clock;
  readonly log: Logger;
  readonly later?: Later;
}

const noSoonerMs = 1000;

/** One look at a time; what happens during it is looked at after it. A timer only brings a look about: what it finds is true without it. */
export class Looks {
  readonly #parts: LooksParts;
  #looking = false;
  #again = false;
  #stopped = false;
  #cancelTimer = (): void => undefined;

  constructor(parts: LooksParts) {
    this.#parts = parts;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  soon(): void {
    if (this.#looking || this.#stopped) this.#again = true;
    else void this.#untilQuiet();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
  }

  async #untilQuiet(): Promise<void> {
    this.#looking = true;
    await this.#look();
    this.#looking = false;
    if (this.#stopped) return;
    if (this.#again) this.soon();
    else this.#wait();
  }

  async #look(): Promise<void> {
    this.#again = false;
    try {
      await this.#parts.look();
    } catch (error) {
      // A desk that stops closes its book under a look that still waits for a kiosk.
      if (!this.#stopped) this.#parts.log.error({ error }, 'nobody could be called from the queue');
    }
  }

  #wait(): void {
    const { nextAt, clock, later = afterTime } = this.#parts;
    this.#cancelTimer();
    const at = nextAt();
    if (at !== null) this.#cancelTimer = later(Math.max(noSoonerMs, at - clock()), () => this.soon());
  }
}
