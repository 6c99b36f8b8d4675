/** Of a name's main part, and of its ending with the dot. */
const longest = { stem: 100, ending: 20 } as const;

interface NameParts {
  readonly stem: string;
  /** With its dot, as it is written; empty where there is none. */
  readonly ending: string;
}

export function nameParts(name: string): NameParts {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: '' };
}

/**
 * A site's name for a document as a name that a person recognises and no program trips over: no folder, no hidden file, no control or reserved
 * character, none that turns the direction of writing.
 */
export function documentName(offered: string): string {
  const plain = offered
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replace(/^[ .]+/, '')
    .trim();
  const { stem, ending } = nameParts(plain);
  return `${stem.slice(0, longest.stem).trim() || 'document'}${ending.slice(0, longest.ending)}`;
}
