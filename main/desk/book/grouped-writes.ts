import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** Calls once, after what is under way has had its turn. */
export type Soon = (act: () => void) => void;

interface Waiting {
  /** Makes the change; returns how to tell whoever waits for it. */
  readonly change: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Writes that arrive in the same turn share one transaction, and so one wait for the disk. When one of them throws, all are taken back and made
 * again one by one, so that it takes nothing of the others with it: a change must find out afresh, each time it is called, what it does. Savepoints
 * would do the same, but cost a copy of every page that a write touches. Nobody is answered before the disk has everything.
 */
export class GroupedWrites {
  readonly #store: Store;
  readonly #undone: () => void;
  readonly #soon: Soon;
  #waiting: Waiting[] = [];

  /** `undone`: something that was written is not in the store after all; told before the next write begins. */
  constructor(store: Store, undone: () => void, soon: Soon = setImmediate) {
    this.#store = store;
    this.#undone = undone;
    this.#soon = soon;
  }

  /** What the write returned, once it is durable. Rejects with what it threw, or with what the disk said. */
  write<Value>(change: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#soon(() => this.#commitAll());
      this.#waiting.push({
        fail: reject,
        change: () => {
          const value = change();
          return () => resolve(value);
        },
      });
    });
  }

  #commitAll(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const fault = this.#commit(batch);
    if (fault === null) return;
    for (const waiting of batch) {
      const own = batch.length === 1 ? fault : this.#commit([waiting]);
      if (own !== null) waiting.fail(own.error);
    }
  }

  /** Null: done and told. Else nothing of it has happened. */
  #commit(batch: readonly Waiting[]): { readonly error: unknown } | null {
    const tell: (() => void)[] = [];
    try {
      prepared(this.#store, 'BEGIN IMMEDIATE').run();
      for (const { change } of batch) tell.push(change());
      prepared(this.#store, 'COMMIT').run();
    } catch (error) {
      this.#undone();
      // A full disk has taken it back by itself.
      if (this.#store.inTransaction) prepared(this.#store, 'ROLLBACK').run();
      return { error };
    }
    for (const told of tell) told();
    return null;
  }
}
