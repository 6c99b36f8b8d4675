import { done, type Outcome } from '../setup/outcome.mjs';
import type { DemoPlace } from './network.ts';
import { send } from './send.ts';
import { daysUntil, demoKey, sheetsOf, signedBy } from './signed-sheets.ts';
import type { Wishes } from './wishes.ts';

/** As many as a desk that has much to catch up on. */
const batch = 50;
/** Places that send at the same time. */
const atOnce = 4;

interface Filling {
  readonly wishes: Pick<Wishes, 'seed' | 'until' | 'years'>;
  readonly places: readonly DemoPlace[];
}

/** Sends everything that the network has to say, place by place, and shows how far it is. Stops at the first place that central refuses. */
export async function fill(central: string, { wishes, places }: Filling): Promise<Outcome<null>> {
  const days = daysUntil(wishes.until, wishes.years * 365);
  const bar = new Bar(places.length * days.length);
  const waiting = [...places];
  const one = async (): Promise<Outcome<null>> => {
    for (let place = waiting.shift(); place !== undefined; place = waiting.shift()) {
      const told = place.silentDays === 0 ? days : days.slice(0, -place.silentDays);
      const sent = await sendAll(central, { seed: wishes.seed, place, days: told, sent: (count) => bar.add(count) });
      if (!sent.ok) return sent;
    }
    return done(null);
  };
  const outcomes = await Promise.all(Array.from({ length: atOnce }, one));
  bar.end();
  return outcomes.find(({ ok }) => !ok) ?? done(null);
}

interface OnePlace {
  readonly seed: number;
  readonly place: DemoPlace;
  readonly days: readonly string[];
  readonly sent: (count: number) => void;
}

async function sendAll(central: string, { seed, place, days, sent }: OnePlace): Promise<Outcome<null>> {
  const key = demoKey(seed, place.id);
  const sheets = [...sheetsOf(seed, place, days)];
  for (let from = 0; from < sheets.length; from += batch) {
    const part = sheets.slice(from, from + batch);
    const answer = await send(
      central,
      place.id,
      part.map((sheet) => signedBy(key, sheet)),
    );
    if (!answer.ok) return answer;
    sent(part.filter(({ kind }) => kind === 'day').length);
  }
  return done(null);
}

const width = 40;

/** One line on a terminal, written over; elsewhere a line for each tenth. */
class Bar {
  readonly #of: number;
  #done = 0;
  #shown = -1;

  constructor(of: number) {
    this.#of = of;
  }

  add(count: number): void {
    this.#done += count;
    const steps = Math.floor((this.#done / this.#of) * (process.stderr.isTTY ? width : 10));
    if (steps === this.#shown) return;
    this.#shown = steps;
    const full = '█'.repeat(Math.floor((this.#done / this.#of) * width)).padEnd(width, '░');
    process.stderr.write(
      `${process.stderr.isTTY ? '\r' : ''}${full} ${this.#done} of ${this.#of} days${process.stderr.isTTY ? '' : '\n'}`,
    );
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\n');
  }
}
