import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { lineSchema, uptimeMs, type Line, type Visit } from './line.ts';

/** One run of the kiosk, from its start to its death. */
export interface Life {
  readonly lines: readonly Line[];
  readonly diedMs: number;
}

const entry = fileURLToPath(new URL('kiosk-process.ts', import.meta.url));

interface Fate {
  readonly settings: string;
  readonly visit: Visit;
  /** Killed when this resolves. */
  readonly until: (heard: () => readonly Line[]) => Promise<void>;
}

/** Starts a kiosk, lets it live, and kills it without a word. */
export async function live({ settings, visit, until }: Fate): Promise<Life> {
  const kiosk = spawn(process.execPath, [entry, settings, JSON.stringify(visit)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  kiosk.stdout.on('data', (data: Buffer) => (said += data.toString('utf8')));
  kiosk.stderr.on('data', (data: Buffer) => (complaint += data.toString('utf8')));
  const closed = once(kiosk, 'close');
  await until(() => linesOf(said));
  if (kiosk.exitCode !== null) throw new Error(`the kiosk died by itself: ${complaint}`);
  kiosk.kill('SIGKILL');
  const diedMs = uptimeMs();
  await closed;
  return { lines: linesOf(said), diedMs };
}

/** Whole lines only: the last one may have been cut by the kill. */
const linesOf = (said: string): readonly Line[] =>
  said
    .split('\n')
    .slice(0, -1)
    .map((line) => lineSchema.parse(JSON.parse(line)));

/** The first moment of the session in this life and what it was worth then; null = none began. */
export function sessionIn({ lines, diedMs }: Life): Seen | null {
  const first = lines.findIndex(({ phase }) => phase === 'active');
  const begin = lines[first];
  if (begin?.leftMs === undefined || begin.leftMs === null) return null;
  const end = lines.slice(first).find(({ phase }) => phase === 'wiping');
  return {
    beganMs: begin.uptimeMs,
    leftMs: begin.leftMs,
    usedMs: (end?.uptimeMs ?? diedMs) - begin.uptimeMs,
    cutOff: end === undefined,
  };
}

export interface Seen {
  readonly beganMs: number;
  readonly leftMs: number;
  /** As the parent's own clock has it. */
  readonly usedMs: number;
  /** Killed before its end. */
  readonly cutOff: boolean;
}
