import type { KeyObject } from 'node:crypto';
import type { Logger } from 'pino';
import { z } from 'zod';
import { centralRoutes } from '../../../contract/central-routes.ts';
import { describe, failed, ok, parseJson, problemSchema, type Result } from '../../../contract/problem.ts';
import type { SheetBook, WaitingSheet } from '../figures/sheet-book.ts';
import { signSheet } from './sign-sheet.ts';

type Receipts = z.output<(typeof centralRoutes)['sheets.send']['output']>['receipts'];

const batchSize = 50;
const answerWithinMs = 20_000;

/** Pauses between tries while central is away; the last one repeats. */
export const retryPausesMs: readonly number[] = [2000, 5000, 15_000, 60_000, 300_000];

export interface CentralLinkParts {
  /** Base address of central. */
  readonly central: string;
  readonly place: string;
  readonly placeKey: KeyObject;
  readonly sheets: SheetBook;
  readonly log: Logger;
  readonly pausesMs: readonly number[];
  /** Told when sheets reached central. */
  readonly delivered: () => void;
}

/** Brings changed sheets to central. However long central was away, it goes on from what still waits in the book. */
export class CentralLink {
  readonly #parts: CentralLinkParts;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #fails = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: CentralLinkParts) {
    this.#parts = parts;
  }

  /** Something may wait. While a try runs or a pause lasts, that one takes it along. */
  nudge(): void {
    if (this.#busy || this.#retry !== undefined || this.#stopping.signal.aborted) return;
    this.#busy = true;
    this.#running = this.#drain()
      .catch((error: unknown) => {
        this.#parts.log.error({ error }, 'sending sheets broke');
        this.#pause();
      })
      .finally(() => (this.#busy = false));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#retry);
    await this.#running;
  }

  async #drain(): Promise<void> {
    for (;;) {
      const batch = this.#parts.sheets.waiting(batchSize);
      if (batch.length === 0 || this.#stopping.signal.aborted) return;
      const answer = await this.#send(batch);
      if (!answer.ok) {
        this.#parts.log.warn(
          { problem: describe(answer.problem), sheets: batch.length },
          'central did not take the sheets',
        );
        this.#pause();
        return;
      }
      this.#fails = 0;
      batch.forEach((sheet, index) => this.#settle(sheet, answer.value[index]));
      this.#parts.delivered();
    }
  }

  #settle(sheet: WaitingSheet, receipt: Receipts[number] | undefined): void {
    this.#parts.sheets.delivered(sheet);
    if (receipt?.outcome === 'stored' || receipt?.outcome === 'known') return;
    // Central keeps another sheet under this number or a later one: this book is a copy or was brought back from one. People must look.
    const problem = receipt?.problem === undefined ? undefined : describe(receipt.problem);
    const { period, revision } = sheet;
    this.#parts.log.error({ period, revision, outcome: receipt?.outcome, problem }, 'central set a sheet aside');
  }

  async #send(batch: readonly WaitingSheet[]): Promise<Result<Receipts>> {
    const { central, place, placeKey } = this.#parts;
    const route = centralRoutes['sheets.send'];
    const sheets = batch.map(({ bytes }) => signSheet(bytes, placeKey));
    try {
      const answer = await fetch(new URL(route.path, central), {
        method: route.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ place, sheets } satisfies z.input<typeof route.input>),
        redirect: 'error',
        signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(answerWithinMs)]),
      });
      return readReceipts(answer.ok, await answer.text(), batch.length);
    } catch (error) {
      return failed('not-now', 'central', `an answer (${error instanceof Error ? error.message : String(error)})`);
    }
  }

  #pause(): void {
    if (this.#stopping.signal.aborted) return;
    const pauses = this.#parts.pausesMs;
    const pause = pauses[Math.min(this.#fails, pauses.length - 1)] ?? 0;
    this.#fails += 1;
    this.#retry = setTimeout(
      () => {
        this.#retry = undefined;
        this.nudge();
        // Places of a network must not come back in step after central was away.
      },
      pause * (0.75 + Math.random() / 2),
    );
  }
}

function readReceipts(accepted: boolean, text: string, expected: number): Result<Receipts> {
  if (!accepted) {
    const refusal = parseJson(z.object({ problem: problemSchema }), text, 'central’s answer');
    return refusal.ok ? { ok: false, problem: refusal.value.problem } : refusal;
  }
  const answer = parseJson(centralRoutes['sheets.send'].output, text, 'central’s answer');
  if (!answer.ok) return answer;
  return answer.value.receipts.length === expected
    ? ok(answer.value.receipts)
    : failed('malformed', 'central’s answer: receipts', `one for each of the ${expected} sheets`);
}
