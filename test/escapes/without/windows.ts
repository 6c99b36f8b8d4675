import { DevTools as Whole, type DevToolsSession } from '../../../main/chromium/devtools.ts';

export { DevToolsEnd, DevToolsRefusal, type DevToolsSession } from '../../../main/chromium/devtools.ts';

/** Orders by which the host keeps a page's windows in their place. */
const lost = new Set<string>([
  'Browser.setWindowBounds',
  'Page.setInterceptFileChooserDialog',
  'Page.handleJavaScriptDialog',
]);
/** Told by the guard alone; a tab that the kiosk itself closes is asked for with `send`. */
const untold = new Set<string>(['Target.closeTarget', ...lost]);

/** Instead of `main/chromium/devtools.ts`: what the guard of windows orders never arrives. */
export class DevTools extends Whole {
  override session(id: string | undefined): DevToolsSession {
    const whole = super.session(id);
    return {
      ...whole,
      send: (method, ...params) => (lost.has(method) ? new Promise(() => undefined) : whole.send(method, ...params)),
      tell: (method, ...params) => {
        if (!untold.has(method)) whole.tell(method, ...params);
      },
    };
  }
}
