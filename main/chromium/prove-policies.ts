import type { DevToolsSession } from './devtools.ts';

/** What no page may open, asked of a browser before anyone uses it: a policy file that Chromium could not read would fail open, silently. */
const forbidden = ['chrome://version/', 'file:///etc/passwd', 'devtools://devtools/bundled/inspector.html'];

/**
 * Asks for each forbidden address and wants the refusal. One after the other has to be shown: with the next call under way before the last error
 * page stands, Chromium 156 crashes now and then. `view-source:` never answers, so it is not asked.
 */
export async function provePolicies(page: DevToolsSession): Promise<void> {
  let shown = Promise.withResolvers<undefined>();
  page.on('Page.loadEventFired', () => shown.resolve(undefined));
  await page.send('Page.enable');
  for (const url of [...forbidden, 'about:blank']) {
    shown = Promise.withResolvers<undefined>();
    const { errorText } = await page.send('Page.navigate', { url });
    const isRefused = errorText === 'net::ERR_BLOCKED_BY_ADMINISTRATOR';
    if (isRefused !== forbidden.includes(url)) throw new Error(`Chromium’s policies do not hold for ${url}`);
    await shown.promise;
  }
  await page.send('Page.disable');
}
