import type { Logger } from 'pino';
import type { Problem } from '../../contract/problem.ts';
import { noEase, type Ease as Wishes } from '../../contract/screens.ts';
import { within, type Clock } from './clock.ts';
import type { Host } from './host.ts';

export interface EaseParts {
  readonly host: Host;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heard: {
    /** What stands now has changed. */
    changed(): void;
    /** It could not be given back: nobody else may sit down to it. */
    failed(problem: Problem): void;
  };
}

const limitMs = 5_000;

/** Keyboard and pointer as this visitor wishes them. One wish is done after the other, so that what is given back stays so. */
export class Ease {
  readonly #parts: EaseParts;
  #stands: Wishes = noEase;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: EaseParts) {
    this.#parts = parts;
  }

  /** How it is now; null on a host that cannot. */
  get offered(): Wishes | null {
    return this.#parts.host.ease === null ? null : this.#stands;
  }

  /** False: this host cannot. Rejects when it can and did not. */
  async choose(wishes: Wishes): Promise<boolean> {
    if (this.#parts.host.ease === null) return false;
    await this.#set(wishes);
    return true;
  }

  /** As it is for everybody. Also where nothing was chosen: a kiosk before this one may have left something. Never rejects. */
  async giveBack(): Promise<void> {
    if (this.#parts.host.ease === null) return;
    try {
      await this.#set(noEase);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'keyboard and pointer could not be given back');
      const expected = 'a keyboard and a pointer as they are for everybody; restart this workstation';
      this.#parts.heard.failed({ code: 'internal', where: 'ease', expected });
    }
  }

  #set(wishes: Wishes): Promise<void> {
    const done = this.#work.then(async () => {
      const { clock, heard, host } = this.#parts;
      await within(clock, limitMs, host.ease?.(wishes) ?? Promise.resolve());
      const changed = JSON.stringify(wishes) !== JSON.stringify(this.#stands);
      this.#stands = wishes;
      if (changed) heard.changed();
    });
    // Whoever asked hears of a failure; it must not keep the next wish from its turn.
    this.#work = done.catch(() => undefined);
    return done;
  }
}
