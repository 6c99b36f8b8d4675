import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { phaseSchema } from '../../../contract/session.ts';

type Phase = z.infer<typeof phaseSchema>;

const lineSchema = z.object({ time: z.number(), phase: phaseSchema });

/** The phases that the kiosk wrote down, with the moment of each: what it knew, and when. */
export class KioskLog {
  readonly #file: string;

  constructor(data: string) {
    this.#file = path.join(data, 'logs/kiosk.log');
  }

  /** Epoch milliseconds at which the kiosk last entered the phase that it is in; waits until it is this one. */
  async entered(phase: Phase): Promise<number> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const last = (await this.#phases()).at(-1);
      if (last?.phase === phase) return last.time;
      if (performance.now() > deadline) throw new Error(`the kiosk is "${last?.phase ?? 'nowhere'}", not "${phase}"`);
      await pause(20);
    }
  }

  async #phases(): Promise<readonly z.infer<typeof lineSchema>[]> {
    const lines = (await readFile(this.#file, 'utf8')).split('\n');
    return lines.filter((line) => line.includes('"phase":')).map((line) => lineSchema.parse(JSON.parse(line)));
  }
}
