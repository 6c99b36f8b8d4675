interface Due {
  readonly at: number;
  act: () => void;
}

const nothing = (): void => undefined;

/** Time that passes only from one happening to the next, in the order of their instants. */
export class Agenda {
  #now: number;
  /** Latest first, so that the next one is the last. */
  readonly #due: Due[] = [];
  #turnsOwed = false;
  #soon: (() => void)[] = [];
  readonly #after: () => void;

  /** `after`: looked at behind every happening and its consequences. */
  constructor(start: number, after: () => void) {
    this.#now = start;
    this.#after = after;
  }

  get now(): number {
    return this.#now;
  }

  /** Returns what takes it off the agenda. */
  in(delayMs: number, act: () => void): () => void {
    const due: Due = { at: this.#now + Math.max(0, delayMs), act };
    let low = 0;
    let high = this.#due.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#due[middle]?.at ?? 0) > due.at) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
    return () => {
      due.act = nothing;
    };
  }

  /** Something was done that promises or the desk's own turns go on with. */
  oweTurns(): void {
    this.#turnsOwed = true;
  }

  /** For the desk: after what is under way, at the same instant. */
  soon(act: () => void): void {
    this.#soon.push(act);
  }

  /** All that is due until then, and all that comes of it. */
  async until(at: number): Promise<void> {
    await this.#takeTurns();
    for (;;) {
      const next = this.#due.at(-1);
      if (next === undefined || next.at > at) break;
      this.#due.pop();
      this.#now = next.at;
      next.act();
      await this.#takeTurns();
      if (next.act !== nothing) this.#after();
    }
    this.#now = at;
  }

  async #takeTurns(): Promise<void> {
    while (this.#turnsOwed || this.#soon.length > 0) {
      this.#turnsOwed = this.#soon.length > 0;
      // Behind every promise that is ready, and those that get ready by them; the machine's own time does not come in.
      await new Promise<void>((resolve) => {
        process.nextTick(resolve);
      });
      const acts = this.#soon;
      this.#soon = [];
      for (const act of acts) act();
    }
  }
}
