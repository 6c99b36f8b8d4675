import type { Logger } from 'pino';
import { within, type Clock } from '../clock.ts';
import type { Visitor } from '../host.ts';
import type { Proxy } from '../proxy/proxy.ts';
import { plantedStores } from '../proxy/witness.ts';
import { newToken } from './token.ts';
import type { KioskStore } from '../store/store.ts';

export interface PlantedTokenParts {
  readonly store: KioskStore;
  readonly proxy: Proxy;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A page of nine small stores takes a tenth of a second; a browser that takes longer than this is not kept waiting for it. */
const plantLimitMs = 5_000;

/**
 * The word that every browser from one proven wipe to the next holds in its stores, so that the wipe has something to look for that stands
 * nowhere else. On disk before it is planted: whoever starts after a power cut knows it too.
 */
export class PlantedToken {
  readonly #parts: PlantedTokenParts;

  constructor(parts: PlantedTokenParts) {
    this.#parts = parts;
  }

  /** What may lie in a browser that lives or lived; null when nothing was planted since the last proof. */
  get word(): string | null {
    return this.#parts.store.token;
  }

  /** Into a browser that waits, unseen. A store that did not take it is told, and proves nothing; never rejects. */
  async plantIn(visitor: Visitor): Promise<void> {
    const { clock, log, proxy } = this.#parts;
    const planting = proxy.plant(this.#keep());
    try {
      const taken = within(clock, plantLimitMs, planting.taken);
      await Promise.all([taken, visitor.plant(planting.address, taken)]);
      const stores = await taken;
      const without = plantedStores.filter((store) => !stores.includes(store));
      if (without.length > 0) log.warn({ without }, 'stores that did not take the token');
    } catch (error) {
      log.warn({ err: error }, 'no token could be planted');
    } finally {
      planting.end();
    }
  }

  /** Nothing holds it any more. */
  forget(): void {
    if (this.word !== null) this.#parts.store.token = null;
  }

  #keep(): string {
    const token = this.word ?? newToken(this.#parts.clock.now().wall);
    if (this.word === null) this.#parts.store.token = token;
    return token;
  }
}
