/**
 * Which keys reach a page: default deny. Typing in every layout, editing, copy and paste, moving between fields, F5, and
 * F2, by which the kiosk's own screens are read aloud and which means nothing to a browser. Everything else (window and
 * browser chords, function and media keys, Super, Alt, Menu, Print) is for nobody. Keysyms and modifier bits as X11 numbers them.
 */
export interface KeyPress {
  /** What the key means without modifiers, in the layout in use. */
  readonly keysym: number;
  /** Modifier bits of the event. */
  readonly state: number;
}

export const modifiers = { shift: 0x01, control: 0x04, alt: 0x08, super: 0x40 } as const;

const escape = 0xff1b;
const f2 = 0xffbf;
const f5 = 0xffc2;

const modifierKeys = new Set([
  ...[0xffe1, 0xffe2, 0xffe3, 0xffe4, 0xffe5], // Shift, Control, Caps Lock
  ...[0xff7f, 0xff7e, 0xfe03, 0xfe11, 0xff20], // Num Lock, Mode switch, AltGr, level 5, Compose
]);

const [backSpace, tab, backTab, enter, insert, del] = [0xff08, 0xff09, 0xfe20, 0xff0d, 0xff63, 0xffff];
const isMoving = (keysym: number): boolean => keysym >= 0xff50 && keysym <= 0xff57;
const isKeypad = (keysym: number): boolean =>
  keysym >= 0xff80 && keysym <= 0xffb9 && !(keysym >= 0xff91 && keysym <= 0xff94);
const editingKeys = new Set([backSpace, tab, backTab, enter, insert, del]);

/** Latin, the older alphabets, Unicode, and the accents that wait for their letter. */
const isCharacter = (keysym: number): boolean =>
  (keysym >= 0x20 && keysym <= 0x20ff) ||
  (keysym >= 0x01000100 && keysym <= 0x0110ffff) ||
  (keysym >= 0xfe50 && keysym <= 0xfe93);

const withControl = new Set(['c', 'v', 'x', 'a', 'z', 'y'].map((letter) => letter.charCodeAt(0)));
const byWord = new Set([0xff50, 0xff51, 0xff52, 0xff53, 0xff54, 0xff57]);

function isAllowedWithControl({ keysym, state }: KeyPress): boolean {
  if (modifierKeys.has(keysym) || byWord.has(keysym)) return true;
  // With Shift the same letters open the browser's tools, and Delete its history.
  return (state & modifiers.shift) === 0 && (withControl.has(keysym) || keysym === backSpace || keysym === del);
}

export function isAllowed(press: KeyPress): boolean {
  const { keysym, state } = press;
  if ((state & (modifiers.alt | modifiers.super)) !== 0) return false;
  if ((state & modifiers.control) !== 0) return isAllowedWithControl(press);
  // Shift+Escape is the browser's task manager.
  if (keysym === escape || keysym === f2 || keysym === f5) return (state & modifiers.shift) === 0;
  return (
    modifierKeys.has(keysym) || editingKeys.has(keysym) || isMoving(keysym) || isKeypad(keysym) || isCharacter(keysym)
  );
}
