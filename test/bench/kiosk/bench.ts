import { fileURLToPath } from 'node:url';
import { Citizen } from '../../journeys/citizen.ts';
import { inAPlace, inOneLine } from '../../in-a-place.ts';
import type { Demonstration } from '../../journeys/demonstration.ts';
import type { BenchParts, Report } from '../report.ts';
import { DeskClient } from '../../desk-client.ts';
import { Eyes } from './eyes.ts';
import { KioskLog } from './kiosk-log.ts';
import { comesToRest, findKiosk, idleCpuPct, memoryOf, startedAt, type KioskProcess } from './machine.ts';
import { reportOf, type Measured } from './figures.ts';
import type { Signs } from './signs.ts';
import { learn, visit, type Ending, type Room, type Stillness, type Visit } from './visits.ts';

/** A session by its deadline takes a minute at least, so there are few of them, and none in half a minute. */
const plans = {
  quick: { deadlines: 0, others: 1, idleSeconds: 5, restarts: 1, stillness: { soonMs: 700, lateMs: 1200 } },
  whole: { deadlines: 5, others: 10, idleSeconds: 30, restarts: 3, stillness: { soonMs: 1500, lateMs: 4000 } },
};

const pictures = fileURLToPath(new URL('../../../out/bench', import.meta.url));

/** One kiosk through a morning: visits by keys and pixels, then an empty room, then restarts. `npm start` runs the place. */
export function benchKiosk({ quick, signal, say }: BenchParts): Promise<Report> {
  say('Starting a demonstration place …');
  const plan = { ...(quick ? plans.quick : plans.whole), quick, say };
  // Without a grace, the deadline is the moment at which the screen must lock.
  return inAPlace({ changes: { graceSeconds: 0 }, signal }, (place) => measure(place, plan));
}

interface Plan {
  readonly quick: boolean;
  readonly deadlines: number;
  readonly others: number;
  readonly idleSeconds: number;
  readonly restarts: number;
  readonly stillness: Stillness;
  readonly say: (line: string) => void;
}

/** A room whose screens are known. */
interface Scene {
  readonly place: Demonstration;
  readonly room: Room;
  readonly signs: Signs;
  readonly plan: Plan;
}

async function measure(place: Demonstration, plan: Plan): Promise<Report> {
  const eyes = await Eyes.open(place.display);
  const room: Room = {
    eyes,
    desk: await DeskClient.signIn(place.desk, place.logins.desk),
    citizen: new Citizen(place.display, pictures),
    log: new KioskLog(`${place.data}/place`),
  };
  await room.desk.stopExtensions();
  plan.say('Learning what the screens look like …');
  const scene = { place, room, signs: await learn(room, plan.stillness), plan };
  const found = await (plan.quick ? restartsFirst(scene) : visitsFirst(scene));
  eyes.close();
  return reportOf({ ...found, lookMs: eyes.meanLookMs });
}

type Found = Omit<Measured, 'lookMs'>;

async function visitsFirst(scene: Scene): Promise<Found> {
  const visits = await visitsOf(scene);
  const alone = await leftAlone(scene);
  return { ...alone, visits, startsMs: await restarts(scene) };
}

/** After a visit the welcome says for ten seconds that all is erased; a restart takes less. */
async function restartsFirst(scene: Scene): Promise<Found> {
  const startsMs = await restarts(scene);
  const alone = await leftAlone(scene);
  return { ...alone, startsMs, visits: await visitsOf(scene) };
}

async function visitsOf({ room, signs, plan }: Scene): Promise<readonly Visit[]> {
  const endings: Ending[] = [
    ...Array<Ending>(plan.deadlines).fill('deadline'),
    ...Array<Ending>(plan.others).fill('facilitator'),
  ];
  const visits: Visit[] = [];
  for (const [index, ending] of endings.entries()) {
    plan.say(`Visit ${index + 1} of ${endings.length}, ended by the ${ending} …`);
    visits.push(await withPicture(room, visit(room, signs, ending)));
  }
  return visits;
}

async function leftAlone({ place, room, signs, plan }: Scene): Promise<Omit<Found, 'visits' | 'startsMs'>> {
  await room.eyes.watch('the welcome', signs.welcome);
  const kiosk = await present(place);
  plan.say(`Leaving the kiosk alone for ${plan.idleSeconds} s …`);
  const idle = await idleCpuPct(kiosk.pid, plan.idleSeconds);
  return { host: kiosk.host, idleCpuPct: idle, ...(await memoryOf(kiosk.pid)) };
}

/** What stood on the screen when a visit went wrong says more than that it did. */
async function withPicture<Value>({ citizen }: Room, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw new Error(`${inOneLine(error)}; ${await citizen.look('gone-wrong')} shows the screen`, { cause: error });
  }
}

async function present(place: Demonstration): Promise<KioskProcess> {
  const kiosk = await findKiosk(place);
  if (kiosk === null) throw new Error('the kiosk is not running');
  return kiosk;
}

/** The kiosk is asked to end; the demonstration starts it again. From the start of its process to the welcome screen. */
async function restarts({ place, room: { eyes }, signs: { welcome }, plan }: Scene): Promise<readonly number[]> {
  const startsMs: number[] = [];
  for (let turn = 1; turn <= plan.restarts; turn += 1) {
    plan.say(`Restart ${turn} of ${plan.restarts} …`);
    process.kill((await present(place)).pid, 'SIGTERM');
    await eyes.watch('an empty display', welcome, { gone: true });
    const shown = await eyes.watch('the welcome after a restart', welcome, { patienceMs: 90_000 });
    const { pid } = await present(place);
    startsMs.push(shown - (await startedAt(pid)));
    // Its spare browser starts after it: what is measured next should not meet a busy machine.
    await comesToRest(pid);
  }
  return startsMs;
}
