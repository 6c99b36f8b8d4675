/** The distribution's Chromium, started directly: its wrapper script adds flags from the machine that nobody here has judged. */
export const chromiumPath = (): string => process.env['ESCALE_CHROMIUM'] ?? '/usr/lib/chromium/chromium';

/** Without this, Chromium draws a title bar of its own that no window manager removes. */
export const preferences = { browser: { custom_chrome_frame: false } };

const unused = [
  'SpareRendererForSitePerProcess',
  'MediaRouter',
  'OptimizationHints',
  'Translate',
  'AutofillServerCommunication',
];

interface Start {
  readonly profile: string;
  readonly windowClass: string;
  readonly sandboxed: boolean;
}

const common = ({ profile, windowClass, sandboxed }: Start): readonly string[] => [
  '--remote-debugging-pipe',
  `--user-data-dir=${profile}`,
  `--class=${windowClass}`,
  '--ozone-platform=x11',
  '--lang=fr',
  '--no-first-run',
  '--no-default-browser-check',
  '--password-store=basic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-crash-reporter',
  `--disable-features=${unused.join(',')}`,
  // Chromium's warnings quote addresses; nothing of a visit is written down.
  '--log-level=3',
  ...(sandboxed ? [] : ['--no-sandbox', '--test-type']),
];

/** One window of the kiosk's own, without tabs or address bar: only a data: address makes one from the start. */
export const screensWords = (
  start: Start & { readonly size: { width: number; height: number } },
): readonly string[] => [
  ...common(start),
  '--disable-extensions',
  '--in-process-gpu',
  '--force-device-scale-factor=1',
  '--window-position=0,0',
  `--window-size=${start.size.width},${start.size.height}`,
  '--app=data:text/html,Escale',
];

/** An ordinary window that fills its monitor and shows no tab strip. It keeps the page it starts on, so that it never runs out of tabs. */
export const visitorWords = (start: Start & { readonly proxyPort: number }): readonly string[] => [
  ...common(start),
  `--proxy-server=127.0.0.1:${start.proxyPort}`,
  '--proxy-bypass-list=<-loopback>',
  '--kiosk',
  'about:blank',
];
