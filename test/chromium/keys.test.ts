import { describe, expect, it } from 'vitest';
import { isAllowed, modifiers } from '../../main/chromium/keys.ts';

const { shift, control, alt, super: logo } = modifiers;
const key = (name: string): number => name.charCodeAt(0);
const named = {
  escape: 0xff1b,
  tab: 0xff09,
  f1: 0xffbe,
  f2: 0xffbf,
  f5: 0xffc2,
  menu: 0xff67,
  print: 0xff61,
  left: 0xff51,
  del: 0xffff,
};

describe('the key guard', () => {
  it.each([
    ['letters', key('a'), 0],
    ['capitals', key('a'), shift],
    ['Ukrainian', 0x06a6, 0],
    ['Arabic', 0x05c7, 0],
    ['a dead accent', 0xfe52, 0],
    ['AltGr', 0xfe03, 0],
    ['copy', key('c'), control],
    ['paste', key('v'), control],
    ['the next field', named.tab, 0],
    ['the field before', named.tab, shift],
    ['a word to the left', named.left, control | shift],
    ['the rest of a word erased', named.del, control],
    ['reload', named.f5, 0],
    ['what has the screens read aloud', named.f2, 0],
    ['escape', named.escape, 0],
  ])('hands on %s', (_, keysym, state) => expect(isAllowed({ keysym, state })).toBe(true));

  it.each([
    ['a new tab', key('t'), control],
    ['the developer tools', key('c'), control | shift],
    ['the source', key('u'), control],
    ['erasing the history', named.del, control | shift],
    ['the task manager', named.escape, shift],
    ['another tab', named.tab, control],
    ['another window', named.tab, alt],
    ['the page before', named.left, alt],
    ['any key with Super', key('l'), logo],
    ['a copy with Alt', key('c'), control | alt],
    ['F1', named.f1, 0],
    ['F2 with Shift', named.f2, shift],
    ['F2 with Control', named.f2, control],
    ['Menu', named.menu, 0],
    ['Print', named.print, 0],
    ['Alt alone', 0xffe9, 0],
    ['Super alone', 0xffeb, 0],
    ['a volume key', 0x1008ff13, 0],
    ['a switch of terminals', 0x1008fe01, control | alt],
  ])('swallows %s', (_, keysym, state) => expect(isAllowed({ keysym, state })).toBe(false));
});
