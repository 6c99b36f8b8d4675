import type { Wait } from './queue.ts';

/**
 * An honest wait: two bounds that hold as long as sessions end at or before their ends, whoever leaves the queue, is called in vain or does not come
 * for a booking. Instants are epoch milliseconds, stretches half-open.
 */

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Taken extends Stretch {
  /** Nobody gives it back before its end, as a workshop or a closure. */
  readonly certain: boolean;
}

/** A workstation as somebody who waits sees it. */
export interface WaitLane {
  readonly features: readonly string[];
  /** Until when somebody sits there at the most; not after now = nobody does; null = nobody can say. */
  readonly seatedUntil: number | null;
  /** By beginning; what holds the workstation after that, or already now without anybody sitting there. */
  readonly taken: readonly Taken[];
}

export interface Waiter {
  readonly minutes: number;
  readonly features: readonly string[];
}

export interface WaitRoom {
  readonly now: number;
  /** When the place is open, sorted and apart, as far as today reaches: nobody is called after that. */
  readonly open: readonly Stretch[];
  readonly lanes: readonly WaitLane[];
  /** Kept free before what is booked. */
  readonly marginMinutes: number;
  readonly shortestMinutes: number;
  readonly offerMinutes: number;
}

const minuteMs = 60_000;

/** A workstation is wiped and proven before the next one is called. */
export const turnaroundMinutes = 1;

/** Who comes for a booking may come so long before, and then has the workstation. */
const earlyMinutes = 10;

/** Nobody is offered less than half of what they wait for. */
export const leastOffered = (minutes: number, shortestMinutes: number): number =>
  Math.min(minutes, Math.max(shortestMinutes, Math.ceil(minutes / 2)));

export const fits = ({ features }: Pick<Waiter, 'features'>, lane: Pick<WaitLane, 'features'>): boolean =>
  features.every((feature) => lane.features.includes(feature));

/**
 * How long `who` waits behind those `ahead`, in whole minutes. Null: no workstation fits, of none of those that do is known when it is free, or it
 * would be after the place has closed.
 */
export function estimateWait(who: Waiter, ahead: readonly Waiter[], room: WaitRoom): Wait {
  const lanes = room.lanes.filter((lane) => lane.seatedUntil !== null && fits(who, lane));
  const rivals = ahead.filter((one) => lanes.some((lane) => fits(one, lane)));
  const latest = latestTurn(
    lanes.map((lane) => freeRuns(who, lane, room)),
    rivals,
    room,
  );
  const earliest = Math.min(...lanes.map((lane) => firstChance(who, lane, room)));
  if (latest === Infinity || earliest === Infinity) return null;
  return {
    atLeastMinutes: Math.floor((earliest - room.now) / minuteMs),
    atMostMinutes: Math.ceil((latest - room.now) / minuteMs),
  };
}

/**
 * Two things hold whatever the order in which workstations come free, and the sooner one counts. Each of those ahead takes one workstation: so many
 * and one have been free, and it is their turn. And while somebody waits no workstation that fits stands still: when all of them together have
 * been free for as long as those ahead can need, it is their turn. Playing the room through, with everybody staying to the end, would not be a bound:
 * who leaves early may send somebody to the one workstation that the next one needs.
 */
function latestTurn(runs: readonly (readonly Stretch[])[], rivals: readonly Waiter[], room: WaitRoom): number {
  const firsts = runs.map(([first]) => first?.from ?? Infinity).sort((one, other) => one - other);
  const perVisit = room.offerMinutes + turnaroundMinutes;
  const work = rivals.reduce((sum, { minutes }) => sum + (minutes + perVisit) * minuteMs, 0);
  return Math.min(firsts[rivals.length] ?? Infinity, whenFilled(runs.flat(), work));
}

/** When all runs together have lasted longer than the work, in milliseconds. */
function whenFilled(runs: readonly Stretch[], work: number): number {
  const steps = runs
    .flatMap(({ from, to }) => [
      { at: from, change: 1 },
      { at: to, change: -1 },
    ])
    .sort((one, other) => one.at - other.at);
  let free = 0;
  let left = work;
  for (const [place, { at, change }] of steps.entries()) {
    free += change;
    const length = (steps[place + 1]?.at ?? at) - at;
    if (free * length > left) return at + left / free;
    left -= free * length;
  }
  return Infinity;
}

/** Stretches in which the workstation is theirs to take, if all stay as long as they may. */
function freeRuns(who: Waiter, lane: WaitLane, room: WaitRoom): Stretch[] {
  const leastMs = leastOffered(who.minutes, room.shortestMinutes) * minuteMs;
  const runUpMs = Math.max(room.marginMinutes * minuteMs + leastMs, earlyMinutes * minuteMs);
  const turnaroundMs = turnaroundMinutes * minuteMs;
  const taken = lane.taken.map(({ from, to }) => ({ from: from - runUpMs, to: to + turnaroundMs }));
  const seatedUntil = lane.seatedUntil ?? room.now;
  const seat = seatedUntil > room.now ? [{ from: room.now, to: seatedUntil + turnaroundMs }] : [];
  return gaps([...seat, ...taken], leastMs, room);
}

/** The first moment at which it may be theirs, if everybody who can leaves now. */
function firstChance(who: Waiter, lane: WaitLane, room: WaitRoom): number {
  // What just fits is a chance, too.
  const leastMs = leastOffered(who.minutes, room.shortestMinutes) * minuteMs - 1;
  const runUpMs = room.marginMinutes * minuteMs + leastMs;
  const certain = lane.taken.filter((one) => one.certain);
  return (
    gaps(
      certain.map(({ from, to }) => ({ from: from - runUpMs, to })),
      leastMs,
      room,
    )[0]?.from ?? Infinity
  );
}

/** What is left of the open hours, without their ends: nobody is sent anywhere just before the place closes. */
function gaps(taken: readonly Stretch[], leastMs: number, { now, open }: WaitRoom): Stretch[] {
  const inOrder = [...taken].sort((one, other) => one.from - other.from);
  return open.flatMap(({ from, to }) => {
    const end = to - leastMs;
    const found: Stretch[] = [];
    let at = Math.max(now, from);
    for (const next of inOrder) {
      if (at < Math.min(next.from, end)) found.push({ from: at, to: Math.min(next.from, end) });
      at = Math.max(at, next.to);
    }
    return at < end ? [...found, { from: at, to: end }] : found;
  });
}
