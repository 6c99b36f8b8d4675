import { describe, expect, it } from 'vitest';
import { isAllowed, type KeyPress } from '../../main/electron/keys.ts';

type Held = 'shift' | 'control' | 'alt' | 'meta' | 'altgr';

function press(key: string, ...held: readonly Held[]): KeyPress {
  const has = (one: Held): boolean => held.includes(one);
  return {
    ...{ key, shift: has('shift'), control: has('control'), alt: has('alt'), meta: has('meta') },
    modifiers: has('altgr') ? ['altgr'] : [],
  };
}

describe('the keys that a page gets', () => {
  it.each([
    ['letters', press('a')],
    ['capitals', press('A', 'shift')],
    ['Ukrainian', press('ї')],
    ['Arabic', press('لا')],
    ['an accent that waits', press('Dead')],
    ['AltGr', press('AltGraph')],
    ['what AltGr types', press('@', 'altgr')],
    ['the same, told as Control with Alt', press('@', 'altgr', 'control', 'alt')],
    ['copy', press('c', 'control')],
    ['copy with Caps Lock', press('C', 'control')],
    ['the next field', press('Tab')],
    ['the field before', press('Tab', 'shift')],
    ['a word to the left', press('ArrowLeft', 'control', 'shift')],
    ['the rest of a word erased', press('Delete', 'control')],
    ['reload', press('F5')],
    ['escape', press('Escape')],
  ])('include %s', (_what, key) => expect(isAllowed(key)).toBe(true));

  it.each<readonly [string, KeyPress]>([
    ['a new tab', press('t', 'control')],
    ['the developer tools', press('C', 'control', 'shift')],
    ['the source', press('u', 'control')],
    ['print', press('p', 'control')],
    ['save', press('s', 'control')],
    ['find', press('f', 'control')],
    ['another tab', press('Tab', 'control')],
    ['the next tab by page', press('PageDown', 'control')],
    ['another window', press('Tab', 'alt')],
    ['the page before', press('ArrowLeft', 'alt')],
    ['any key with Super', press('l', 'meta')],
    ['a copy with Alt', press('c', 'control', 'alt')],
    ['the task manager', press('Escape', 'shift')],
    ['a hard reload', press('F5', 'shift')],
    ...['F1', 'F3', 'F6', 'F7', 'F10', 'F11', 'F12', 'ContextMenu', 'PrintScreen', 'Alt', 'Meta'].map(
      (key) => [key, press(key)] as const,
    ),
    ...['BrowserBack', 'BrowserHome', 'LaunchMail', 'AudioVolumeUp', 'Power', 'Help', 'Find', 'Unidentified'].map(
      (key) => [key, press(key)] as const,
    ),
  ])('leave out %s', (_what, key) => expect(isAllowed(key)).toBe(false));
});
