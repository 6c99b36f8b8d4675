import type { Store } from '../store/open-store.ts';

/** Calls once, after what is under way has had its turn. */
export type Soon = (act: () => void) => void;

type Waiting = () => { readonly settle: () => void; readonly fail: (error: unknown) => void };

/**
 * Writes that arrive in the same turn share one transaction, and so one wait for the disk. Each is a savepoint of its own: one that throws takes
 * nothing of the others with it. Nobody is answered before the disk has everything.
 */
export class GroupedWrites {
  readonly #store: Store;
  readonly #undone: () => void;
  readonly #soon: Soon;
  readonly #waiting: Waiting[] = [];

  /** `undone`: something that was written is not in the store after all; told before the next write begins. */
  constructor(store: Store, undone: () => void, soon: Soon = setImmediate) {
    this.#store = store;
    this.#undone = undone;
    this.#soon = soon;
  }

  /** What the write returned, once it is durable. Rejects with what it threw, or with what the disk said. */
  write<Value>(change: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(error instanceof Error ? error : new Error(String(error)));
      this.#waiting.push(() => {
        try {
          const value = this.#store.transaction(change)();
          return { settle: () => resolve(value), fail };
        } catch (error) {
          this.#undone();
          return { settle: () => fail(error), fail };
        }
      });
      if (this.#waiting.length === 1) this.#soon(() => this.#commit());
    });
  }

  #commit(): void {
    const batch = this.#waiting.splice(0);
    const done: ReturnType<Waiting>[] = [];
    try {
      this.#store
        .transaction(() => {
          for (const change of batch) done.push(change());
        })
        .immediate();
    } catch (error) {
      this.#undone();
      for (const { fail } of done) fail(error);
      return;
    }
    for (const { settle } of done) settle();
  }
}
