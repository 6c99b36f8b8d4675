import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Questions on their way to the desk: each is answered once, by the desk or by nobody (null) when its time is over. */
export class Unanswered<Answer> {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #waiting = new Map<string, (answer: Answer | null) => void>();

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock;
    this.#limitMs = limitMs;
  }

  /** `send` takes the question's id, which its answer carries. */
  ask(send: (id: string) => void): Promise<Answer | null> {
    const id = randomUUID();
    return new Promise((resolve) => {
      const cancel = this.#clock.after(this.#limitMs, () => void this.answer(id, null));
      this.#waiting.set(id, (answer) => {
        cancel();
        resolve(answer);
      });
      send(id);
    });
  }

  /** False: it came after its time and finds nobody. */
  answer(id: string, answer: Answer | null): boolean {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(answer);
    return resolve !== undefined;
  }

  /** The desk is gone. */
  giveUp(): void {
    for (const id of [...this.#waiting.keys()]) this.answer(id, null);
  }
}
