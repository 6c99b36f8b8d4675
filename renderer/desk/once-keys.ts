/** As long as the desk keeps its answers for whoever asks again, with a margin. */
const keptMs = 10 * 60_000;

/** Keys for what is asked of the desk: the same for the same question, until its answer has come. */
export class OnceKeys {
  readonly #unanswered = new Map<string, { readonly key: string; readonly since: number }>();

  of(asked: string): string {
    const known = this.#unanswered.get(asked);
    if (known !== undefined && performance.now() - known.since < keptMs) return known.key;
    const key = freshKey();
    this.#unanswered.set(asked, { key, since: performance.now() });
    return key;
  }

  forget(asked: string): void {
    this.#unanswered.delete(asked);
  }

  forgetAll(): void {
    this.#unanswered.clear();
  }
}

/** `crypto.randomUUID` is there for pages on a secure line only, and a place's network may have none. */
const freshKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
