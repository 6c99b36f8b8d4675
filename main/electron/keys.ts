import type { Input } from 'electron';

/**
 * Which keys reach a page, ours included: default deny, as on the other host. Typing in every layout, editing, copy and paste, moving between
 * fields, F5. It sees keys of the focused page only, after the display server's and the window manager's own.
 * https://www.electronjs.org/docs/latest/api/web-contents#event-before-input-event
 */
export type KeyPress = Pick<Input, 'key' | 'control' | 'alt' | 'shift' | 'meta' | 'modifiers'>;

const modifierKeys = new Set(['Shift', 'Control', 'AltGraph', 'CapsLock', 'NumLock', 'ModeChange', 'Compose']);
const moving = new Set(['Home', 'End', 'PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);
const editing = new Set(['Backspace', 'Tab', 'Enter', 'Insert', 'Delete']);
/** An accent that waits for its letter, and the parts of an input method's word. */
const composing = new Set(['Dead', 'Process']);

const withControl = new Set(['c', 'v', 'x', 'a', 'z', 'y', 'Backspace', 'Delete']);
const byWord = new Set([...moving].filter((key) => !key.startsWith('Page')));

/** What a key types, in whatever script, may be more than one letter (لا on Arabic keyboards); the names of keys are Latin words. */
const isCharacter = (key: string): boolean => key !== '' && !/^[A-Z][A-Za-z0-9]+$/.test(key);

function isAllowedWithControl({ key, shift }: KeyPress): boolean {
  if (modifierKeys.has(key) || byWord.has(key)) return true;
  // With Shift the same letters open a browser's tools, and Delete its history.
  return !shift && withControl.has(key.length === 1 ? key.toLowerCase() : key);
}

export function isAllowed(press: KeyPress): boolean {
  const { key, shift } = press;
  if (press.meta) return false;
  // AltGr types: some systems tell it as Control with Alt.
  const types = press.modifiers.includes('altgr') && isCharacter(key);
  if (types) return true;
  if (press.alt) return false;
  if (press.control) return isAllowedWithControl(press);
  if (key === 'Escape' || key === 'F5') return !shift;
  return [modifierKeys, moving, editing, composing].some((keys) => keys.has(key)) || isCharacter(key);
}
