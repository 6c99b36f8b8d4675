import { setTimeout as pause } from 'node:timers/promises';
import { within } from './deadline.ts';
import { type DevTools, DevToolsEnd } from './devtools.ts';

const everyMs = 5_000;
/** A machine with a full disk queue keeps a browser waiting for seconds. */
const limitMs = 15_000;

/**
 * Asks a browser again and again whether it is there. One that does not answer any more is treated as dead: its pipe is closed, and the kiosk
 * hears that it is gone. How long a start may take is not for the heartbeat to say.
 */
export async function listenToHeart(devtools: DevTools): Promise<void> {
  const ask = (): Promise<unknown> => devtools.browser.send('Browser.getVersion');
  try {
    await ask();
    for (;;) {
      await pause(everyMs, undefined, { ref: false });
      await within(limitMs, 'the browser did not answer', ask());
    }
  } catch (error) {
    if (!(error instanceof DevToolsEnd)) devtools.close(error instanceof Error ? error : new Error(String(error)));
  }
}
