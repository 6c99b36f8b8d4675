import { writeSync } from 'node:fs';
import { pino } from 'pino';
import type { Snapshot } from '../../../contract/screens.ts';
import { startKiosk } from '../../../main/kiosk/kiosk.ts';
import { readKioskSettings } from '../../../main/kiosk/settings.ts';
import { ScriptedHost } from '../../kiosk/scripted-host.ts';
import { uptimeMs, visitSchema, type Line } from './line.ts';

/** A kiosk to be killed: everything real but the host, which says what stands on the screen. `node kiosk-process.ts SETTINGS.json VISIT` */

const [path = '', visit = ''] = process.argv.slice(2);
const { code, then, afterMs } = visitSchema.parse(JSON.parse(visit));
const read = await readKioskSettings(path);
if (!read.ok) throw new Error(read.problem.expected);

let phase: string | null = null;
let asked = false;

const host = new ScriptedHost((what, snapshot) => {
  say(what, snapshot);
  if (what === 'snapshot' && snapshot !== null) follow(snapshot);
});

function say(what: string, snapshot: Snapshot | null): void {
  const scene = snapshot?.scene ?? null;
  const leftMs = scene?.phase === 'active' ? scene.leftMs : null;
  const line: Line = { uptimeMs: uptimeMs(), what, phase: scene?.phase ?? null, leftMs };
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** The visitor: sits down as soon as the kiosk is free and the desk there, then does what the visit says. */
function follow({ scene, deskReachable }: Snapshot): void {
  if (scene.phase === 'free' && deskReachable && code !== null && !asked) {
    asked = true;
    setImmediate(() => void sitDown(code));
  }
  if (scene.phase === 'active' && phase !== 'active') setTimeout(() => void act(), afterMs);
  phase = scene.phase;
}

async function sitDown(typed: string): Promise<void> {
  const answer = await host.call('code.submit', { code: typed });
  if (answer.ok) await host.call('charter.answer', { accepted: true });
}

async function act(): Promise<void> {
  if (then === 'end') await host.call('session.end', {});
  if (then === 'pause') {
    await host.call('session.pause', { code: '2580' });
    setTimeout(() => void host.call('session.unpause', { code: '2580' }), afterMs);
  }
}

// No browser runs that could leave anything on this machine.
const traces = { find: () => Promise.resolve([]) };
const kiosk = await startKiosk({ ...read.value, host, traces, log: pino({ enabled: false }) });
process.on('SIGTERM', () => void kiosk.stop());
