import { keys, page, trial, type Row } from '../row.ts';
import { quietDesktop } from '../trials/desktop.ts';
import { plugIn } from '../trials/displays.ts';
import { clickLinks, dragLink, killEach, rightClick } from '../trials/hands.ts';

const anywhere = ['idle', 'session', 'offline', 'ending'] as const;
const atWork = ['session', 'offline'] as const;

/** Rows 1 to 32: out of the window. */
export const leaving: readonly Row[] = [
  {
    row: 1,
    attack: 'switch to another program: Alt+Tab, Alt+Escape, Super, Ctrl+Escape',
    states: anywhere,
    attempts: [keys('alt+Tab', 'alt+Escape', 'super', 'ctrl+Escape')],
  },
  { row: 2, attack: 'a browser window: Ctrl+N, Ctrl+T', states: anywhere, attempts: [keys('ctrl+n', 'ctrl+t')] },
  { row: 3, attack: 'a private window: Ctrl+Shift+N', states: anywhere, attempts: [keys('ctrl+shift+n')] },
  {
    row: 4,
    attack: 'history, downloads, bookmarks, erasing: Ctrl+H, J, Shift+O, Shift+Delete',
    states: anywhere,
    attempts: [keys('ctrl+h', 'ctrl+j', 'ctrl+shift+o', 'ctrl+shift+Delete')],
  },
  { row: 5, attack: 'the help site: F1', states: anywhere, attempts: [keys('F1')] },
  { row: 6, attack: 'the task manager: Shift+Escape', states: anywhere, attempts: [keys('shift+Escape')] },
  {
    row: 7,
    attack: 'developer tools: F12, Ctrl+Shift+I, J, C',
    states: anywhere,
    attempts: [keys('F12', 'ctrl+shift+i', 'ctrl+shift+j', 'ctrl+shift+c')],
  },
  { row: 8, attack: 'the source of a page: Ctrl+U', states: ['session'], attempts: [keys('ctrl+u')] },
  {
    row: 9,
    attack: 'close the window: Alt+F4, Ctrl+W, Ctrl+F4, Ctrl+Shift+W, Ctrl+Shift+Q',
    states: anywhere,
    attempts: [keys('alt+F4', 'ctrl+w', 'ctrl+F4', 'ctrl+shift+w', 'ctrl+shift+q')],
  },
  {
    row: 10,
    attack: 'a page closes itself, and with it perhaps the browser',
    states: atWork,
    attempts: [page('window.close(); return "asked"', null, { gesture: true })],
  },
  {
    row: 11,
    attack:
      'windows from a page: open() with a size, many at once, links clicked with Ctrl, Shift and the middle button',
    states: atWork,
    attempts: [
      page('open("/", "", "width=300,height=200"); return "asked"', /asked/, { gesture: true }),
      page('for (let i = 0; i < 30; i += 1) open("/", "_blank", "popup"); return "asked"', /asked/, { gesture: true }),
      trial((place) => clickLinks(place, ['ctrl', 'shift', 'middle', 'none'])),
    ],
  },
  {
    row: 12,
    attack: 'save a link with Alt and a click',
    states: ['session'],
    attempts: [trial((place) => clickLinks(place, ['alt']))],
  },
  { row: 13, attack: 'the list of tabs: Ctrl+Shift+A', states: ['session'], attempts: [keys('ctrl+shift+a')] },
  {
    row: 14,
    attack: 'the address bar: Ctrl+L, Alt+D, F6, Ctrl+K, Ctrl+E',
    states: ['session'],
    attempts: [keys('ctrl+l', 'alt+d', 'F6', 'ctrl+k', 'ctrl+e')],
  },
  {
    row: 15,
    attack: 'bars and dialogs that take the keyboard: Ctrl+F, Ctrl+G, F3, F7',
    states: ['session'],
    attempts: [keys('ctrl+f', 'ctrl+g', 'F3', 'F7')],
  },
  {
    row: 16,
    attack: 'menus and the window’s own: F10, Alt, F11, Alt+Space',
    states: anywhere,
    attempts: [keys('F10', 'alt', 'F11', 'alt+space')],
  },
  {
    row: 17,
    attack: 'context menus: right click, Menu, Shift+F10',
    states: ['idle', 'session', 'offline'],
    attempts: [trial(rightClick), keys('Menu', 'shift+F10')],
  },
  {
    row: 18,
    attack: 'a page goes full screen, and out of it by Escape',
    states: ['session'],
    attempts: [
      page('await document.documentElement.requestFullscreen(); return innerHeight < screen.height', /true/, {
        gesture: true,
        bubble: true,
        then: ['Escape'],
      }),
    ],
  },
  {
    row: 19,
    attack: 'a page locks keyboard and pointer',
    states: ['session'],
    attempts: [
      page(
        'await document.documentElement.requestFullscreen(); navigator.keyboard?.lock(); await document.body.requestPointerLock(); return "locked"',
        /./,
        { gesture: true, bubble: true, then: ['ctrl+n', 'ctrl+t', 'alt+F4', 'Escape'] },
      ),
    ],
  },
  {
    row: 20,
    attack: 'drag a link to a forbidden place onto the page',
    states: ['session'],
    attempts: [trial(dragLink)],
  },
  {
    row: 21,
    attack: 'another virtual terminal: Ctrl+Alt+F1 to F12',
    notTried:
      'a virtual display has no terminals; answered by deploy/kiosk/xorg/10-escale.conf (DontVTSwitch), logind/escale.conf (no terminal by itself) and masked-units (no login)',
  },
  {
    row: 22,
    attack: 'kill the X server: Ctrl+Alt+Backspace',
    states: ['session'],
    attempts: [keys('ctrl+alt+BackSpace')],
  },
  {
    row: 23,
    attack: 'the kernel’s Magic SysRq',
    notTried: 'the kernel takes it; answered by deploy/kiosk/sysctl/90-escale.conf (kernel.sysrq)',
  },
  {
    row: 24,
    attack: 'Ctrl+Alt+Delete',
    notTried:
      'the kernel takes it on a real console; answered by deploy/kiosk/masked-units (ctrl-alt-del.target) and systemd-escale.conf (CtrlAltDelBurstAction)',
  },
  {
    row: 25,
    attack: 'quit the compositor: Alt+Escape in cage',
    notTried: 'no cage runs here; the Chromium host has X11',
  },
  {
    row: 26,
    attack: 'accessibility helpers: Shift five times, Super+U',
    states: ['session'],
    attempts: [keys('shift', 'shift', 'shift', 'shift', 'shift', 'super+u')],
  },
  {
    row: 27,
    attack: 'swipes from the edge, three and four fingers',
    notTried: 'needs a touch screen; openbox has no gestures',
  },
  {
    row: 28,
    attack: 'crash a renderer, the browser or the screens',
    states: atWork,
    attempts: [trial(killEach)],
  },
  {
    row: 29,
    attack: 'plug in a second screen',
    states: anywhere,
    attempts: [trial(plugIn)],
  },
  {
    row: 30,
    attack: 'dialogs of the desktop: updates, keyring, polkit',
    states: ['idle', 'session', 'offline'],
    attempts: [trial(quietDesktop)],
  },
  {
    row: 31,
    attack: 'a keyboard that is a computer, a USB stick',
    notTried: 'needs hardware; answered by deploy/kiosk/usbguard/rules.conf and udev/70-escale.rules',
  },
  {
    row: 32,
    attack: 'boot menu, other medium, power cut',
    notTried: 'firmware: its password and GRUB’s are for a technician to set',
  },
];
