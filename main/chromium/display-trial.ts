import type { Trial, WallAnswer } from '../kiosk/host.ts';
import { answerOf } from '../kiosk/walls/answer-of.ts';
import { until, within } from './deadline.ts';
import { desktopCount, type Display, screensClass } from './display.ts';
import { seats, visitorClass } from './seats.ts';
import type { XConnection } from './x11/connection.ts';
import { Desktop, equal, overlap } from './x11/desktop.ts';
import { keysToTake } from './x11/keyboard.ts';
import { strike } from './x11/test-input.ts';

/** The walls of the display, tried as another program on it would: what stands is asked of the server, not of what we remember. */

const answerMs = 1_000;

/** F12: browsers would open their tools, so it is for nobody, and means nothing to our own screens. */
const forbiddenKeysym = 0xffc9;

const ours = new Set([screensClass, ...seats.map(visitorClass)]);

async function swallowFault(display: Display, other: XConnection): Promise<string | null> {
  const keycode = (await display.keyboard?.keycodeOf(forbiddenKeysym)) ?? null;
  if (keycode === null || display.keyboard === null) return 'the keyboard has no F12 to try';
  const swallowed = display.keyboard.swallows(keycode);
  await strike(other, keycode);
  await within(answerMs, 'the guard did not keep F12 from everybody', swallowed);
  return null;
}

/** Null: no other program can take a key, and (`whole`) a forbidden one that is pressed reaches nobody. */
async function keysFault(display: Display, trial: Trial): Promise<string | null> {
  const other = await display.connect();
  try {
    const free = await keysToTake(other);
    if (free.length > 0) return `another program could take ${free.length} keys`;
    return trial === 'whole' ? await swallowFault(display, other) : null;
  } finally {
    other.close();
  }
}

async function managerFault(display: Display): Promise<string | null> {
  const other = new Desktop(await display.connect());
  try {
    await other.askManager();
    await until(answerMs, 'the window manager did not answer', () => other.managerAnswered());
  } finally {
    other.connection.close();
  }
  const desktops = await display.desktop.desktops();
  const { desktop } = display.wanted;
  return desktops?.count === desktopCount && desktops.current === desktop ? null : 'another desktop is shown';
}

/** Our own window in its place, nothing over it, and nobody else's anywhere. */
async function placeFault({ desktop, monitors, wanted }: Display): Promise<string | null> {
  if (!(await monitors.stand(wanted.cut))) return 'the screen is not cut into the bar and the rest';
  const managed = await desktop.managed();
  if (managed.some(({ className }) => !ours.has(className))) return 'a window of another program is open';
  const own = managed.find(({ className }) => className === screensClass)?.window;
  if (own === undefined) return 'our screens are not there';
  const [place, top, stack] = await Promise.all([
    desktop.visibleRectangle(own),
    desktop.topOf(own),
    desktop.visibleStack(),
  ]);
  if (!equal(place, wanted.place)) return 'our screens are not in their place';
  const above = stack.slice(stack.findIndex(({ id }) => id === top) + 1);
  const over = above.filter(({ rectangle }) => overlap(rectangle, wanted.place));
  // A list that a page left open is no attack: lowered, it is gone when the trial is repeated.
  for (const { id } of over) desktop.lower(id);
  return over.length === 0 ? null : 'something lies over our screens';
}

export const tryDisplay = (display: Display, trial: Trial): Promise<readonly WallAnswer[]> =>
  Promise.all([
    answerOf('keys', () => keysFault(display, trial)),
    answerOf('windows', async () => (await managerFault(display)) ?? (await placeFault(display))),
  ]);
