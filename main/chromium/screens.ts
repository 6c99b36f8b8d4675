import type { Protocol } from 'devtools-protocol/types/protocol.d.ts';
import { z } from 'zod';
import { failed, parseJson } from '../../contract/problem.ts';
import type { ScreenFile, Screens, ScreensWiring } from '../kiosk/host.ts';
import { answerExpression, bindingName, bridgeScript, tellExpression } from './bridge.ts';
import type { Browser } from './browser.ts';
import { type Display, screensClass } from './display.ts';
import type { SessionLayout } from './monitors.ts';
import { screensWords } from './chromium.ts';
import { within } from './deadline.ts';
import type { DevToolsSession } from './devtools.ts';
import type { Launcher } from './launcher.ts';
import type { Seat } from './seats.ts';
import type { Rectangle } from './x11/desktop.ts';

/** Resolves to nothing and belongs to no one; `https:` makes the page a secure context. */
const origin = 'https://escale.invalid';

/** A browser that starts for the first time since the machine did, from an old disk; nothing is shown meanwhile. */
const openPatienceMs = 45_000;
const paintPatienceMs = 15_000;

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const callSchema = z.strictObject({ id: z.int(), name: z.unknown(), input: z.unknown().optional() });

const headersOf = ({ type }: ScreenFile): Protocol.Fetch.HeaderEntry[] => [
  { name: 'content-type', value: type },
  { name: 'content-security-policy', value: contentPolicy },
  { name: 'x-content-type-options', value: 'nosniff' },
  { name: 'cache-control', value: 'no-store' },
];

/** Answers each request of the screens' browser from memory; what is not there does not exist. */
function serveFiles(page: DevToolsSession, files: ReadonlyMap<string, ScreenFile>): void {
  page.on('Fetch.requestPaused', ({ requestId, request }) => {
    const url = new URL(request.url);
    const file = url.origin === origin ? files.get(url.pathname) : undefined;
    if (file === undefined || request.method !== 'GET') {
      page.tell('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    const body = Buffer.from(file.bytes).toString('base64');
    page.tell('Fetch.fulfillRequest', { requestId, responseCode: 200, responseHeaders: headersOf(file), body });
  });
}

function carryCalls(page: DevToolsSession, wiring: ScreensWiring): void {
  page.on('Runtime.bindingCalled', ({ name, payload }) => {
    const sent = parseJson(callSchema, payload, 'a call of the screens');
    if (name !== bindingName || !sent.ok) return;
    const { id } = sent.value;
    const answer = (result: unknown): void =>
      page.tell('Runtime.evaluate', { expression: answerExpression(id, result), silent: true });
    wiring
      .call(sent.value.name, sent.value.input)
      .then(answer, () => answer(failed('internal', 'kiosk', 'see the log')));
  });
}

/** The first page that the browser has; every other one is none of ours and is closed. */
function firstPage(browser: Browser): Promise<DevToolsSession> {
  const { promise, resolve } = Promise.withResolvers<DevToolsSession>();
  let own: string | null = null;
  browser.devtools.browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const session = browser.devtools.session(sessionId);
    session.tell('Runtime.runIfWaitingForDebugger');
    own ??= targetInfo.targetId;
    if (own === targetInfo.targetId) resolve(session);
    else browser.devtools.browser.tell('Target.closeTarget', { targetId: targetInfo.targetId });
  });
  return promise;
}

async function openPage(browser: Browser, wiring: ScreensWiring): Promise<DevToolsSession> {
  const first = firstPage(browser);
  const filter = [{ type: 'page' }];
  await browser.devtools.browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter,
  });
  const page = await first;
  serveFiles(page, wiring.files);
  carryCalls(page, wiring);
  const { promise: loaded, resolve } = Promise.withResolvers<undefined>();
  await page.send('Page.enable');
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await page.send('Runtime.enable');
  await page.send('Runtime.addBinding', { name: bindingName });
  await page.send('Page.addScriptToEvaluateOnNewDocument', { source: bridgeScript });
  page.on('Page.loadEventFired', () => resolve(undefined));
  page.on('Inspector.targetCrashed', () => browser.devtools.close(new Error('the screens’ page crashed')));
  const { errorText } = await page.send('Page.navigate', { url: `${origin}${wiring.page}` });
  if (errorText !== undefined) throw new Error(`the screens do not open (${errorText})`);
  await loaded;
  return page;
}

export interface ScreensParts {
  readonly launcher: Launcher;
  readonly display: Display;
  readonly wiring: ScreensWiring;
  /** Whose windows a session's layouts show; null when no session runs. */
  readonly seatInSession: () => Seat | null;
}

/** Opens the kiosk's own pages, locked: trusted, without network, in a browser process of their own. */
export async function openScreens({ launcher, display, wiring, seatInSession }: ScreensParts): Promise<Screens> {
  await display.manage();
  let opened = false;
  const browser = await launcher.start({
    role: 'screens',
    proxySocket: null,
    words: (place) => screensWords({ ...place, windowClass: screensClass, size: display.size }),
    gone: () => {
      display.hideVisitors();
      if (opened) wiring.gone();
    },
  });
  try {
    const page = await within(openPatienceMs, 'the screens did not open', openPage(browser, wiring));
    const whole = await display.lock();
    await within(paintPatienceMs, 'the screens did not paint', painted(page, whole));
    opened = true;
    return {
      send: (name, payload) =>
        page.tell('Runtime.evaluate', { expression: tellExpression(name, payload), silent: true }),
      layout: async (layout) => {
        const place = await (layout === 'locked' ? display.lock() : showVisitor(display, seatInSession(), layout));
        await within(paintPatienceMs, 'the screens did not paint', painted(page, place));
      },
      close: () => browser.end(),
    };
  } catch (error) {
    await browser.end();
    throw error;
  }
}

/** Resolves once the page has drawn itself at that size: a window is resized before its content is. */
async function painted(page: DevToolsSession, { width, height }: { width: number; height: number }): Promise<void> {
  const expression = `new Promise((done) => {
    const look = () => requestAnimationFrame(() =>
      innerWidth === ${width} && innerHeight === ${height} ? requestAnimationFrame(() => done()) : look());
    look();
  })`;
  await page.send('Runtime.evaluate', { expression, awaitPromise: true, silent: true });
}

function showVisitor(display: Display, seat: Seat | null, layout: SessionLayout): Promise<Rectangle> {
  return seat === null ? Promise.reject(new Error('no session has begun')) : display.showVisitor(seat, layout);
}
