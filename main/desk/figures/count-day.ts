import type { Fact } from '../../../contract/desk-link.ts';
import { type Counters, type DaySheet, daySheetVersion } from '../../../contract/day-sheet.ts';
import { dayOf, hourOf } from '../place-days.ts';

type Started = Extract<Fact, { kind: 'session-started' }>;
type Ended = Extract<Fact, { kind: 'session-ended' }>;
type Told = Extract<Fact, { at: string }>;

export interface PlacedFact {
  readonly workstation: string;
  readonly seq: number;
  readonly fact: Fact;
}

/** Everything that a day's figures are counted from. More facts than the day's own do no harm. */
export interface DayRecords {
  readonly place: string;
  readonly zone: string;
  readonly day: string;
  /** Ids of the place's workstations: each is listed, also when nobody sat there. */
  readonly workstations: readonly string[];
  readonly facts: readonly PlacedFact[];
  readonly ticketsGiven: number;
}

/** What a sheet says, without when it was said and how often it changed. */
export type DayFigures = Omit<DaySheet, 'revision' | 'computedAt'>;

/**
 * Counts a day. Neither the order of the facts nor one told twice changes anything. A session belongs, whole, to the day and hour of its start;
 * a wipe, an extension and a refusal to their own. A session still running counts as a session without minutes.
 */
export function countDay(records: DayRecords): DayFigures {
  const ordered = [...records.facts].sort(byOrigin);
  const own = (instant: string): boolean => dayOf(Date.parse(instant), records.zone) === records.day;
  const starts = firstBySession(ordered, isStarted).filter(({ fact }) => own(fact.at));
  const ends = new Map(firstBySession(ordered, isEnded).map(({ fact }) => [fact.session, fact]));
  const sessions = starts.map(({ workstation, fact }) => ({ workstation, start: fact, end: ends.get(fact.session) }));
  const hours = tally(sessions, ({ start }) => String(hourOf(Date.parse(start.at), records.zone)));
  const seats = tally(sessions, ({ workstation }) => workstation);
  const places = [...new Set([...records.workstations, ...seats.keys()])].sort();
  return {
    version: daySheetVersion,
    place: records.place,
    day: records.day,
    total: tally(sessions, () => 'all').get('all') ?? nothing,
    byHour: [...hours].map(([hour, counters]) => ({ hour: Number(hour), ...counters })).sort((a, b) => a.hour - b.hour),
    byWorkstation: places.map((workstation) => ({ workstation, ...(seats.get(workstation) ?? nothing) })),
    byAccess: countBy(sessions.map(({ start }) => start.access)),
    byEnd: countBy(sessions.flatMap(({ end }) => (end === undefined ? [] : [end.reason]))),
    wipes: countWipes(ordered, own),
    refusalsByCategory: countRefusals(ordered, own),
    ticketsGiven: records.ticketsGiven,
    extensions: countOwn(ordered, own, (fact) => (fact.kind === 'session-extended' ? fact.by : null)),
    refusedByReason: countOwn(ordered, own, (fact) => (fact.kind === 'refused' ? fact.reason : null)),
  };
}

const nothing: Counters = { sessions: 0, occupiedMinutes: 0 };

const isStarted = (fact: Fact): fact is Started => fact.kind === 'session-started';
const isEnded = (fact: Fact): fact is Ended => fact.kind === 'session-ended';

const byOrigin = (a: PlacedFact, b: PlacedFact): number =>
  a.workstation === b.workstation ? a.seq - b.seq : a.workstation < b.workstation ? -1 : 1;

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

interface CountedSession {
  readonly workstation: string;
  readonly start: Started;
  readonly end: Ended | undefined;
}

function tally(sessions: readonly CountedSession[], keyOf: (session: CountedSession) => string): Map<string, Counters> {
  const counters = new Map<string, Counters>();
  for (const session of sessions) {
    const so = counters.get(keyOf(session)) ?? nothing;
    const minutes = Math.floor((session.end?.usedSeconds ?? 0) / 60);
    counters.set(keyOf(session), { sessions: so.sessions + 1, occupiedMinutes: so.occupiedMinutes + minutes });
  }
  return counters;
}

/** Keys in alphabetical order: the same figures are the same bytes. */
function countBy<Name extends string>(names: readonly Name[]): Partial<Record<Name, number>> {
  const counts: Partial<Record<Name, number>> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** How many of the day's facts carry each name; facts without one are passed over. */
const countOwn = <Name extends string>(
  facts: readonly PlacedFact[],
  own: (instant: string) => boolean,
  nameOf: (fact: Told) => Name | null,
): Partial<Record<Name, number>> =>
  countBy(once(facts).flatMap(({ fact }) => ('at' in fact && own(fact.at) ? (nameOf(fact) ?? []) : [])));

function countWipes(facts: readonly PlacedFact[], own: (instant: string) => boolean): DaySheet['wipes'] {
  const wipes = { complete: 0, incomplete: 0 };
  for (const { fact } of once(facts)) {
    if (fact.kind === 'wiped' && own(fact.at)) wipes[fact.leftovers.length === 0 ? 'complete' : 'incomplete'] += 1;
  }
  return wipes;
}

function countRefusals(facts: readonly PlacedFact[], own: (instant: string) => boolean): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { fact } of once(facts)) {
    if (fact.kind !== 'refusals-counted' || !own(fact.hour)) continue;
    counts.set(fact.category, (counts.get(fact.category) ?? 0) + fact.count);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Facts in order of origin, those of the same workstation and number once. */
const once = (ordered: readonly PlacedFact[]): PlacedFact[] =>
  ordered.filter((placed, index) => {
    const before = ordered[index - 1];
    return before?.workstation !== placed.workstation || before.seq !== placed.seq;
  });
