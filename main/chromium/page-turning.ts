import type { DevToolsSession } from './devtools.ts';
import type { OpenTab } from './tabs.ts';
import { unlessRefused } from './unless-refused.ts';

/** While one page takes another's place the old one is asked no more, and the new one not yet. */
const standPatienceMs = 2000;

/** A page whose dialog is open does nothing that it is asked to. */
export async function dismissDialog(tab: OpenTab): Promise<void> {
  if (tab.dialogOpen) await tab.page.send('Page.handleJavaScriptDialog', { accept: false });
}

export async function goBack({ page }: OpenTab): Promise<void> {
  const { currentIndex, entries } = await unlessRefused(standPatienceMs, () => page.send('Page.getNavigationHistory'));
  const before = entries[currentIndex - 1];
  if (before !== undefined) await page.send('Page.navigateToHistoryEntry', { entryId: before.id });
}

/** A popup comes as a small window, some with an address bar: like every tab it gets the whole monitor, and nothing of the browser shows. */
export async function fillMonitor(browser: DevToolsSession, targetId: string): Promise<void> {
  const { windowId, bounds } = await browser.send('Browser.getWindowForTarget', { targetId });
  if (bounds.windowState !== 'fullscreen') {
    await browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
  }
  await browser.send('Target.activateTarget', { targetId });
}
