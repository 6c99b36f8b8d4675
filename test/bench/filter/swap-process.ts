import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { machineClock } from '../../../main/kiosk/clock.ts';
import { Filter } from '../../../main/kiosk/filter/filter.ts';

/** A kiosk's filter in a process of its own takes the next list while it answers: how long it kept everybody waiting at most, as JSON. */

export interface SwapOrder {
  readonly list: string;
  readonly next: string;
  readonly key: string;
}

export interface Swap {
  readonly longestMs: number;
  /** In as long a time in which nothing happens: what the machine itself takes. */
  readonly restMs: number;
  readonly tookMs: number;
}

const order = JSON.parse(process.argv[2] ?? '') as SwapOrder;
const folder = mkdtempSync(join(tmpdir(), 'escale-bench-swap-'));
const list = join(folder, 'handed-over.flt');
mkdirSync(join(folder, 'data'));
copyFileSync(order.list, list);

let look: () => void = () => undefined;
const opened = await Filter.open({
  settings: {
    ...{ filter: { list, key: order.key }, data: join(folder, 'data'), demonstration: false },
    ...{ desk: 'ws://127.0.0.1:9/link', workstation: '', key: '' },
  },
  place: { now: { id: 'adult', filter: { refused: ['adult'], allowed: [] } } },
  clock: {
    now: () => machineClock.now(),
    after: (_, done) => {
      look = done;
      return () => undefined;
    },
  },
  log: pino({ enabled: false }),
});
if (!opened.ok) throw new Error(`${opened.problem.where}: ${opened.problem.expected}`);
const filter = opened.value;

const delays = monitorEventLoopDelay({ resolution: 1 });

/** The longest that anything waited beyond the millisecond at which it was looked at. */
async function longestDuring(work: () => Promise<void>): Promise<number> {
  delays.reset();
  delays.enable();
  await work();
  delays.disable();
  return Math.max(0, delays.max / 1e6 - 1);
}

const version = (): number | undefined => filter.standing?.inUse?.version;
const before = version();
copyFileSync(order.next, list);
const start = performance.now();
const longestMs = await longestDuring(async () => {
  look();
  while (version() === before) {
    filter.categoryOf('www.a.first.example', null);
    await pause(1);
  }
});
const tookMs = performance.now() - start;
const restMs = await longestDuring(() => pause(tookMs).then(() => undefined));
filter.close();
rmSync(folder, { recursive: true, force: true });
const swap: Swap = { longestMs, restMs, tookMs };
process.stdout.write(JSON.stringify(swap));
