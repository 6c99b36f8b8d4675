import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

interface Waiting {
  /** Makes the change; returns how to tell whoever waits for it. */
  readonly change: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Writes that arrive in the same turn share one transaction, and so one wait for the disk. Each is a savepoint of its own: one that throws takes
 * nothing of the others with it. Nobody is answered before the disk has everything.
 */
export class GroupedWrites {
  readonly #store: Store;
  readonly #undone: () => void;
  readonly #waiting: Waiting[] = [];

  /** `undone`: something that was written is not in the store after all; told before the next write begins. */
  constructor(store: Store, undone: () => void) {
    this.#store = store;
    this.#undone = undone;
  }

  /** What the write returned, once it is durable. Rejects with what it threw, or with what the disk said. */
  write<Value>(change: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        fail: reject,
        change: () => {
          try {
            const value = this.#apart(change);
            return () => resolve(value);
          } catch (error) {
            return () => reject(error as Error);
          }
        },
      });
      if (this.#waiting.length === 1) setImmediate(() => this.#commit());
    });
  }

  #apart<Value>(change: () => Value): Value {
    prepared(this.#store, 'SAVEPOINT one').run();
    try {
      const value = change();
      prepared(this.#store, 'RELEASE one').run();
      return value;
    } catch (error) {
      this.#undone();
      // A disk that is full has taken the whole transaction back by itself: the batch then fails at its end.
      if (this.#store.inTransaction) {
        prepared(this.#store, 'ROLLBACK TO one').run();
        prepared(this.#store, 'RELEASE one').run();
      }
      throw error;
    }
  }

  #commit(): void {
    const batch = this.#waiting.splice(0);
    const tell: (() => void)[] = [];
    try {
      prepared(this.#store, 'BEGIN IMMEDIATE').run();
      for (const { change } of batch) tell.push(change());
      prepared(this.#store, 'COMMIT').run();
    } catch (error) {
      this.#undone();
      if (this.#store.inTransaction) prepared(this.#store, 'ROLLBACK').run();
      for (const { fail } of batch) fail(error);
      return;
    }
    for (const told of tell) told();
  }
}
