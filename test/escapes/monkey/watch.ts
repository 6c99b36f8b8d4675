import { Windows } from '../windows.ts';
import { Looks, toldSchema, wrongsIn } from './looks.ts';

/**
 * A process of its own that does nothing but look at the display, so that nothing that the monkey, its pages or the kiosk do can keep it from
 * looking: `watch.ts DISPLAY AUTHORITY`. Told over IPC what has to stand there; tells at the end what was seen that should not have been.
 */

const everyMs = 20;

const [display = '', authority = ''] = process.argv.slice(2);

const windows = await Windows.open({ display, authority });
const looks = new Looks();
const wanted = { locked: false };
const stopping = new AbortController();
process.on('message', (message) => {
  const told = toldSchema.parse(message);
  if ('stop' in told) stopping.abort();
  else wanted.locked = told.locked;
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
while (!stopping.signal.aborted) {
  const begin = performance.now();
  const wasLocked = wanted.locked;
  const sight = await windows.look();
  // Judged by what had to stand there before the look and still has to after it.
  looks.add(wrongsIn(sight, wasLocked && wanted.locked), begin);
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - begin))));
}
windows.close();
process.send?.(looks.close(), () => process.disconnect());
