import { whatDiffers } from './agreement.ts';
import { Mishaps } from './mishaps.ts';
import { Broken, Place, type PlaceParts } from './place.ts';
import { Staff } from './staff.ts';
import { Visitors } from './visitors.ts';

const secondMs = 1_000;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Long enough for every connection, message and slice after the last thing that went wrong. */
const drainMs = 3 * minuteMs;

/** One history, drawn from its seed. Returns what was broken; null = nothing. */
export async function play(parts: PlaceParts): Promise<string | null> {
  const place = new Place(parts);
  try {
    await new History(place).run();
    return null;
  } catch (error) {
    if (error instanceof Broken) return error.message;
    throw error;
  } finally {
    // Timers of the desk's connections are the machine's own.
    place.desk?.end(() => 0);
  }
}

class History {
  readonly #place: Place;
  readonly #mishaps: Mishaps;
  /** What happens, and how often compared to the rest. */
  readonly #happenings: readonly (readonly [number, () => void])[];

  constructor(place: Place) {
    this.#place = place;
    const visitors = new Visitors(place);
    const staff = new Staff(place, visitors);
    const mishaps = new Mishaps(place, () => {
      if (place.desk !== null) staff.lookAgain(place.desk);
    });
    this.#mishaps = mishaps;
    this.#happenings = [
      [20, () => staff.book()],
      [8, () => visitors.book(staff.want(), (entry) => staff.hearOf(entry))],
      [10, () => staff.move()],
      [8, () => staff.cancel()],
      [6, () => staff.restore()],
      [4, () => staff.block()],
      [5, () => staff.send()],
      [4, () => staff.extend()],
      [1, () => staff.end()],
      [5, () => staff.give()],
      [10, () => visitors.walkIn()],
      [2, () => visitors.wantMore()],
      [3, () => visitors.leave()],
      [2, () => visitors.cancel()],
      [7, () => mishaps.cut()],
      [2, () => mishaps.mend()],
      [3, () => mishaps.drop()],
      [3, () => mishaps.slow()],
      [3, () => mishaps.powerCut()],
      [3, () => mishaps.crashDesk()],
      [2, () => mishaps.setClock()],
    ];
  }

  async run(): Promise<void> {
    const { chance, agenda } = this.#place;
    const weights = this.#happenings.map(([weight]) => weight);
    await agenda.until(agenda.now + 20 * secondMs);
    for (let left = Math.round(chance.span(10, 40)); left > 0; left -= 1) {
      this.#happenings[chance.weighed(weights)]?.[1]();
      this.#place.check();
      await this.#pass(this.#pause());
      this.#look();
    }
    this.#mishaps.heal();
    await agenda.until(agenda.now + drainMs);
    this.#look();
    const differs = await this.#differs();
    if (differs !== null) {
      this.#place.fail(differs);
      this.#place.check();
    }
  }

  /** Midnight and the end of a session give the desk something new to say: looked at again, it is said. */
  async #differs(): Promise<string | null> {
    const { agenda } = this.#place;
    let differs: string | null = null;
    for (let tries = 0; tries < 3; tries += 1) {
      this.#lookAtTime();
      await agenda.until(agenda.now + 10 * secondMs);
      differs = whatDiffers(this.#place);
      if (differs === null) break;
    }
    return differs;
  }

  /** Mostly moments, so that things happen at once; now and then hours and days, and weeks in which a cut is lived through. */
  #pause(): number {
    const { chance } = this.#place;
    const kind = chance.next();
    if (kind < 0.35) return chance.between(0, 50);
    if (kind < 0.6) return chance.span(50, 3 * secondMs);
    if (kind < 0.85) return chance.span(3 * secondMs, 20 * minuteMs);
    return kind < 0.97 ? chance.span(20 * minuteMs, 6 * 60 * minuteMs) : chance.span(6 * 60 * minuteMs, 14 * dayMs);
  }

  async #pass(lengthMs: number): Promise<void> {
    const { agenda } = this.#place;
    const until = agenda.now + lengthMs;
    // The desk looks at the time once a minute; what that changes, it changes at midnight.
    for (;;) {
      const midnight = Math.ceil((agenda.now + 1) / dayMs) * dayMs + minuteMs / 2 - 60 * minuteMs;
      if (midnight <= agenda.now || midnight >= until) break;
      await agenda.until(midnight);
      this.#lookAtTime();
    }
    await agenda.until(until);
    if (lengthMs > minuteMs) this.#lookAtTime();
  }

  #lookAtTime(): void {
    this.#place.desk?.pushSlices();
    for (const { life } of this.#place.seats) life?.tick();
  }

  #look(): void {
    this.#place.check();
  }
}
