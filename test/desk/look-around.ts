import type { Counts } from '../../contract/figures/counts.ts';
import type { outageKinds } from '../../contract/figures/dimensions.ts';
import type { AccessWay, EndReason } from '../../contract/session.ts';
import { type Calendar, minuteMs } from './minute-calendar.ts';
import { one, two } from './quiet-day.ts';

/** Seconds after the calendar begins. */
interface Span {
  readonly after: number;
  readonly until: number;
}

export interface Visit {
  readonly workstation: string;
  readonly session: string;
  readonly after: number;
  readonly usedSeconds: number;
  readonly finished: boolean;
  readonly access: AccessWay;
  readonly reason: EndReason;
}

interface AtOne {
  readonly workstation: string;
  readonly span: Span;
}

/** What can happen around a day at a place with two workstations. */
export interface Life {
  readonly visits: readonly Visit[];
  /** Null: it keeps no hours. */
  readonly open: readonly Span[] | null;
  readonly presence: readonly Span[];
  readonly outages: readonly { readonly place: AtOne; readonly kind: (typeof outageKinds)[number] }[];
  readonly closures: readonly AtOne[];
  /** Workstations that are still the place's. */
  readonly listed: readonly string[];
  /** When the day is looked at; null = when it is long over. */
  readonly until: number | null;
}

/** One minute, as somebody sees it who looks at the clock and at every workstation. */
class Look {
  readonly #life: Life;
  readonly #second: number;

  constructor(life: Life, second: number) {
    this.#life = life;
    this.#second = second;
  }

  get isOpen(): boolean {
    const { open, until } = this.#life;
    if (until !== null && this.#second >= until) return false;
    return open === null ? this.isStaffed || this.sits(one) || this.sits(two) : open.some((span) => this.#isIn(span));
  }

  get isStaffed(): boolean {
    return this.#life.presence.some((span) => this.#isIn(span));
  }

  /** A session takes whole minutes, from the one in which it began. */
  sits(workstation: string): boolean {
    return this.#life.visits.some((visit) => {
      const since = Math.floor(visit.after / 60) * 60;
      const until = since + Math.floor(visit.usedSeconds / 60) * 60;
      return visit.finished && visit.workstation === workstation && since <= this.#second && this.#second < until;
    });
  }

  /** The place is open, the workstation still its own, and nothing has closed it. */
  isMeant(workstation: string): boolean {
    const { listed, closures } = this.#life;
    const isClosed = closures.some((closure) => closure.workstation === workstation && this.#isIn(closure.span));
    return this.isOpen && listed.includes(workstation) && !isClosed;
  }

  /** The last word told of what keeps it from being used. */
  outageOf(workstation: string): string | undefined {
    return this.#life.outages.findLast(({ place }) => place.workstation === workstation && this.#isIn(place.span))
      ?.kind;
  }

  linesLostAt(workstation: string): number {
    return this.#life.outages.filter(
      ({ kind, place }) =>
        kind === 'away' && place.workstation === workstation && Math.floor(place.span.after / 60) * 60 === this.#second,
    ).length;
  }

  #isIn({ after, until }: Span): boolean {
    return after <= this.#second && this.#second < until;
  }
}

class Notes {
  readonly #sums = new Map<string, number>();

  add(measure: string, ...cells: readonly string[]): void {
    for (const key of [measure, ...cells.map((cell) => `${measure}/${cell}`)]) {
      this.#sums.set(key, (this.#sums.get(key) ?? 0) + 1);
    }
  }

  get counts(): Counts {
    return Object.fromEntries(this.#sums);
  }
}

/** The figures of a day, the slow way. */
export function lookAround(life: Life, calendar: Calendar): Counts {
  const notes = new Notes();
  let wasOpen = false;
  for (const [at, hour] of calendar.minutes) {
    const look = new Look(life, (at - calendar.from) / 1000);
    if (look.isOpen) notes.add('open-minutes', `hour/${hour}`);
    wasOpen ||= look.isOpen;
    for (const seat of [one, two]) noteSeat(notes, look, { seat, hour });
  }
  if (wasOpen) notes.add('open-days');
  for (const visit of life.visits) noteVisit(notes, visit, calendar);
  return notes.counts;
}

function noteSeat(notes: Notes, look: Look, { seat, hour }: { seat: string; hour: string }): void {
  const cells = [`hour/${hour}`, `workstation/${seat}`];
  const sits = look.sits(seat);
  if (sits) notes.add('occupied', ...cells);
  if (look.isMeant(seat)) noteMeant(notes, look, seat);
  if (!sits && (!look.isMeant(seat) || look.outageOf(seat) !== undefined)) return;
  notes.add('offered', ...cells);
  if (look.isStaffed) notes.add('supervised', `hour/${hour}`);
}

function noteMeant(notes: Notes, look: Look, seat: string): void {
  const outage = look.outageOf(seat);
  if (outage !== undefined && !look.sits(seat)) notes.add('outage', `outage/${outage}`);
  for (let lost = look.linesLostAt(seat); lost > 0; lost -= 1) notes.add('incidents', 'incident/away');
}

function noteVisit(notes: Notes, visit: Visit, { minutes, from }: Calendar): void {
  const hourAt = (second: number): string | undefined => minutes.get(from + Math.floor(second / 60) * minuteMs);
  const end = hourAt(visit.after + visit.usedSeconds);
  const isCut = visit.reason === 'fault' || visit.reason === 'power-cut';
  if (visit.finished && isCut && end !== undefined) notes.add('incidents', `incident/${visit.reason}`);
  const start = hourAt(visit.after);
  if (start === undefined) return;
  const used = visit.usedSeconds / 60;
  const band = used < 30 ? '0-29' : used < 60 ? '30-59' : used < 120 ? '60-119' : '120-1440';
  const ends = visit.finished ? [`end/${visit.reason}`, `duration/${band}`] : [];
  notes.add('sessions', `access/${visit.access}`, `hour/${start}`, `workstation/${visit.workstation}`, ...ends);
}
