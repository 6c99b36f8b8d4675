import { setTimeout as pause } from 'node:timers/promises';
import { DevToolsRefusal } from './devtools.ts';

const pauseMs = 20;

/** Asks again while the browser refuses what it will answer in a moment; rejects with the refusal that still stands after `patienceMs`. */
export async function unlessRefused<Answer>(patienceMs: number, ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DevToolsRefusal) || performance.now() > deadline) throw error;
      await pause(pauseMs);
    }
  }
}
