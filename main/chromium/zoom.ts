import type { PageZoom } from '../../contract/screens.ts';
import type { DevToolsSession } from './devtools.ts';

/**
 * Lays a page out for a window that is smaller by as much as it is then drawn larger, and sharp: what the browser's own zoom does, for which DevTools
 * has no call. With sizes of 0 it follows its window. The list that a field opens comes in its place, but keeps its size.
 * (`Emulation.setPageScaleFactor` is a magnifier: one would have to push the page about.)
 */
export async function zoomPage(page: DevToolsSession, zoom: PageZoom): Promise<void> {
  if (zoom === 100) await page.send('Emulation.clearDeviceMetricsOverride');
  else
    await page.send('Emulation.setDeviceMetricsOverride', {
      ...{ width: 0, height: 0, deviceScaleFactor: 0, mobile: false, scale: zoom / 100 },
    });
}
