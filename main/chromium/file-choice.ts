import { type BrowsingPolicy, decide, type RefusalReason } from '../kiosk/browsing/decide.ts';
import type { FileWish } from '../kiosk/host.ts';
import type { DevToolsSession } from './devtools.ts';

/** A field of a page that asked for files. */
export interface FileField {
  /** Of the page, or of the frame in it. */
  readonly page: DevToolsSession;
  readonly tab: string;
  readonly node: number;
}

interface Asked {
  readonly field: FileField;
  readonly several: boolean;
  /** Its tab is in front: nobody answers what they do not see. */
  readonly isShown: boolean;
  readonly rules: { readonly policy: BrowsingPolicy; readonly refused: (reason: RefusalReason) => void };
}

/** What a field hears when its visitor closes the browser's own dialog. */
const cancelled = "function () { this.dispatchEvent(new Event('cancel', { bubbles: true })) }";

/** Nobody waits for the page, which may be busy or gone. */
async function tellCancelled({ page, node }: FileField): Promise<void> {
  const { object } = await page.send('DOM.resolveNode', { backendNodeId: node });
  if (object.objectId === undefined) return;
  page.tell('Runtime.callFunctionOn', { objectId: object.objectId, functionDeclaration: cancelled, silent: true });
}

/** The one field that waits for the visitor's choice. */
export class FileChoice {
  readonly #wanted: (wish: FileWish | null) => void;
  #field: FileField | null = null;

  constructor(wanted: (wish: FileWish | null) => void) {
    this.#wanted = wanted;
  }

  async ask({ field, several, isShown, rules }: Asked): Promise<void> {
    if (this.#waits(field)) return;
    const decision = decide(rules.policy, { kind: 'upload' });
    if (!decision.allowed) rules.refused(decision.reason);
    if (!decision.allowed || !isShown) {
      await tellCancelled(field);
      return;
    }
    const { node } = await field.page.send('DOM.describeNode', { backendNodeId: field.node });
    // Its second click came in while the first was asked what it takes.
    if (this.#waits(field)) return;
    const attributes = node.attributes ?? [];
    const at = attributes.findIndex((name, index) => index % 2 === 0 && name === 'accept');
    await this.give([]);
    this.#field = field;
    this.#wanted({ several, accept: at === -1 ? '' : (attributes[at + 1] ?? '') });
  }

  /** A double click asks twice. */
  #waits({ node, tab }: FileField): boolean {
    return this.#field?.node === node && this.#field.tab === tab;
  }

  /** Paths as the browser sees them; none: the visitor changed their mind. */
  async give(files: readonly string[]): Promise<void> {
    const field = this.#field;
    if (field === null) return;
    this.#field = null;
    this.#wanted(null);
    if (files.length === 0) await tellCancelled(field);
    else await field.page.send('DOM.setFileInputFiles', { files: [...files], backendNodeId: field.node });
  }

  /** What waits is another tab's than this one, or another page's: nobody can see it any more. */
  leave(isLeft: (tab: string) => boolean): void {
    if (this.#field === null || !isLeft(this.#field.tab)) return;
    this.#field = null;
    this.#wanted(null);
  }
}
