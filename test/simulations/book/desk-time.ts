import type { KioskMemory } from './kiosk-memory.ts';

interface OwnNow {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

const strayMs = 1_000;

/** The desk's clock as the kiosk knows it: its own, and how far that is off; also when somebody sets it meanwhile. */
export class DeskTime {
  readonly #memory: Pick<KioskMemory, 'clockOffsetMs'>;
  #last: OwnNow | null = null;

  constructor(memory: Pick<KioskMemory, 'clockOffsetMs'>) {
    this.#memory = memory;
  }

  set(deskNow: number, own: OwnNow): void {
    this.#memory.clockOffsetMs = deskNow - own.wallMs;
    this.#last = own;
  }

  at(own: OwnNow): number {
    if (this.#last !== null) {
      const jumpMs = own.wallMs - this.#last.wallMs - (own.monotonicMs - this.#last.monotonicMs);
      if (Math.abs(jumpMs) > strayMs) this.#memory.clockOffsetMs -= jumpMs;
    }
    this.#last = own;
    return own.wallMs + this.#memory.clockOffsetMs;
  }
}
