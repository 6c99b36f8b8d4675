import type { Entry } from '../../contract/book/entries.ts';
import type { Registration, WorkshopView } from '../../contract/book/workshops.ts';

/** What is to be seen of a workshop. Pure: screens draw it, tests read it. `now`: milliseconds since 1970. */

/** A facilitator prepares the room a little before people come. */
const earlyMs = 15 * 60_000;

interface Seats {
  readonly seated: number;
  readonly seats: number;
  readonly waiting: number;
}

const inStanding = ({ registrations }: WorkshopView, standing: Registration['standing']): Registration[] =>
  registrations.filter((one) => one.standing === standing).sort((one, other) => one.number - other.number);

/** Who has a seat, in the order of registering. */
export const seatedIn = (workshop: WorkshopView): Registration[] => inStanding(workshop, 'seated');

/** Who waits for one, the first of them first. */
export const waitingIn = (workshop: WorkshopView): Registration[] => inStanding(workshop, 'waiting');

export const seatsOf = (workshop: WorkshopView): Seats => ({
  seated: seatedIn(workshop).length,
  seats: workshop.seats,
  waiting: waitingIn(workshop).length,
});

const byStart = (one: Entry, other: Entry): number => one.startsAt.localeCompare(other.startsAt);

/** The sessions that run or come, the next first. */
export const sessionsToCome = ({ sessions }: WorkshopView, now: number): Entry[] =>
  sessions.filter(({ standing, endsAt }) => standing !== 'cancelled' && Date.parse(endsAt) > now).sort(byStart);

/** Those that are over or were cancelled, the last first. */
export const sessionsPast = (workshop: WorkshopView, now: number): Entry[] => {
  const toCome = new Set(sessionsToCome(workshop, now));
  return workshop.sessions.filter((session) => !toCome.has(session)).sort((one, other) => byStart(other, one));
};

/** Can its workstations be started now? The desk decides; this says whether it is worth asking. */
export const mayStart = ({ standing, startsAt, endsAt }: Entry, now: number): boolean =>
  standing !== 'cancelled' && now >= Date.parse(startsAt) - earlyMs && now < Date.parse(endsAt);

/** Can somebody say who is there? */
export const mayNote = ({ standing, startsAt }: Entry, now: number): boolean =>
  standing !== 'cancelled' && now >= Date.parse(startsAt) - earlyMs;

/** The session whose attendance is most likely noted now: the last one that has begun; null when none has. */
export const sessionToNote = ({ sessions }: WorkshopView, now: number): Entry | null =>
  sessions
    .filter((session) => mayNote(session, now))
    .sort(byStart)
    .at(-1) ?? null;

/** Workshops with a date to come first, the next of them first; then by title. */
export const inOrder = (workshops: readonly WorkshopView[], now: number): WorkshopView[] => {
  const next = (workshop: WorkshopView): string => sessionsToCome(workshop, now)[0]?.startsAt ?? '9';
  return workshops.toSorted(
    (one, other) => next(one).localeCompare(next(other)) || one.title.localeCompare(other.title),
  );
};

interface DateFace {
  readonly tone: 'free' | 'busy' | 'soon' | 'out';
  readonly word: `date.standing.${'pending' | 'expected' | 'running' | 'over' | 'cancelled'}`;
}

const toComeFace: DateFace = { tone: 'busy', word: 'date.standing.expected' };
const runningFace: DateFace = { tone: 'free', word: 'date.standing.running' };
const overFace: DateFace = { tone: 'out', word: 'date.standing.over' };

/** How a date stands, as colour and word. Nobody has to come for it: what bookings alone can be reads as the nearest of these. */
export const dateFaces: Readonly<Record<Entry['standing'], DateFace>> = {
  pending: { tone: 'soon', word: 'date.standing.pending' },
  expected: toComeFace,
  due: runningFace,
  running: runningFace,
  arrived: runningFace,
  over: overFace,
  'no-show': overFace,
  cancelled: { tone: 'out', word: 'date.standing.cancelled' },
};
