import type { DownloadItem } from 'electron';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';

const maxNameLength = 100;

/** A name that a person recognises and no program trips over: no folder, no hidden file, no control or reserved character. */
export function safeName(offered: string): string {
  const plain = offered
    .normalize('NFC')
    // eslint's control-character rule is about mistakes; here they are the point.
    .replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+/, '')
    .trim();
  const ending = extname(plain).slice(0, 20);
  const stem = plain.slice(0, plain.length - extname(plain).length).slice(0, maxNameLength);
  return stem === '' ? `document${ending}` : `${stem}${ending}`;
}

/** `notice.pdf`, then `notice (2).pdf`: what is there already is never written over. */
export function freeName(folder: string, offered: string, isTaken: (path: string) => boolean = existsSync): string {
  const name = safeName(offered);
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  let path = join(folder, name);
  for (let copy = 2; isTaken(path); copy += 1) path = join(folder, `${stem} (${copy})${ending}`);
  return path;
}

/** The session's folder. A document appears in it when it is whole: until then it has a hidden name. */
export class Downloads {
  readonly #folder: string;
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
      if (state === 'completed') renameSync(staged, freeName(this.#folder, item.getFilename()));
      else rmSync(staged, { force: true });
    });
    return staged;
  }
}
