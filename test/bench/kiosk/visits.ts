import { setTimeout as pause } from 'node:timers/promises';
import type { WorkstationCard } from '../../../contract/desk-routes.ts';
import type { Citizen } from '../../journeys/citizen.ts';
import type { DeskClient } from '../../desk-client.ts';
import { epochMs, type Eyes } from './eyes.ts';
import type { KioskLog } from './kiosk-log.ts';
import { signsOf, type Signs } from './signs.ts';

/** Who and what takes part in a visit: keys go in through the X server, pixels come out of it. */
export interface Room {
  readonly desk: DeskClient;
  readonly citizen: Citizen;
  readonly eyes: Eyes;
  readonly log: KioskLog;
}

export type Ending = 'deadline' | 'facilitator';

export interface Visit {
  /** From the Enter after the code to the charter. */
  readonly codeToCharterMs: number;
  /** From the Enter on "I accept" to the page of tiles. */
  readonly acceptToTilesMs: number;
  /** From that Enter until the page of tiles has also answered a key. */
  readonly acceptToAnswerMs: number;
  readonly ending: Ending;
  /** From the deadline, or from the facilitator's order, to the lock screen. */
  readonly endToLockedMs: number;
  readonly lockedToFreeMs: number;
}

/** The shortest ticket that a desk gives; always the same, since the charter says how long it is. */
const ticketMinutes = 1;
/** Looking begins shortly before the deadline, so that it costs the session nothing. */
const lookAheadMs = 1500;
/** A press of Tab that came before the page had the keyboard is lost: a person presses again. */
const pressAgainMs = 2000;

/** For how long a screen has to stand still before it is taken for the whole of it; `lateMs` for those that come in pieces. */
export interface Stillness {
  readonly soonMs: number;
  readonly lateMs: number;
}

/** One visit that is not measured, from which the eyes learn what each screen looks like. */
export async function learn({ desk, citizen, eyes, log }: Room, { soonMs, lateMs }: Stillness): Promise<Signs> {
  // Over the corner, no tile lies under the pointer.
  await citizen.pointsAt(eyes.screen.width - 1, eyes.screen.height - 1);
  await log.entered('free');
  // The kiosk is up before the desk, and knows no ticket until both have met.
  await deskHears(desk, 'free');
  const welcome = await eyes.settled(lateMs);
  await citizen.types(await desk.giveTicket(ticketMinutes));
  await citizen.presses('Return');
  await log.entered('charter');
  const charter = await eyes.settled(soonMs);
  await citizen.presses('Tab', 'Return');
  await log.entered('active');
  const tiles = await eyes.settled(lateMs);
  await citizen.presses('Tab');
  const tilesAnswered = await eyes.settled(soonMs);
  await desk.endSession(await inSession(desk));
  await log.entered('free');
  const erased = await eyes.settled(soonMs);
  return signsOf({ welcome, charter, tiles, tilesAnswered, erased }, eyes.screen);
}

/** The visitor before is gone and the kiosk has had time to breathe: the plain welcome stands again. */
export async function visit(room: Room, signs: Signs, ending: Ending): Promise<Visit> {
  const { desk, citizen, eyes, log } = room;
  await eyes.watch('the welcome', signs.welcome);
  await citizen.types(await desk.giveTicket(ticketMinutes));
  const entered = epochMs();
  const charter = await pressing(citizen, 'Return', () => eyes.watch('the charter', signs.charter));
  await citizen.presses('Tab');
  const accepted = epochMs();
  const tiles = await pressing(citizen, 'Return', () => eyes.watch('the page of tiles', signs.tiles));
  const answered = await answers(room, signs);
  const due = ending === 'deadline' ? await awaitDeadline(log) : await orderEnd(desk);
  const locked = await eyes.watch('the lock screen', signs.locked);
  const free = await eyes.watch('the welcome that says that everything is erased', signs.erased);
  return {
    codeToCharterMs: charter - entered,
    acceptToTilesMs: tiles - accepted,
    acceptToAnswerMs: answered - accepted,
    ending,
    endToLockedMs: locked - due,
    lockedToFreeMs: free - locked,
  };
}

/** Looks while the key goes down: the eyes do not wait for the hand to come back. */
async function pressing(citizen: Citizen, key: string, looking: () => Promise<number>): Promise<number> {
  const [seen] = await Promise.all([looking(), citizen.presses(key)]);
  return seen;
}

async function answers({ citizen, eyes }: Room, signs: Signs): Promise<number> {
  const look = (patienceMs: number) => (): Promise<number> =>
    eyes.watch('the answer of the page of tiles to a key', signs.tilesAnswered, { patienceMs });
  return pressing(citizen, 'Tab', look(pressAgainMs)).catch(() => pressing(citizen, 'Tab', look(10_000)));
}

async function awaitDeadline(log: KioskLog): Promise<number> {
  const deadline = (await log.entered('active')) + ticketMinutes * 60_000;
  await pause(Math.max(0, deadline - lookAheadMs - epochMs()));
  return deadline;
}

async function orderEnd(desk: DeskClient): Promise<number> {
  const card = await inSession(desk);
  const ordered = epochMs();
  await desk.endSession(card);
  return ordered;
}

const inSession = (desk: DeskClient): Promise<WorkstationCard> => deskHears(desk, 'active');

async function deskHears(desk: DeskClient, phase: WorkstationCard['phase']): Promise<WorkstationCard> {
  const patience = performance.now() + 20_000;
  for (;;) {
    const card = await desk.workstation();
    if (card.phase === phase) return card;
    if (performance.now() > patience) throw new Error(`the desk says "${card.phase}" of a kiosk that is "${phase}"`);
    await pause(50);
  }
}
