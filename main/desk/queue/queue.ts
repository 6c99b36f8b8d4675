import type { Queue as QueueView, Wait } from '../../../contract/book/queue.ts';

/** The place's queue. */
export class Queue {
  read(): QueueView {
    return { waiting: [], waitNow: null };
  }

  waitNow(): Wait {
    return null;
  }

  count(): number {
    return 0;
  }

  join(_wish: { minutes: number; features: readonly string[] }): { id: string; number: number; wait: Wait } {
    return { id: '', number: 1, wait: null };
  }
}
