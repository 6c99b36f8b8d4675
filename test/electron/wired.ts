/** One answer of the Electron host to a row of the escape catalogue: the module that gives it, and the promise of a test that holds it to it. */
export interface Wired {
  readonly module: string;
  readonly test: string;
  readonly promise: string;
}

/** Row → what answers it. Not proof that a real Electron holds: that is `npm run escapes -- --host electron`, where the binary is. */
export type Answer = readonly Wired[] | { readonly notTheHosts: string };

const by = (module: string, test: string, promise: string): Wired => ({
  module: `main/electron/${module}.ts`,
  test: `test/electron/${test}.test.ts`,
  promise,
});

const jail = (promise: string): Wired => ({
  module: 'main/kiosk/jail/jail.ts',
  test: 'test/kiosk/jail/jail.test.ts',
  promise,
});

const bounds: Wired = {
  module: 'main/kiosk/jail/bounds.ts',
  test: 'test/kiosk/jail/bounds.test.ts',
  promise: 'puts each visitor into a group with an end',
};

const menu = by('before-ready', 'before-ready', 'files have their places first');
const keys = by('keys', 'keys', 'leave out %s');
const keysGuard = by('guards', 'guards', 'keys that are no typing reach no page');
const permissions = by('permissions', 'guards', '%s is refused, on request and on check');
const navigation = by('guards', 'guards', 'pages and their frames go where the judge lets them');
const proxy = by('before-ready', 'before-ready', 'everything goes through the proxy, loopback too');
const wayOut = jail('has one way out: the proxy');
const downloads = by('guards', 'guards', 'a download that nobody takes is refused, without a dialog');
const places = by('before-ready', 'before-ready', 'every path that Electron writes to');
const memoryOnly = jail('has memory for folders, each with an end');
const diesWhole = jail('dies whole, with whoever made it');
const ends = by('visitor-process', 'visitor-process', 'ends whole and at once');
const displayServer = { notTheHosts: 'the display server or the system, for the set-up of installed kiosks' };
const packaging = { notTheHosts: 'fuses and ownership of the packaged program; no package is made yet' };

export const wired: Readonly<Record<number, Answer>> = {
  1: [by('window-manager', 'window-manager', 'no key of its own does anything')],
  2: [menu, keys],
  3: [menu, keys],
  4: [menu, keys],
  5: [keys, keysGuard],
  6: [keys, keysGuard],
  7: [by('guards', 'guards', 'developer tools that open all the same are closed'), keys],
  8: [menu, keys, navigation],
  9: [by('stage', 'windows', 'does not close'), by('kiosk-window', 'windows', 'cannot be closed by anyone else')],
  10: [by('tab-strip', 'tab-strip', 'a page that closes itself, or crashes, leaves a home page behind')],
  11: [by('guards', 'guards', 'no window opens'), by('tab-strip', 'tab-strip', 'of a refused site do not open')],
  12: [downloads],
  13: [menu, keys],
  14: [menu, keys],
  15: [keys, keysGuard],
  16: [menu, keys, by('window-manager', 'window-manager', 'no key of its own does anything')],
  17: [keys],
  18: [permissions],
  19: [permissions],
  20: [navigation],
  21: displayServer,
  22: displayServer,
  23: displayServer,
  24: displayServer,
  25: displayServer,
  26: displayServer,
  27: displayServer,
  28: [
    by('own-screens', 'own-screens', 'are gone on %s'),
    by('host', 'host', 'locks when its screens die'),
    by('guards', 'guards', 'a service that dies again and again ends the program'),
  ],
  29: [by('covers', 'covers', 'are covered in the very turn in which they are plugged in')],
  30: displayServer,
  31: displayServer,
  32: displayServer,
  33: [navigation],
  34: [navigation],
  35: [navigation],
  36: { notTheHosts: 'decided in main/kiosk/browsing, tried in test/kiosk/browsing' },
  37: [navigation, jail('shows nothing of the disk but the system')],
  38: [navigation],
  39: [navigation],
  40: [navigation],
  41: { notTheHosts: 'accepted: the bar stands outside the page' },
  42: [navigation],
  43: [permissions, navigation],
  44: [permissions],
  45: { notTheHosts: 'the list of sites of the filter' },
  46: { notTheHosts: 'portals are met by the proxy, which refuses what they send' },
  47: [by('guards', 'guards', 'a wrong certificate is refused, none of ours is sent')],
  48: [by('guards', 'guards', 'a wrong certificate is refused')],
  49: [by('guards', 'guards', 'no password is asked for')],
  50: [proxy, wayOut, permissions],
  51: [wayOut],
  52: { notTheHosts: 'the kiosk has no interface over a network' },
  53: [proxy, wayOut],
  54: [proxy, wayOut],
  55: [proxy, wayOut],
  56: [by('guards', 'guards', 'addresses of this machine stay unknown'), wayOut],
  57: [wayOut],
  58: [proxy, wayOut],
  59: [ends, diesWhole],
  60: [by('arguments', 'arguments', '%s next to ours is refused')],
  61: [downloads],
  62: [downloads],
  63: [keys],
  64: [
    by('page-arms', 'page-arms', 'opens no file chooser and no print dialog'),
    by('tab-strip', 'tab-strip', 'refuse, and tell it that there is none, where the profile lets nobody save'),
  ],
  65: [
    by('before-ready', 'before-ready', 'what opens native dialogs without asking is switched off'),
    by('tab-strip', 'tab-strip', 'refuse a script that wants the disk'),
    permissions,
  ],
  66: [by('page-arms', 'page-arms', 'has a print() that pages can neither call nor bring back'), keys],
  67: [jail('offers neither printer nor message bus')],
  68: [memoryOnly],
  69: [permissions, by('guards', 'guards', 'no serial port is chosen')],
  70: [permissions, by('guards', 'guards', 'no screen is shared')],
  71: [permissions],
  72: [permissions],
  73: [memoryOnly, bounds],
  74: [by('guards', 'guards', 'no model lent')],
  75: [ends, diesWhole],
  76: [places],
  77: [ends],
  78: [diesWhole],
  79: [places, jail('leaves no picture of its memory when a program in it crashes')],
  80: [memoryOnly, diesWhole],
  81: [by('host', 'host', 'finds what a visitor left')],
  82: [permissions, by('guards', 'guards', '%s is answered at once')],
  83: [ends],
  84: [places, memoryOnly],
  85: [jail('offers neither printer nor message bus')],
  86: [by('process-guard', 'process-guard', 'hold the address of a page')],
  87: [permissions],
  88: packaging,
  89: packaging,
  90: [by('own-screens', 'own-screens', 'are the only ones who may ask')],
  91: [
    by('guards', 'guards', 'no webview attaches'),
    by('tab-preferences', 'tab-strip', 'run without Node, without preload, in a sandbox'),
  ],
  92: [by('before-ready', 'before-ready', 'a demonstration without sandbox is not given half a one')],
  93: { notTheHosts: 'there is no policy file' },
  94: { notTheHosts: 'main/kiosk counts by a clock that nobody sets' },
  95: [by('guards', 'guards', 'no page holds its visitor back'), ends],
  96: [ends, bounds],
  97: { notTheHosts: 'accepted: no staff code is typed while a visitor’s process lives' },
  98: { notTheHosts: 'main/kiosk delays wrong codes' },
  99: [by('host', 'host', 'makes a demonstration only, which says so')],
};
