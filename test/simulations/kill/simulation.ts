import fc from 'fast-check';
import type { Fact } from '../../../contract/desk-link.ts';
import type { Simulation, Violation, Wish } from '../run.ts';
import { live, sessionIn, type Seen } from './life.ts';
import type { Line, Visit } from './line.ts';
import { PlaceToKillIn } from './place.ts';

/**
 * The real kiosk process with its real store and a real desk, killed at random instants of a session. Times differ from run to run: a seed
 * repeats the choices, not the microseconds.
 */

const wholeRuns = 200;
/** Half a minute, starts and all: of so many deaths those whose waits fit in. */
const quickRuns = 5;
const quickWaitsMs = 8_000;
const ticketMinutes = 30;
/** What a power cut may cost or give; and what two processes need to say the same moment. */
const allowedMs = 5_000;
const sayingMs = 1_000;

/** At once, mostly within the first moments of a session, where most happens; some while the kiosk starts, some well into the session. */
const fates = fc.record({
  from: fc.constantFrom('start', 'session', 'session', 'session'),
  killAfterMs: fc.oneof(
    { arbitrary: fc.integer({ min: 0, max: 5 }), weight: 3 },
    { arbitrary: fc.integer({ min: 0, max: 1_500 }), weight: 5 },
    { arbitrary: fc.integer({ min: 1_500, max: 10_000 }), weight: 2 },
  ),
  then: fc.constantFrom<Visit['then']>('sit', 'sit', 'pause', 'end'),
  afterMs: fc.integer({ min: 0, max: 400 }),
});

/** What happens in each round; the same for the same seed. */
function drawFates({ quick, seed }: Pick<Wish, 'quick' | 'seed'>) {
  const drawn = fc.sample(fates, { seed, numRuns: quick ? quickRuns : wholeRuns });
  let waitsMs = 0;
  return drawn.filter(({ killAfterMs }) => {
    const fits = !quick || waitsMs + killAfterMs <= quickWaitsMs;
    if (fits) waitsMs += killAfterMs;
    return fits;
  });
}

export const simulateKill: Simulation = async ({ quick, seed }, progress) => {
  const rounds = drawFates({ quick, seed });
  const place = await PlaceToKillIn.open();
  const found: string[] = [];
  let worstMs = 0;
  const seen: Seen[] = [];
  try {
    let code: string | null = null;
    let before: Seen | null = null;
    for (const [round, { from, killAfterMs, ...does }] of rounds.entries()) {
      code ??= await place.giveTicket(ticketMinutes);
      const visit = { code, ...does };
      const life = await live({
        ...{ settings: place.kioskSettings, visit },
        async until(heard) {
          const begun = from === 'start' || (await eventually(() => heard().some(({ phase }) => phase === 'active')));
          if (!begun) found.push(`round ${round}: the code opened nothing`);
          await pass(killAfterMs);
        },
      });
      found.push(...wrongsOf(life.lines).map((what) => `round ${round}: ${what}`));
      const session = sessionIn(life);
      if (session === null) continue;
      seen.push(session);
      if (before !== null) {
        const errorMs = session.leftMs - (before.leftMs - before.usedMs);
        worstMs = Math.max(worstMs, Math.abs(errorMs));
        if (!isAllowed(errorMs)) found.push(`round ${round}: the rest is off by ${errorMs} ms`);
      }
      [code, before] = session.cutOff ? [code, session] : [null, null];
      progress(`${round + 1} of ${rounds.length} deaths, ${seen.length} sessions, ${found.length} violations`);
    }
    await settle(place);
    found.push(...wrongFacts(place.facts(), seen));
  } finally {
    await place.close();
  }
  const replay = `kill --seed ${seed}${quick ? ' --quick' : ''}`;
  const violations = found.map((what): Violation => ({ seed, replay, what }));
  return { runs: rounds.length, violations, figures: { sessions: seen.length, worstAllowanceErrorMs: worstMs } };
};

const patienceMs = 15_000;
const lookEveryMs = 1;

/** False: it did not come about in time. */
async function eventually(condition: () => boolean): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookEveryMs) {
    if (condition()) return true;
    await pass(lookEveryMs);
  }
  return false;
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The visitor never loses more than the moment; the room never gives more than what was not yet on disk. */
const isAllowed = (errorMs: number): boolean => errorMs >= -sayingMs && errorMs <= allowedMs;

/** Never an unlocked layout without a running session, and nothing before the wipe of the start. */
function wrongsOf(lines: readonly Line[]): readonly string[] {
  const unlocked = lines.filter(({ what }) => what === 'bar' || what === 'warning');
  const wrong = unlocked.filter(({ phase }) => phase !== 'active' && phase !== 'ending');
  const looked = lines.findIndex(({ what }) => what === 'look');
  const shown = lines.findIndex(({ what }) => what === 'bar' || what === 'warning' || what === 'begin');
  return [
    ...wrong.map(({ what, phase }) => `${what} is shown while ${phase ?? 'nothing is known'}`),
    ...(shown >= 0 && (looked < 0 || shown < looked) ? ['something is shown before the wipe was proven'] : []),
  ];
}

/** A last life without a visitor: it wipes, and brings over what waits. Done when the desk has an end and a proof for each start. */
async function settle(place: PlaceToKillIn): Promise<void> {
  const open = (): number => {
    const facts = place.facts();
    return 2 * countOf(facts, 'session-started') - countOf(facts, 'session-ended') - countOf(facts, 'wiped');
  };
  await live({
    settings: place.kioskSettings,
    visit: { code: null, then: 'sit', afterMs: 0 },
    async until(heard) {
      await eventually(() => heard().some(({ phase }) => phase === 'free') && open() === 0);
    },
  });
}

const countOf = (facts: readonly Fact[], kind: Fact['kind']): number =>
  facts.filter((fact) => fact.kind === kind).length;

/** Each session once: begun, ended, wiped, with the use that the parent saw. */
function wrongFacts(facts: readonly Fact[], seen: readonly Seen[]): readonly string[] {
  const stories = Map.groupBy(
    facts.filter((fact) => 'session' in fact),
    ({ session }) => session,
  );
  const wrong = [...stories].flatMap(([session, story]) => {
    const kinds = story.map(({ kind }) => kind).join(' ');
    return kinds === 'session-started session-ended wiped' ? [] : [`session ${session}: ${kinds}`];
  });
  const used = [...stories.values()].map(usedMsOf);
  const lost = seen.length > stories.size ? [`${seen.length} sessions were seen, ${stories.size} told`] : [];
  return [...wrong, ...lost, ...unmatched(seen, used)];
}

const usedMsOf = (story: readonly Fact[]): number =>
  story.reduce((ms, fact) => (fact.kind === 'session-ended' ? fact.usedSeconds * 1000 : ms), 0);

/** Facts are in the order of the lives; a session that was told but not seen died before it was shown. */
function unmatched(seen: readonly Seen[], used: readonly number[]): readonly string[] {
  let next = 0;
  return seen.flatMap(({ usedMs }, index) => {
    while (next < used.length && !isAllowed(usedMs - (used[next] ?? 0))) next += 1;
    next += 1;
    return next > used.length ? [`the use of session ${index + 1}, ${usedMs} ms, was never told`] : [];
  });
}
