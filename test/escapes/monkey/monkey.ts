import { setTimeout as pause } from 'node:timers/promises';
import type { Host } from '../../../main/kiosk/host.ts';
import { tableOf } from '../../bench/report.ts';
import { look } from '../attempts.ts';
import { rowsInTurn } from '../names.ts';
import { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { comesAbout, untilTrue } from '../waiting.ts';
import { act } from './hands.ts';
import { Happened, lostFacts } from './happened.ts';
import { movesOf, type Move } from './moves.ts';
import { hostilePages } from './pages.ts';
import { Watcher } from './watcher.ts';
import type { Seen } from './looks.ts';

export interface MonkeyWish {
  readonly host: Host['name'];
  readonly seed: number;
  readonly minutes: number;
}

export interface MonkeyOutcome {
  readonly table: string;
  readonly figures: Readonly<{ [name: string]: unknown }>;
  readonly violations: readonly string[];
}

const foreignLimitMs = 100;
const endLimitMs = 2000;
const hourMs = 3_600_000;

/** Short enough for many ends in a few minutes, and each by the real clock. */
const session = { minutes: 1, graceSeconds: 8 };

/** Random hands at a kiosk whose pages are hostile, until the time is over. The same seed makes the same moves. */
export async function monkey(wish: MonkeyWish, say: (line: string) => void): Promise<MonkeyOutcome> {
  const place = await Place.open({ host: wish.host, ...session });
  const watcher = await Watcher.open(place.screen);
  const play = new Play(place, watcher);
  try {
    await play.until(performance.now() + wish.minutes * 60_000, wish.seed, say);
    const lost = await play.settle();
    return report(wish, { play, lost, seen: await watcher.close() });
  } finally {
    watcher.end();
    await place.close();
  }
}

class Play {
  readonly happened = new Happened();
  readonly counts: { [kind in Move['do']]: number } = {
    keys: 0,
    type: 0,
    click: 0,
    drag: 0,
    page: 0,
    line: 0,
    wait: 0,
  };
  readonly place: Place;
  readonly #made: { readonly at: number; readonly what: string }[] = [];

  constructor(place: Place, watcher: Watcher) {
    this.place = place;
    place.heard = (what) => {
      this.happened.note(what);
      if ('layout' in what) watcher.expectLock(what.layout === 'locked');
      // Not once it is gone, but once it may go.
      else if (what.scene.phase === 'active') watcher.expectLock(false);
    };
  }

  /** Runs until then, or until the kiosk no longer takes visitors. */
  async until(endMs: number, seed: number, say: (line: string) => void): Promise<void> {
    for (const move of movesOf(seed)) {
      if (performance.now() > endMs || this.happened.troubles.length > 0) return;
      if (this.place.phase === 'free') await this.#sitDown();
      this.counts[move.do] += 1;
      this.#made.push({ at: Date.now(), what: JSON.stringify(move) });
      await this.#make(move);
      if (this.total % 100 === 0)
        say(`${this.total} moves, ${this.happened.sessions.length} sessions, ${this.place.phase}`);
    }
  }

  /** What came right before something was seen. */
  before(at: number): string {
    const made = this.#made.filter((one) => one.at <= at).slice(-3);
    return made.map((one) => `${one.what} ${at - one.at} ms before`).join(', ');
  }

  get total(): number {
    return Object.values(this.counts).reduce((sum, count) => sum + count, 0);
  }

  /** The next visitor comes; what was typed into the lock meanwhile counted as wrong codes, and nobody waits for real. */
  async #sitDown(): Promise<void> {
    this.place.clock.jump(hourMs);
    try {
      await this.place.beginSession();
    } catch (error) {
      this.happened.troubles.push(`nobody can begin: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #make(move: Move): Promise<void> {
    switch (move.do) {
      case 'page':
        return this.#open(hostilePages[move.page] ?? '');
      case 'line':
        return this.#cutOrMend();
      case 'wait':
        await pause(move.milliseconds);
        return;
      case 'keys':
      case 'type':
      case 'click':
      case 'drag':
        return act(this.place.screen, move);
    }
  }

  async #open(script: string): Promise<void> {
    const { place } = this;
    if (!place.inSession) return;
    const canaries = `const canaries = ${JSON.stringify(place.canaries.places)};`;
    const address = place.town.pageFor(`singe${rowsInTurn()}`, `${canaries} ${script}`);
    // A browser that dies or hangs under it does not take it: what comes of that is seen elsewhere.
    await Promise.race([place.visitor.openTab(address).catch(() => undefined), pause(2000)]);
  }

  async #cutOrMend(): Promise<void> {
    const { desk, outside } = this.place;
    outside.weather = desk.isThere ? 'away' : 'fair';
    await (desk.isThere ? desk.goAway() : desk.comeBack());
  }

  /** Ends what runs and waits for the desk to know everything. What is lost then is lost. */
  async settle(): Promise<readonly string[]> {
    const { place, happened } = this;
    if (happened.troubles.length === 0) {
      await place.comeOnline();
      await place.endWhatever();
      await untilTrue('the phase is seen', () => happened.running === null);
      const still = async (): Promise<Faults> => look(place);
      if (!(await comesAbout(async () => (await still()).length === 0, 5000)))
        happened.troubles.push(...(await still()));
    }
    const lost = (): readonly string[] => lostFacts(place.desk.received, happened.sessions);
    await comesAbout(() => lost().length === 0, 10_000);
    return lost();
  }
}

interface Played {
  readonly play: Play;
  readonly lost: readonly string[];
  readonly seen: Seen;
}

const longestFirst = ({ sightings }: Seen): Seen['sightings'] =>
  sightings.toSorted((one, other) => other.forMs - one.forMs);

function report({ host, seed, minutes }: MonkeyWish, { play, lost, seen }: Played): MonkeyOutcome {
  const { counts, happened, place, total } = play;
  const foreign = longestFirst(seen);
  const told = ({ what, since, forMs }: Seen['sightings'][number]): string =>
    `${what} for ${forMs} ms, after ${play.before(since)}`;
  const latestEndMs = happened.latestEndMs();
  const { knocks } = place.canaries;
  const violations = [
    ...foreign.filter(({ forMs }) => forMs > foreignLimitMs).map(told),
    ...lost,
    ...happened.ends
      .filter(({ lateMs }) => lateMs > endLimitMs)
      .map(({ end, at, lateMs }) => `an end (${end}) came ${lateMs} ms late, after ${play.before(at)}`),
    ...(latestEndMs > endLimitMs ? [`the latest end came ${latestEndMs} ms late`] : []),
    ...happened.troubles,
    ...[...new Set([...knocks, ...place.outside.reached])].map((where) => `${where} was reached`),
  ];
  const figures = {
    ...{ monkey: total, host, seed, minutes, pages: counts.page, sessions: happened.sessions.length },
    ...{ ends: happened.ends.length, latestEndMs, facts: place.desk.facts.length, factsLost: lost.length },
    ...{ foreignSeen: foreign.length, longestForeignMs: foreign[0]?.forMs ?? 0 },
    ...{ looks: seen.looks, longestGapMs: seen.longestGapMs, gapsAbove50Ms: seen.gapsAbove50Ms },
    ...{ browserDeaths: place.deaths, violations: violations.length },
  };
  const rows = Object.entries(figures).map(([name, value]) => [name, String(value)]);
  const table = [tableOf([['figure', 'value'], ...rows]), ...violations].join('\n');
  return { table, figures: { ...figures, found: violations }, violations };
}
