interface AlarmClockParts {
  readonly ring: () => void;
  /** Asked after each ring and at each `wind`: when is the next one due? */
  readonly nextInMs: () => number;
}

/** Rings when something is due and not in between: a screen on which nothing changes lets the machine sleep. */
export class AlarmClock {
  readonly #parts: AlarmClockParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #going = false;

  constructor(parts: AlarmClockParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#going = true;
    this.wind();
  }

  /** What is due may have changed. */
  wind(): void {
    clearTimeout(this.#timer);
    if (!this.#going) return;
    this.#timer = setTimeout(() => {
      this.#parts.ring();
      this.wind();
    }, this.#parts.nextInMs());
  }

  stop(): void {
    this.#going = false;
    clearTimeout(this.#timer);
  }
}
