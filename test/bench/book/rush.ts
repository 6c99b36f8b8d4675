import type { BookingAnswer } from '../../../contract/book/entries.ts';
import { type BenchParts, percentile, type Report, tableOf } from '../report.ts';
import { type Asked, Asking } from './ask.ts';
import { DeskProcess } from './desk-process.ts';

const plans = { quick: { requests: 2000 }, whole: { requests: 10_000 } };

const seats = 10;
const cellsEach = 20;
const cellMinutes = 5;
const dayMs = 24 * 60 * 60_000;

/**
 * Everybody at once for the same cells, each on a connection of their own that was there before: ten workstations, twenty cells each, five days ahead. A request says when, and takes any workstation; each cell
 * is asked for by equally many.
 */
export async function benchRush({ quick, say, signal }: BenchParts): Promise<Report> {
  const { requests } = quick ? plans.quick : plans.whole;
  const cells = seats * cellsEach;
  const desk = await DeskProcess.open(seats);
  const asking = new Asking(desk, requests);
  try {
    say(`Opening ${requests} connections …`);
    await asking.open(requests);
    say(`${requests} requests at once for ${cells} cells …`);
    if (signal.aborted) throw new Error('stopped before the end');
    const first = Math.ceil((Date.now() + 5 * dayMs) / dayMs) * dayMs;
    const begin = performance.now();
    const answers = await Promise.all(
      Array.from({ length: requests }, (_, at) =>
        asking.ask<BookingAnswer>('booking.make', wishAt(first + (at % cellsEach) * cellMinutes * 60_000)),
      ),
    );
    return reportOf(answers, { requests, cells, seconds: (performance.now() - begin) / 1000 });
  } finally {
    asking.close();
    await desk.close();
  }
}

const wishAt = (startsAt: number) => ({
  wish: {
    ...{ startsAt: new Date(startsAt).toISOString(), minutes: cellMinutes, workstation: null, features: [] },
    ...{ together: 1, purpose: null, group: null, person: null },
  },
  override: null,
});

function reportOf(
  answers: readonly Asked<BookingAnswer>[],
  { requests, cells, seconds }: { requests: number; cells: number; seconds: number },
): Report {
  const made = answers.flatMap(({ value }) => (value.made ? [value.entry] : []));
  const distinct = new Set(made.map(({ startsAt, workstations }) => `${startsAt} ${workstations.join()}`)).size;
  // Somebody was refused although a cell that they had asked for was free in the end.
  const falseRefusals = Math.max(0, Math.min(cells, requests) - distinct);
  const took = answers.map(({ tookMs }) => tookMs);
  const figures = {
    ...{ requests, cells, accepted: made.length, distinct, falseRefusals },
    ...{ p50Ms: percentile(took, 50), p99Ms: percentile(took, 99), perSecond: Math.round(requests / seconds) },
  };
  const table = tableOf([Object.keys(figures), Object.values(figures).map(String)]);
  return { table, figures };
}
