import type { Trial, WallAnswer } from '../kiosk/host.ts';
import { answerOf } from '../kiosk/walls/answer-of.ts';
import { tryJailed } from '../kiosk/walls/jail-trial.ts';
import type { DevToolsSession } from './devtools.ts';
import type { LaunchedBrowser } from './launcher.ts';
import { pdfViewer } from './policies.ts';
import type { Walls } from './walls.ts';

/** What no page may open, asked of a browser before anyone uses it: a policy file that Chromium could not read would fail open, silently. */
const forbidden = ['chrome://version/', 'file:///etc/passwd', 'devtools://devtools/bundled/inspector.html'];

/** Chromium's own, unseen: the list below an address bar that a kiosk window does not show. */
export const isUnseen = (address: string): boolean => address.startsWith('chrome://omnibox-popup');

const isForbidden = (address: string): boolean =>
  /^(chrome|chrome-untrusted|chrome-extension|devtools|view-source|file):/.test(address) &&
  !isUnseen(address) &&
  !address.startsWith(`${pdfViewer}/`);

/**
 * Asks for each forbidden address and wants the refusal. One after the other has to be shown: with the next call under way before the last error
 * page stands, Chromium 156 crashes now and then. `view-source:` never answers, so it is not asked.
 */
async function policyFault(page: DevToolsSession): Promise<string | null> {
  let shown = Promise.withResolvers<undefined>();
  page.on('Page.loadEventFired', () => shown.resolve(undefined));
  await page.send('Page.enable');
  let fault: string | null = null;
  for (const url of [...forbidden, 'about:blank']) {
    shown = Promise.withResolvers<undefined>();
    const { errorText } = await page.send('Page.navigate', { url });
    const isRefused = errorText === 'net::ERR_BLOCKED_BY_ADMINISTRATOR';
    if (isRefused !== forbidden.includes(url)) fault ??= `Chromium’s policies do not hold for ${url}`;
    await shown.promise;
  }
  await page.send('Page.disable');
  return fault;
}

export interface TriedVisitor {
  readonly browser: LaunchedBrowser;
  readonly walls: Walls;
  readonly proxySocket: string;
  /** The page that nobody sees. */
  readonly anchor: DevToolsSession;
  /** Is this page one that the kiosk opened or let open? */
  readonly isKnown: (target: string) => boolean;
}

/** Pages that the kiosk knows, and of what is no page nothing that a visitor may not reach. */
async function targetsFault({ browser, isKnown }: TriedVisitor): Promise<string | null> {
  const { targetInfos } = await browser.devtools.browser.send('Target.getTargets', {});
  const strange = targetInfos.filter(
    ({ type, targetId, url }) => isForbidden(url) || (type === 'page' && !isUnseen(url) && !isKnown(targetId)),
  );
  return strange.length === 0 ? null : `the browser has ${strange.length} pages open that the kiosk did not open`;
}

/** One answer for each wall that stands around a visitor's browser here. */
export async function tryVisitor(tried: TriedVisitor, trial: Trial): Promise<readonly WallAnswer[]> {
  const { anchor, browser, proxySocket, walls } = tried;
  const processes = (): Promise<readonly number[]> => Promise.resolve(browser.processes());
  const answers = await Promise.all([
    answerOf('windows', () => targetsFault(tried)),
    ...(walls.jail && trial === 'whole' ? [answerOf('policy', () => policyFault(anchor))] : []),
  ]);
  return [...answers, ...(await tryJailed({ processes, walls, proxySocket }, trial))];
}
