import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Citizen } from '../../journeys/citizen.ts';
import { inAPlace, inOneLine } from '../../in-a-place.ts';
import type { Demonstration } from '../../journeys/demonstration.ts';
import type { BenchParts, Report } from '../report.ts';
import { DeskClient } from '../../desk-client.ts';
import { Eyes, type Sign } from './eyes.ts';
import { KioskLog } from './kiosk-log.ts';
import { findKiosk, idleCpuPct, memoryOf, startedAt, type KioskProcess } from './machine.ts';
import { reportOf } from './figures.ts';
import { learn, visit, type Ending, type Room, type Visit } from './visits.ts';

/** A session by its deadline takes a minute at least, so there are few of them. */
const plans = {
  quick: { deadlines: 1, others: 2, idleSeconds: 5, restarts: 1 },
  whole: { deadlines: 5, others: 10, idleSeconds: 30, restarts: 3 },
};

const pictures = fileURLToPath(new URL('../../../out/bench', import.meta.url));

/** One kiosk through a morning: visits by keys and pixels, then an empty room, then restarts. `npm start` runs the place. */
export function benchKiosk({ quick, signal, say }: BenchParts): Promise<Report> {
  say('Starting a demonstration place …');
  const plan = { ...(quick ? plans.quick : plans.whole), say };
  // Without a grace, the deadline is the moment at which the screen must lock.
  return inAPlace({ changes: { graceSeconds: 0 }, signal }, (place) => measure(place, plan));
}

interface Plan {
  readonly deadlines: number;
  readonly others: number;
  readonly idleSeconds: number;
  readonly restarts: number;
  readonly say: (line: string) => void;
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
  const signs = await learn(room);
  const endings: Ending[] = [
    ...Array<Ending>(plan.deadlines).fill('deadline'),
    ...Array<Ending>(plan.others).fill('facilitator'),
  ];
  const visits: Visit[] = [];
  for (const [index, ending] of endings.entries()) {
    plan.say(`Visit ${index + 1} of ${endings.length}, ended by the ${ending} …`);
    visits.push(await withPicture(room, visit(room, signs, ending)));
  }
  await eyes.watch('the welcome', signs.welcome);
  const kiosk = await present(place);
  plan.say(`Leaving the kiosk alone for ${plan.idleSeconds} s …`);
  const idle = await idleCpuPct(kiosk.pid, plan.idleSeconds);
  const memory = await memoryOf(kiosk.pid);
  const startsMs = await restarts(place, { eyes, welcome: signs.welcome, plan });
  eyes.close();
  return reportOf({ host: kiosk.host, visits, idleCpuPct: idle, startsMs, ...memory, lookMs: eyes.meanLookMs });
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
async function restarts(
  place: Demonstration,
  { eyes, welcome, plan }: { eyes: Eyes; welcome: Sign; plan: Plan },
): Promise<readonly number[]> {
  const startsMs: number[] = [];
  for (let turn = 1; turn <= plan.restarts; turn += 1) {
    plan.say(`Restart ${turn} of ${plan.restarts} …`);
    process.kill((await present(place)).pid, 'SIGTERM');
    await eyes.watch('an empty display', welcome, { gone: true });
    const shown = await eyes.watch('the welcome after a restart', welcome, { patienceMs: 90_000 });
    startsMs.push(shown - (await startedAt((await present(place)).pid)));
    // Its spare browser starts after it: the next one should not meet a busy machine.
    await pause(3000);
  }
  return startsMs;
}
