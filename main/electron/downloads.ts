import type { DownloadItem } from 'electron';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { documentName, nameParts } from '../kiosk/documents/name.ts';
import { type HeldDocument, maxDocuments } from '../kiosk/host.ts';

/** `notice.pdf`, then `notice (2).pdf`: what is there already is never written over. */
export function freeName(folder: string, offered: string, isTaken: (path: string) => boolean = existsSync): string {
  const name = documentName(offered);
  const { stem, ending } = nameParts(name);
  let path = join(folder, name);
  for (let copy = 2; isTaken(path); copy += 1) path = join(folder, `${stem} (${copy})${ending}`);
  return path;
}

/** The session's folder. A document appears in it when it is whole: until then it has a hidden name. */
export class Downloads {
  /** Told each time that a document is whole: all of them, the newest first. */
  changed: (documents: readonly HeldDocument[]) => void = () => undefined;
  readonly #folder: string;
  readonly #paths = new Map<string, string>();
  #held: readonly HeldDocument[] = [];
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes the item in: the answer is the path to write to, given in the event's own turn.
   * https://www.electronjs.org/docs/latest/api/download-item
   */
  take(item: DownloadItem): string {
    this.#count += 1;
    mkdirSync(this.#folder, { recursive: true });
    const staged = join(this.#folder, `.${this.#count}.part`);
    item.once('done', (_event, state) => {
      if (state === 'completed') this.#keep(staged, freeName(this.#folder, item.getFilename()));
      else rmSync(staged, { force: true });
    });
    return staged;
  }

  /** What is not there is left out. */
  pathsOf(ids: readonly string[]): readonly string[] {
    return ids.flatMap((id) => this.#paths.get(id) ?? []);
  }

  #keep(staged: string, path: string): void {
    renameSync(staged, path);
    const id = String(this.#paths.size + 1);
    this.#paths.set(id, path);
    this.#held = [{ id, name: basename(path), bytes: statSync(path).size }, ...this.#held].slice(0, maxDocuments);
    this.changed(this.#held);
  }
}
