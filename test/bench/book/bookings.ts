import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../main/desk/store/open-store.ts';
import { type BenchParts, percentile, type Report, tableOf } from '../report.ts';
import { openOwnBook } from './own-book.ts';

const plans = { quick: { bookings: 2000, rounds: 1 }, whole: { bookings: 6000, rounds: 5 } };

const seats = 20;
/** So many people ask at the same moment, and share one wait for the disk. */
const crowd = 200;
const now = Date.parse('2026-12-01T08:00:00.000Z');
const slotMinutes = 30;

/** Bookings that are on the disk when they are answered, beside the same rows written by hand with better-sqlite3: round after round in turn. */
export async function benchBookings({ quick, say, signal }: BenchParts): Promise<Report> {
  const { bookings, rounds } = quick ? plans.quick : plans.whole;
  const own: Round[] = [];
  const raw: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    if (signal.aborted) throw new Error('stopped before the end');
    say(`Round ${round} of ${rounds} …`);
    own.push(await bookThem(bookings));
    raw.push(writeRows(bookings));
  }
  const perSecond = median(own.map((one) => one.perSecond));
  const rawPerSecond = median(raw.map((one) => one.perSecond));
  const figures = {
    ...{ perSecond, rawPerSecond, ofRawPct: Math.round((100 * perSecond) / rawPerSecond) },
    ...{
      p99Ms: percentile(
        own.flatMap(({ tookMs }) => tookMs),
        99,
      ),
      bookings,
      rounds,
      crowd,
      seats,
    },
  };
  return { table: tableOf([Object.keys(figures), Object.values(figures).map(String)]), figures };
}

interface Round {
  readonly perSecond: number;
  readonly tookMs: readonly number[];
}

async function bookThem(bookings: number): Promise<Round> {
  const own = openOwnBook(seats, now);
  const { book } = own;
  try {
    book.rules.write({ ...book.rules.read(), rules: { ...book.rules.read().rules, daysAhead: 366 } });
    const tookMs: number[] = [];
    const begin = performance.now();
    for (let done = 0; done < bookings; done += crowd) {
      const asked = Math.min(crowd, bookings - done);
      const answers = Array.from({ length: asked }, async (_, at) => {
        const from = performance.now();
        const made = await book.bookings.make(wishNumber(done + at), { by: 'camille', override: 'au banc d’essai' });
        if (!made.made) throw new Error(`booking ${done + at} was refused: ${made.broken.join(', ')}`);
        tookMs.push(performance.now() - from);
      });
      await Promise.all(answers);
    }
    return { perSecond: Math.round((bookings * 1000) / (performance.now() - begin)), tookMs };
  } finally {
    own.close();
  }
}

/** One after the other on any workstation that is free, so that each has to be looked for. */
const wishNumber = (number: number) => ({
  startsAt: now + 24 * 60 * 60_000 + Math.floor(number / seats) * slotMinutes * 60_000,
  ...{ minutes: slotMinutes, workstation: null, features: [], together: 1, purpose: null, group: null, person: null },
});

/** What a booking leaves on the disk, and nothing else: the ticket, its code as a hash for each workstation, the entry and its hold. */
function writeRows(bookings: number): Round {
  const folder = mkdtempSync(join(tmpdir(), 'escale-bench-rows-'));
  const opened = openStore(folder);
  if (!opened.ok) throw new Error(opened.problem.expected);
  const store = opened.value;
  const keys = Array.from({ length: seats }, () => ({ id: randomUUID(), key: createSecretKey(randomBytes(32)) }));
  const ticket = store.prepare(
    'INSERT INTO tickets (id, minutes, given_at, expires_at, valid_from) VALUES (?, ?, ?, ?, ?)',
  );
  const code = store.prepare('INSERT INTO ticket_hashes (ticket, finder, hash, hashes) VALUES (?, 0, ?, ?)');
  const entry = store.prepare(
    `INSERT INTO entries (id, kind, state, from_cell, to_cell, made_by, made_at, changed_at)
     VALUES (?, 'booking', 'confirmed', ?, ?, 'camille', ?, ?)`,
  );
  const hold = store.prepare(
    'INSERT INTO holds (entry, workstation, from_cell, to_cell, ticket) VALUES (?, ?, ?, ?, ?)',
  );
  const book = (number: number): void => {
    const [id, opener] = [randomUUID(), randomUUID()];
    const from = Math.floor(number / seats) * 6;
    const hashes = keys.map(({ key }) => createHmac('sha256', key).update(opener).digest('hex'));
    ticket.run(opener, slotMinutes, now, now, now);
    code.run(opener, hashes[0], hashes.join(''));
    entry.run(id, from, from + 6, now, now);
    hold.run(id, keys[number % seats]?.id, from, from + 6, opener);
  };
  const begin = performance.now();
  for (let done = 0; done < bookings; done += crowd) {
    store
      .transaction(() => {
        for (let number = done; number < Math.min(done + crowd, bookings); number += 1) book(number);
      })
      .immediate();
  }
  const perSecond = Math.round((bookings * 1000) / (performance.now() - begin));
  store.close();
  rmSync(folder, { recursive: true, force: true });
  return { perSecond, tookMs: [] };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
