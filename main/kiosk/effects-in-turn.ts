import type { Effect } from './session/session.ts';

export interface EffectsParts {
  readonly act: (effect: Effect) => Promise<void>;
  readonly failed: (effect: Effect, error: unknown) => void;
}

/** Effects are done one after the other, so that nothing overtakes a lock. */
export class EffectsInTurn {
  readonly #parts: EffectsParts;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #stopped = false;

  constructor(parts: EffectsParts) {
    this.#parts = parts;
  }

  /** What goes on disk before anything else is there before anybody sees what it tells of: a kiosk that dies in between has shown nothing. */
  take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (this.#waiting === 0 && (effect.do === 'record' || effect.do === 'note')) void this.#do(effect);
      else this.#line(effect);
    }
  }

  /** What waits is not done any more. */
  stop(): void {
    this.#stopped = true;
  }

  #line(effect: Effect): void {
    this.#waiting += 1;
    this.#work = this.#work.then(async () => {
      await this.#do(effect);
      this.#waiting -= 1;
    });
  }

  async #do(effect: Effect): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#parts.act(effect);
    } catch (error) {
      this.#parts.failed(effect, error);
    }
  }
}
