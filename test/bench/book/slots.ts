import { cellFrom } from '../../../contract/book/cells.ts';
import type { Slot } from '../../../contract/book/entries.ts';
import { type BenchParts, type Report, tableOf } from '../report.ts';
import { Asking } from './ask.ts';
import { DeskProcess } from './desk-process.ts';
import { openOwnBook, type OwnBook } from './own-book.ts';
import { randomOf } from './random.ts';

const plans = { quick: { asked: 300, httpSeconds: 3 }, whole: { asked: 5000, httpSeconds: 20 } };

const seats = 20;
const days = 30;
const minutes = 60;
const perSecond = 200;
const now = Date.parse('2026-12-01T00:00:00.000Z');
const dayMs = 24 * 60 * 60_000;
const wish = { minutes, features: [], together: 1 };

/** Every start of an hour's slot, each five minutes for thirty days on twenty workstations that are half full, beside the same by other ways. */
export async function benchSlots({ quick, say, signal }: BenchParts): Promise<Report> {
  const plan = quick ? plans.quick : plans.whole;
  const own = openOwnBook(seats, now);
  try {
    say('Filling the book …');
    const busy = await fill(own);
    say(`Asking ${plan.asked} times in process …`);
    const ours = timed(plan.asked, () => ownStarts(own));
    const naive = timed(Math.ceil(plan.asked / 50), () => naiveStarts(own, busy));
    compare(ownStarts(own), naiveStarts(own, busy));
    if (signal.aborted) throw new Error('stopped before the end');
    say(`Asking ${perSecond} times a second over HTTP for ${plan.httpSeconds} s …`);
    const http = await overHttp(plan.httpSeconds);
    const figures = {
      ...{ p50Ms: at(ours, 50), p99Ms: at(ours, 99), httpP50Ms: at(http, 50), httpP99Ms: at(http, 99) },
      peers: { schedulingSdk: null, naive: { p50Ms: at(naive, 50) } },
    };
    const table = tableOf([
      ['way', 'p50 ms', 'p99 ms'],
      ['in process', String(figures.p50Ms), String(figures.p99Ms)],
      [`HTTP, ${perSecond}/s`, String(figures.httpP50Ms), String(figures.httpP99Ms)],
      ['each start asked of each workstation', String(at(naive, 50)), String(at(naive, 99))],
      ['scheduling-sdk', 'not on the registry', ''],
    ]);
    return { table, figures };
  } finally {
    own.close();
  }
}

/** Bookings of half an hour to two hours at random until half of the open time is taken; what was taken, by workstation. */
async function fill({ book, workstations }: OwnBook): Promise<Map<string, [number, number][]>> {
  const random = randomOf(20261127);
  const span = { from: cellFrom(now), to: cellFrom(now + days * dayMs) };
  const openCells = book.hours.spans(span).reduce((sum, { from, to }) => sum + to - from, 0);
  const busy = new Map<string, [number, number][]>(workstations.map((id) => [id, []]));
  let taken = 0;
  while (taken < (openCells * seats) / 2) {
    const wishes = Array.from({ length: 100 }, () => ({
      startsAt: now + dayMs / 24 + random(days * 24 * 12 - 12) * 300_000,
      minutes: 30 + random(4) * 30,
      workstation: workstations[random(seats)] ?? null,
    }));
    const answers = await Promise.all(
      wishes.map((one) =>
        book.bookings.make(
          { ...one, features: [], together: 1, purpose: null, group: null, person: null },
          { by: null, override: null },
        ),
      ),
    );
    for (const answer of answers) {
      if (!answer.made) continue;
      const { from, to, holds } = answer.entry;
      busy.get(holds[0]?.workstation ?? '')?.push([from, to]);
      taken += to - from;
    }
  }
  return busy;
}

/** Cells in which a slot may begin, and how many workstations are free for each. */
interface Starts {
  readonly cells: readonly number[];
  readonly free: readonly number[];
}

function ownStarts({ book }: OwnBook): Starts {
  const from = cellFrom(now);
  const counts = book.choice.counts(wish, { from, to: from + days * 288 });
  const cells: number[] = [];
  const free: number[] = [];
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    cells.push(from + at);
    free.push(count);
  }
  return { cells, free };
}

/** The plain way: for each start, does any booking of this workstation touch it? */
function naiveStarts({ book }: OwnBook, busy: ReadonlyMap<string, readonly [number, number][]>): Starts {
  const length = minutes / 5;
  const from = cellFrom(now);
  const open = book.hours.spans({ from, to: from + days * 288 });
  const cells: number[] = [];
  const free: number[] = [];
  for (let cell = from; cell < from + days * 288; cell += 1) {
    if (!open.some((hours) => hours.from <= cell && cell + length <= hours.to)) continue;
    const count = [...busy.values()].filter(
      (spans) => !spans.some(([one, other]) => one < cell + length && cell < other),
    ).length;
    if (count === 0) continue;
    cells.push(cell);
    free.push(count);
  }
  return { cells, free };
}

function compare(ours: Starts, naive: Starts): void {
  if (JSON.stringify(ours) !== JSON.stringify(naive)) throw new Error('both ways must find the same starts');
}

async function overHttp(seconds: number): Promise<number[]> {
  const desk = await DeskProcess.open(seats);
  const asking = new Asking(desk, 50);
  try {
    const first = new Date(Date.now() + 3 * dayMs).toISOString().slice(0, 10);
    const last = new Date(Date.now() + (3 + days - 1) * dayMs).toISOString().slice(0, 10);
    const took: Promise<number>[] = [];
    const begin = performance.now();
    for (let number = 0; number < seconds * perSecond; number += 1) {
      const due = begin + (number * 1000) / perSecond;
      while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
      // From the moment at which it was due: who waits in line has waited.
      const answered = asking.ask<{ slots: Slot[] }>('slots.find', { ...wish, from: first, to: last });
      took.push(
        answered.then(({ value }) =>
          value.slots.length > 0 ? performance.now() - due : Promise.reject(new Error('no slot found')),
        ),
      );
    }
    return await Promise.all(took);
  } finally {
    asking.close();
    await desk.close();
  }
}

function timed(times: number, act: () => unknown): number[] {
  for (let warm = 0; warm < 20; warm += 1) act();
  return Array.from({ length: times }, () => {
    const begin = performance.now();
    act();
    return performance.now() - begin;
  });
}

/** To the microsecond. */
function at(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? 0;
  return Math.round(value * 1000) / 1000;
}
