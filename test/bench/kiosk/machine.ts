import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { descendants, type Demonstration } from '../../journeys/demonstration.ts';
import { epochMs } from './eyes.ts';

/** What the kernel counts. `USER_HZ` is 100 on every Linux. */
const tickMs = 10;

export interface KioskProcess {
  readonly pid: number;
  readonly host: 'chromium' | 'electron';
}

/** The kiosk's own process: the one that was given the kiosk's settings, and not one that it started. */
export async function findKiosk(place: Demonstration): Promise<KioskProcess | null> {
  const [first] = (await place.processes())
    .filter(({ words }) => /settings\/kiosk\.json/.test(words))
    .toSorted((one, other) => one.pid - other.pid);
  if (first === undefined) return null;
  return { pid: first.pid, host: first.words.includes('main/chromium/main.ts') ? 'chromium' : 'electron' };
}

/** Fields of `/proc/PID/stat` after the name, which may hold anything; null when the process is gone. */
async function statOf(pid: number): Promise<readonly string[] | null> {
  const text = await readIfThere(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ESRCH'].includes(String(error.code))) return null;
    throw error;
  }
}

/** When the process began, in epoch milliseconds, to the next ten. */
export async function startedAt(pid: number): Promise<number> {
  const [uptime, stat] = await Promise.all([readFile('/proc/uptime', 'utf8'), statOf(pid)]);
  const startTicks = stat?.[19];
  if (startTicks === undefined) throw new Error('the kiosk ended while it was looked at');
  return epochMs() - Number(uptime.split(' ')[0]) * 1000 + Number(startTicks) * tickMs;
}

/** Memory of a process in MB (10⁶ bytes), its part of what it shares with others included; 0 when it is gone. */
async function memoryMB(pid: number): Promise<number> {
  const rollup = await readIfThere(`/proc/${pid}/smaps_rollup`);
  return (Number(/^Pss:\s+(\d+) kB/m.exec(rollup ?? '')?.[1] ?? 0) * 1024) / 1e6;
}

export interface Memory {
  readonly kioskMB: number;
  readonly browsersMB: number;
}

/** The kiosk's own process, and all that it started (browsers, jails, window manager). */
export async function memoryOf(kiosk: number): Promise<Memory> {
  const below = await descendants(kiosk);
  const sizes = await Promise.all(below.map(({ pid }) => memoryMB(pid)));
  return { kioskMB: await memoryMB(kiosk), browsersMB: sizes.reduce((sum, size) => sum + size, 0) };
}

async function ticksOf(kiosk: number): Promise<ReadonlyMap<number, number>> {
  const pids = [kiosk, ...(await descendants(kiosk)).map(({ pid }) => pid)];
  const ticks = await Promise.all(
    pids.map(async (pid) => {
      const stat = await statOf(pid);
      return [pid, Number(stat?.[11] ?? 0) + Number(stat?.[12] ?? 0)] as const;
    }),
  );
  return new Map(ticks);
}

/** Seconds of a processor that a process and all that it started have used so far. */
export async function cpuSeconds(pid: number): Promise<number> {
  const ticks = [...(await ticksOf(pid)).values()].reduce((sum, own) => sum + own, 0);
  return (ticks * tickMs) / 1000;
}

/** Percent of one processor that the kiosk and all that it started use while nobody touches it. */
export async function idleCpuPct(kiosk: number, seconds: number): Promise<number> {
  const before = await ticksOf(kiosk);
  const start = performance.now();
  await pause(seconds * 1000);
  const after = await ticksOf(kiosk);
  const elapsedMs = performance.now() - start;
  const used = [...after].reduce((sum, [pid, ticks]) => sum + Math.max(0, ticks - (before.get(pid) ?? 0)), 0);
  return (100 * used * tickMs) / elapsedMs;
}

const restPct = 10;

/** Resolves when the kiosk and all that it started, a spare browser too, have done next to nothing for half a second. */
export async function comesToRest(kiosk: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while ((await idleCpuPct(kiosk, 0.5)) > restPct) {
    if (performance.now() > deadline) throw new Error('the kiosk does not come to rest');
  }
}
