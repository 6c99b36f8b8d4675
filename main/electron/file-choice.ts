import { z } from 'zod';
import type { FileWish } from '../kiosk/host.ts';
import { maxAcceptLength } from './visitor-protocol.ts';

/** A command to the page, or the frame in it, whose field asked. */
type Send = (method: string, parameters: object) => Promise<unknown>;

/** `Page.fileChooserOpened`; without a node it was asked for by script, to read and write the disk at will. */
export const chooserSchema = z.object({ mode: z.string(), backendNodeId: z.int().optional() });

export interface FileField {
  readonly send: Send;
  readonly tab: string;
  readonly node: number;
}

const describedSchema = z.object({ node: z.object({ attributes: z.array(z.string()).default([]) }) });
const resolvedSchema = z.object({ object: z.object({ objectId: z.string() }) });

/** What a field hears when its visitor closes the browser's own dialog. */
const cancelled = "function () { this.dispatchEvent(new Event('cancel', { bubbles: true })) }";

export async function tellCancelled({ send, node }: FileField): Promise<void> {
  const { object } = resolvedSchema.parse(await send('DOM.resolveNode', { backendNodeId: node }));
  await send('Runtime.callFunctionOn', { objectId: object.objectId, functionDeclaration: cancelled, silent: true });
}

/**
 * The one field that waits for the visitor's choice.
 * https://chromedevtools.github.io/devtools-protocol/tot/DOM/#method-setFileInputFiles
 */
export class FileChoice {
  readonly #wanted: (wish: FileWish | null) => void;
  #field: FileField | null = null;

  constructor(wanted: (wish: FileWish | null) => void) {
    this.#wanted = wanted;
  }

  async ask(field: FileField, several: boolean): Promise<void> {
    // A double click.
    if (this.#field?.node === field.node && this.#field.tab === field.tab) return;
    const { node } = describedSchema.parse(await field.send('DOM.describeNode', { backendNodeId: field.node }));
    const at = node.attributes.findIndex((name, index) => index % 2 === 0 && name === 'accept');
    this.give([]);
    this.#field = field;
    this.#wanted({ several, accept: at === -1 ? '' : (node.attributes[at + 1] ?? '').slice(0, maxAcceptLength) });
  }

  /** Paths as this process sees them; none: the visitor changed their mind. Nobody waits for the page, which may be busy or gone. */
  give(files: readonly string[]): void {
    const field = this.#field;
    if (field === null) return;
    this.#field = null;
    this.#wanted(null);
    const told =
      files.length === 0
        ? tellCancelled(field)
        : field.send('DOM.setFileInputFiles', { files, backendNodeId: field.node });
    told.catch(() => undefined);
  }

  /** What waits is another tab's than this one, or another page's: nobody can see it any more. */
  leave(isLeft: (tab: string) => boolean): void {
    if (this.#field === null || !isLeft(this.#field.tab)) return;
    this.#field = null;
    this.#wanted(null);
  }
}
