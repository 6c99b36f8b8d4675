import type { WebContents } from 'electron';
import { chooserSchema, type FileField } from './file-choice.ts';

/** Runs before any script of any page and frame. Not configurable: a page can neither undo it nor see what was there. */
const withoutPrint =
  "Object.defineProperty(window, 'print', { value: function print() {}, writable: false, configurable: false });";

const pageTargets: ReadonlySet<unknown> = new Set(['page', 'iframe']);

const commands: readonly (readonly [string, object])[] = [
  ['Page.enable', {}],
  ['Page.addScriptToEvaluateOnNewDocument', { source: withoutPrint, runImmediately: true }],
  // The kiosk's own panel takes its place.
  ['Page.setInterceptFileChooserDialog', { enabled: true }],
];

const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true };

export interface PageWatch {
  /** The protocol was taken from a living page, or one of its frames could not be armed. */
  disarmed(): void;
  /** Files were asked for: by a field, or, null, by a script without one. */
  filesAsked(field: Omit<FileField, 'tab'> | null, several: boolean): void;
}

/**
 * Takes away the two native dialogs that no setting of Electron's stops: the file chooser and `window.print()`, in the page, its frames and
 * theirs, through the DevTools protocol, which does not depend on the `devTools` preference.
 * https://www.electronjs.org/docs/latest/api/debugger, https://chromedevtools.github.io/devtools-protocol/
 *
 * Commands are answered after a first page only: load `about:blank`, then await this, then load the address.
 */
export async function armPage(contents: WebContents, watch: PageWatch): Promise<void> {
  const { debugger: protocol } = contents;
  protocol.attach('1.3');
  const send = (method: string, parameters: object, target?: string): Promise<unknown> =>
    target === undefined ? protocol.sendCommand(method, parameters) : protocol.sendCommand(method, parameters, target);

  const arm = async (isPage: boolean, target?: string): Promise<void> => {
    const sent = isPage ? commands.map(([method, parameters]) => send(method, parameters, target)) : [];
    // A worker of its own can have workers; all of them wait until they are let go.
    await Promise.all([...sent, send('Target.setAutoAttach', autoAttach, target)]);
    if (target !== undefined) await send('Runtime.runIfWaitingForDebugger', {}, target);
  };

  const living = new Set<string>();
  const attached = (target: string, isPage: boolean): void => {
    living.add(target);
    arm(isPage, target).catch(() => {
      // A frame may be gone before it is armed; one that lives without is a way out.
      if (living.has(target) && !contents.isDestroyed()) watch.disarmed();
    });
  };

  protocol.on('message', (_event, ...[method, parameters, session]) => {
    if (method === 'Page.fileChooserOpened') {
      const { mode, backendNodeId: node } = chooserSchema.parse(parameters);
      // The page's own session is told as '', which is refused as an address.
      const target = session === '' ? undefined : session;
      const field = { send: (name: string, words: object) => send(name, words, target), node: node ?? 0 };
      watch.filesAsked(node === undefined ? null : field, mode === 'selectMultiple');
    }
    const told = targetOf(parameters);
    if (told === null) return;
    if (method === 'Target.attachedToTarget') attached(told.session, pageTargets.has(told.type));
    if (method === 'Target.detachedFromTarget') living.delete(told.session);
  });
  protocol.on('detach', () => {
    if (!contents.isDestroyed()) watch.disarmed();
  });
  await arm(true);
}

/** The two events name a target's session; one of them its type. */
function targetOf(parameters: unknown): { session: string; type: unknown } | null {
  if (typeof parameters !== 'object' || parameters === null || !('sessionId' in parameters)) return null;
  if (typeof parameters.sessionId !== 'string') return null;
  const info = 'targetInfo' in parameters ? parameters.targetInfo : null;
  const type: unknown = typeof info === 'object' && info !== null && 'type' in info ? info.type : null;
  return { session: parameters.sessionId, type };
}
