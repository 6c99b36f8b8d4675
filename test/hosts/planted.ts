import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { domainToASCII } from 'node:url';

/**
 * A word that stands nowhere but in what a visitor reads, in every form in which a program might write it down. SQLite leaves deleted rows in its
 * files and its log: those are searched as they lie on the disk.
 */
export function formsOf(word: string): readonly Buffer[] {
  const texts = new Set([word, word.normalize('NFD'), encodeURIComponent(word), domainToASCII(word), escaped(word)]);
  const plain = [...texts].filter((text) => text !== '');
  return plain.flatMap((text) => [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'latin1'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'utf16le').swap16(),
    ...base64Of(Buffer.from(text, 'utf8')),
    Buffer.from(Buffer.from(text, 'utf8').toString('hex')),
  ]);
}

/** As JSON may write it: `\u00e9`. */
const escaped = (word: string): string =>
  word.replaceAll(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** What stays the same of a text in base64 wherever in a longer one it begins; base64url too. */
function base64Of(text: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), text])
      .toString('base64')
      .replaceAll('=', '');
    const sure = whole.slice(Math.ceil((offset * 4) / 3), -1);
    return [Buffer.from(sure), Buffer.from(sure.replaceAll('+', '-').replaceAll('/', '_'))];
  });
}

/** Which of these words the bytes hold, in any form. */
export function wordsIn(bytes: Buffer, words: readonly string[]): readonly string[] {
  return words.filter((word) => formsOf(word).some((form) => bytes.includes(form)));
}

/** Every file below a folder; sockets and what has just gone have no bytes. */
export function filesBelow(folder: string): readonly { readonly path: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
}
