import type { Protocol } from 'devtools-protocol/types/protocol.d.ts';
import { DevTools, DevToolsEnd, type DevToolsSession } from '../../main/chromium/devtools.ts';
import { comesAbout } from './waiting.ts';

/** What can be asked of a visitor's browser past the kiosk. */
export interface Pages {
  /** Pages and windows that are none of the tabs that the kiosk knows. */
  strangers(tabs: () => number): Promise<readonly string[]>;
  /** What the browser itself says to addresses in that tab: "opened", or anything else. */
  navigate(tab: string, addresses: readonly string[]): Promise<readonly string[]>;
}

/** Where the screens live: the one page that a pipe of theirs has. */
const screensOrigin = 'https://escale.invalid/';

/** Unseen and Chromium's own: the list below an address bar that no kiosk window shows. */
const isUnseen = ({ url }: Protocol.Target.TargetInfo): boolean => url.startsWith('chrome://omnibox-popup');

/** Schemes of the browser's own pages; none of them may stand in a tab. */
const isOfTheBrowser = ({ url }: Protocol.Target.TargetInfo): boolean =>
  /^(chrome|devtools|view-source|file|chrome-untrusted|chrome-search):/.test(url);

/**
 * The DevTools pipes of the host under test, noticed as it opens them: what a browser has open is asked over the very pipe that guards it. Input
 * never goes this way: it would pass by the browser's own keys.
 */
export class Pipes implements Pages {
  readonly #open = new Set<DevTools>();

  constructor() {
    const pipes = this.#open;
    const original = Object.getOwnPropertyDescriptor(DevTools.prototype, 'session')?.value as (
      this: DevTools,
      id: string | undefined,
    ) => DevToolsSession;
    DevTools.prototype.session = function (id): DevToolsSession {
      if (id === undefined) pipes.add(this);
      return original.call(this, id);
    };
  }

  /** Pages of each browser that lives. */
  async #browsers(): Promise<readonly { pipe: DevTools; targets: readonly Protocol.Target.TargetInfo[] }[]> {
    const asked = await Promise.all(
      [...this.#open].map(async (pipe) => {
        try {
          const { targetInfos } = await pipe.browser.send('Target.getTargets');
          return [{ pipe, targets: targetInfos.filter((target) => !isUnseen(target)) }];
        } catch (error) {
          if (!(error instanceof DevToolsEnd)) throw error;
          this.#open.delete(pipe);
          return [];
        }
      }),
    );
    return asked.flat();
  }

  /** Pages that no tab of the kiosk's accounts for, pages of the browser's own, and windows that do not fill their monitor. */
  async strangers(tabs: () => number): Promise<readonly string[]> {
    const found: string[] = [];
    for (const { pipe, targets } of await this.#browsers()) {
      const pages = targets.filter(({ type }) => type === 'page');
      const isScreens = pages.some(({ url }) => url.startsWith(screensOrigin));
      // A visitor's browser keeps the page it started on, unseen.
      const expected = isScreens ? 1 : 1 + tabs();
      if (pages.length > expected) {
        const where = pages.map(({ url }) => url.slice(0, 40)).join(' ');
        found.push(`${pages.length} pages where ${expected} are known: ${where}`);
      }
      found.push(...targets.filter(isOfTheBrowser).map(({ url }) => `a page of the browser's own: ${url}`));
      if (!isScreens) found.push(...(await framed(pipe, pages)));
    }
    return found;
  }

  /** The visitor's browser: the one that does not show the screens. */
  async visitor(): Promise<DevToolsSession> {
    const browsers = await this.#browsers();
    const found = browsers.find(({ targets }) => !targets.some(({ url }) => url.startsWith(screensOrigin)));
    if (found === undefined) throw new Error('no browser of a visitor runs');
    return found.pipe.browser;
  }

  /**
   * What the browser itself says to addresses that are asked in a tab past the kiosk's judgement: the name of its error, or "opened". Each has to be
   * shown before the next: Chromium 156 crashes now and then otherwise. The tab ends on an empty page.
   */
  async navigate(targetId: string, urls: readonly string[]): Promise<readonly string[]> {
    const browser = await this.visitor();
    const pipe = [...this.#open].find((one) => one.browser === browser);
    if (pipe === undefined) throw new Error('the visitor’s browser is gone');
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = pipe.session(sessionId);
    let loads = 0;
    page.on('Page.loadEventFired', () => (loads += 1));
    await page.send('Page.enable');
    const answers: string[] = [];
    for (const url of [...urls, 'about:blank']) {
      const before = loads;
      const { errorText } = await page.send('Page.navigate', { url });
      answers.push(errorText ?? 'opened');
      await comesAbout(() => loads > before, 3000);
    }
    await browser.send('Target.detachFromTarget', { sessionId });
    pipe.forget(sessionId);
    return answers.slice(0, -1);
  }
}

/** A window that is not full screen shows tabs or an address bar. */
async function framed(pipe: DevTools, pages: readonly Protocol.Target.TargetInfo[]): Promise<readonly string[]> {
  const states = await Promise.all(
    pages.map(async ({ targetId }) => {
      try {
        const { bounds } = await pipe.browser.send('Browser.getWindowForTarget', { targetId });
        return bounds.windowState ?? 'normal';
      } catch {
        // It closed between the two questions.
        return 'fullscreen';
      }
    }),
  );
  return states.filter((state) => state !== 'fullscreen').map((state) => `a window that is ${state}, with its strip`);
}
