import { basename, join } from 'node:path';
import { decide } from '../kiosk/browsing/decide.ts';
import { documentName } from '../kiosk/documents/name.ts';
import { type HeldDocument, maxDocuments } from '../kiosk/host.ts';
import type { DevToolsSession } from './devtools.ts';
import type { PageRules } from './page-guard.ts';

interface Saved extends HeldDocument {
  readonly path: string;
}

interface Parts {
  readonly root: DevToolsSession;
  /** As the browser sees it. */
  readonly folder: string;
  readonly rules: PageRules;
  readonly changed: (documents: readonly HeldDocument[]) => void;
}

/**
 * What the visitor saves, in the session's folder. Chromium may name files by itself there, since a site that is given one later is told its name.
 * The second of a name would take the place of the first, so each document that is whole closes a folder, and the next one opens another: when a
 * download begins, Chromium has not yet looked at where to put it.
 */
export class SavedDocuments {
  readonly #parts: Parts;
  /** Under way, by the browser's id. */
  readonly #begun = new Set<string>();
  #saved: readonly Saved[] = [];
  #folders = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async open(): Promise<void> {
    const { root, rules } = this.#parts;
    root.on('Browser.downloadWillBegin', ({ guid, url }) => {
      const decision = decide(rules.policy, { kind: 'download', address: url });
      if (decision.allowed) {
        this.#begun.add(guid);
        return;
      }
      root.tell('Browser.cancelDownload', { guid });
      rules.refused(decision.reason);
    });
    root.on('Browser.downloadProgress', ({ guid, state, receivedBytes, filePath }) => {
      if (state === 'inProgress' || !this.#begun.delete(guid)) return;
      if (state === 'completed' && filePath !== undefined)
        this.#add({ id: guid, name: documentName(basename(filePath)), bytes: receivedBytes, path: filePath });
    });
    await root.send('Browser.setDownloadBehavior', this.#nextFolder());
  }

  /** Where they are, as the browser sees it; what is not there is left out. */
  pathsOf(ids: readonly string[]): readonly string[] {
    return this.#saved.filter(({ id }) => ids.includes(id)).map(({ path }) => path);
  }

  #nextFolder(): { behavior: 'allow' | 'deny'; downloadPath: string; eventsEnabled: true } {
    const { folder, rules } = this.#parts;
    this.#folders += 1;
    const behavior = rules.policy.downloads === 'allow' ? 'allow' : 'deny';
    return { behavior, downloadPath: join(folder, String(this.#folders)), eventsEnabled: true };
  }

  #add(document: Saved): void {
    // Two of one name at once, by a double click: the later has taken the place of the other.
    this.#saved = [document, ...this.#saved.filter(({ path }) => path !== document.path)];
    this.#parts.root.tell('Browser.setDownloadBehavior', this.#nextFolder());
    const told = this.#saved.slice(0, maxDocuments);
    this.#parts.changed(told.map(({ id, name, bytes }) => ({ id, name, bytes })));
  }
}
