/** A length that is tried before it is given: what the desk says to it stands on the screen before anyone confirms. */
export class LengthChoice<Verdict> {
  readonly #tryOut: (minutes: number) => Promise<Verdict | null>;
  #minutes = $state<number | null>(null);
  #verdict = $state.raw<Verdict | null>(null);

  constructor(tryOut: (minutes: number) => Promise<Verdict | null>) {
    this.#tryOut = tryOut;
  }

  get minutes(): number | null {
    return this.#minutes;
  }

  /** Null until the desk has answered for just these minutes. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  /** What the desk said holds no more: a length has to be chosen again. */
  forget(): void {
    this.#minutes = null;
    this.#verdict = null;
  }

  async choose(minutes: number): Promise<void> {
    this.#minutes = minutes;
    this.#verdict = null;
    const verdict = await this.#tryOut(minutes);
    if (this.#minutes === minutes) this.#verdict = verdict;
  }
}
