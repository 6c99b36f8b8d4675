import type { Fact } from '../../../contract/desk-link.ts';
import { dayOf } from '../place-days.ts';
import type { DayRecords, PlacedFact } from './day-records.ts';

type Started = Extract<Fact, { kind: 'session-started' }>;
type Ended = Extract<Fact, { kind: 'session-ended' }>;

export interface DaySession {
  readonly workstation: string;
  readonly start: Started;
  /** Null while it runs, or its end is not told yet. */
  readonly end: Ended | null;
}

/** Minutes that passed on a workstation; they may belong to a session of the evening before. */
export interface Use {
  readonly workstation: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly minutes: number;
}

export interface ToldDay {
  /** What happened on the day itself, each once. */
  readonly facts: readonly Fact[];
  /** Those that began on the day, terms accepted. */
  readonly sessions: readonly DaySession[];
  readonly termsRefused: number;
  readonly uses: readonly Use[];
}

/** Neither the order of the facts nor one told twice changes anything. */
export function tellDay({ facts, day, zone }: Pick<DayRecords, 'facts' | 'day' | 'zone'>): ToldDay {
  const ordered = once(facts);
  const own = ordered.filter(({ fact }) => dayOf(instantIn(fact), zone) === day);
  const starts = firstBySession(own, isStarted);
  const ends = new Map(
    firstBySession(ordered, isEnded).map(({ workstation, fact }) => [fact.session, { workstation, fact }]),
  );
  // Kiosks of the first version told no charter.
  const accepted = starts.filter(({ fact }) => fact.charterVersion !== 0);
  return {
    facts: own.map(({ fact }) => fact),
    sessions: accepted.map(({ workstation, fact }) => ({
      ...{ workstation, start: fact },
      end: ends.get(fact.session)?.fact ?? null,
    })),
    termsRefused: starts.length - accepted.length,
    uses: [...ends.values()].filter(({ fact }) => fact.reason !== 'charter-refused').map(useOf),
  };
}

/** By the clock that nobody sets: what was used, counted back from the end. */
const useOf = ({ workstation, fact: { at, usedSeconds } }: { workstation: string; fact: Ended }): Use => ({
  workstation,
  startedAt: Date.parse(at) - usedSeconds * 1000,
  minutes: minutesOf(usedSeconds),
});

/** Whole minutes, rounded down: occupied can never exceed offered by rounding. */
export const minutesOf = (usedSeconds: number): number => Math.floor(usedSeconds / 60);

const instantIn = (fact: Fact): number => Date.parse(fact.kind === 'refusals-counted' ? fact.hour : fact.at);

const isStarted = (fact: Fact): fact is Started => fact.kind === 'session-started';
const isEnded = (fact: Fact): fact is Ended => fact.kind === 'session-ended';

const byOrigin = (a: PlacedFact, b: PlacedFact): number =>
  a.workstation === b.workstation ? a.seq - b.seq : a.workstation < b.workstation ? -1 : 1;

/** Facts in order of origin, those of the same workstation and number once. */
const once = (facts: readonly PlacedFact[]): PlacedFact[] =>
  facts.toSorted(byOrigin).filter((placed, index, ordered) => {
    const before = ordered[index - 1];
    return before?.workstation !== placed.workstation || before.seq !== placed.seq;
  });

function firstBySession<Kind extends Started | Ended>(
  facts: readonly PlacedFact[],
  is: (fact: Fact) => fact is Kind,
): { workstation: string; fact: Kind }[] {
  const first = new Map<string, { workstation: string; fact: Kind }>();
  for (const { workstation, fact } of facts) {
    if (is(fact) && !first.has(fact.session)) first.set(fact.session, { workstation, fact });
  }
  return [...first.values()];
}
