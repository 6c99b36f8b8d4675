import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { look } from '../attempts.ts';
import type { Place } from '../place.ts';
import { readUnlessGone } from '../processes.ts';
import type { Faults } from '../row.ts';
import { seenDuring } from '../waiting.ts';

/** A long look at a kiosk that nobody touches: half a minute is longer than any service of a desktop waits before its first bubble. */
const soakMs = 30_000;

/** All that may draw on the kiosk's display: its window manager, its browsers and what stands around them. */
const known = new Set([
  'openbox',
  'chromium',
  'chrome_crashpad_handler',
  'bwrap',
  'unshare',
  'socat',
  'setpriv',
  'node',
]);

/** Dialogs of updates, keyrings and rights come from services of a desktop. Held: none runs here, and no window comes by itself. */
export async function quietDesktop(place: Place): Promise<Faults> {
  const strangers = programsOn(place.screen.display).filter((name) => !known.has(name));
  const bus = readFileSync(`/proc/${place.browser()}/environ`, 'utf8').includes('DBUS_SESSION_BUS_ADDRESS=');
  return [
    ...strangers.map((name) => `${name} runs on the kiosk’s display`),
    ...(bus ? ['the browser knows a bus of a desktop'] : []),
    ...(await seenDuring(soakMs, () => look(place))),
  ];
}

/** Every program that was started with this display as its own, by its file's name. */
function programsOn(display: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readUnlessGone(`/proc/${pid}/environ`).split('\0').includes(`DISPLAY=${display}`))
    .flatMap((pid) => {
      try {
        return [basename(readlinkSync(`/proc/${pid}/exe`))];
      } catch (error) {
        // It ended meanwhile.
        if (error instanceof Error && 'code' in error) return [];
        throw error;
      }
    });
}
