/** A bar on a terminal, nothing elsewhere: a log is no place for one. */
export class Progress {
  readonly #whole: number;
  readonly #shown: boolean;
  #done = 0;
  #percent = -1;

  constructor(whole: number, terminal: { readonly isTTY?: boolean } = process.stderr) {
    this.#whole = Math.max(1, whole);
    this.#shown = terminal.isTTY ?? false;
  }

  readonly add = (bytes: number): void => {
    this.#done += bytes;
    const percent = Math.min(100, Math.floor((100 * this.#done) / this.#whole));
    if (!this.#shown || percent === this.#percent) return;
    this.#percent = percent;
    const filled = Math.floor(percent / 5);
    process.stderr.write(`\r${'█'.repeat(filled)}${'░'.repeat(20 - filled)} ${percent} %`);
  };

  end(): void {
    if (this.#shown) process.stderr.write('\r\x1b[K');
  }
}
