import type { EditCommand } from '../kiosk/host.ts';
import { within } from './deadline.ts';
import type { DevToolsSession } from './devtools.ts';

/** As DevTools numbers it. */
const controlModifier = 2;

const keys = {
  copy: { key: 'c', code: 'KeyC', windowsVirtualKeyCode: 67 },
  paste: { key: 'v', code: 'KeyV', windowsVirtualKeyCode: 86 },
} as const satisfies Record<EditCommand, object>;

/** A window manager answers in some hundredths of a second. */
const focusPatienceMs = 1000;

const focused = 'document.hasFocus() || new Promise((done) => addEventListener("focus", done, { once: true }))';

/** The keys of copying and pasting, with what they do said along: a page that was just brought to the front takes them once the window has the keyboard. */
export async function pressEditingKey(page: DevToolsSession, command: EditCommand): Promise<void> {
  const looking = page.send('Runtime.evaluate', { expression: focused, awaitPromise: true, silent: true });
  // A page may answer what it likes, or nothing: the key is pressed all the same.
  await within(focusPatienceMs, 'the page does not say that it has the keyboard', looking).catch(() => undefined);
  const press = { modifiers: controlModifier, ...keys[command] };
  await page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press, commands: [command] });
  await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press });
}
