import type { DocumentKind } from '../../../contract/screens.ts';
import { nameParts } from './name.ts';

interface Kind {
  readonly kind: DocumentKind;
  /** Media type, as a page may ask for it. */
  readonly type: string;
}

const openDocument = 'application/vnd.oasis.opendocument';
const officeDocument = 'application/vnd.openxmlformats-officedocument';

/** By the name's ending, which is all that is looked at: nobody opens a document to list it. */
const kinds: Readonly<Record<string, Kind>> = {
  '.pdf': { kind: 'pdf', type: 'application/pdf' },
  '.jpg': { kind: 'image', type: 'image/jpeg' },
  '.jpeg': { kind: 'image', type: 'image/jpeg' },
  '.png': { kind: 'image', type: 'image/png' },
  '.gif': { kind: 'image', type: 'image/gif' },
  '.webp': { kind: 'image', type: 'image/webp' },
  '.heic': { kind: 'image', type: 'image/heic' },
  '.tif': { kind: 'image', type: 'image/tiff' },
  '.tiff': { kind: 'image', type: 'image/tiff' },
  '.svg': { kind: 'image', type: 'image/svg+xml' },
  '.txt': { kind: 'text', type: 'text/plain' },
  '.rtf': { kind: 'text', type: 'application/rtf' },
  '.odt': { kind: 'text', type: `${openDocument}.text` },
  '.doc': { kind: 'text', type: 'application/msword' },
  '.docx': { kind: 'text', type: `${officeDocument}.wordprocessingml.document` },
  '.csv': { kind: 'sheet', type: 'text/csv' },
  '.ods': { kind: 'sheet', type: `${openDocument}.spreadsheet` },
  '.xls': { kind: 'sheet', type: 'application/vnd.ms-excel' },
  '.xlsx': { kind: 'sheet', type: `${officeDocument}.spreadsheetml.sheet` },
  '.odp': { kind: 'slides', type: `${openDocument}.presentation` },
  '.ppt': { kind: 'slides', type: 'application/vnd.ms-powerpoint' },
  '.pptx': { kind: 'slides', type: `${officeDocument}.presentationml.presentation` },
  '.mp3': { kind: 'sound', type: 'audio/mpeg' },
  '.ogg': { kind: 'sound', type: 'audio/ogg' },
  '.wav': { kind: 'sound', type: 'audio/wav' },
  '.m4a': { kind: 'sound', type: 'audio/mp4' },
  '.mp4': { kind: 'video', type: 'video/mp4' },
  '.webm': { kind: 'video', type: 'video/webm' },
  '.mov': { kind: 'video', type: 'video/quicktime' },
  '.zip': { kind: 'archive', type: 'application/zip' },
};

const endingOf = (name: string): string => nameParts(name).ending.toLowerCase();

export const kindOf = (name: string): DocumentKind => kinds[endingOf(name)]?.kind ?? 'other';

/** Does a page that accepts this (the attribute of its field) take such a document? In doubt it does: the page looks for itself. */
export function isAccepted(accept: string, name: string): boolean {
  const wanted = accept
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  if (wanted.length === 0) return true;
  const ending = endingOf(name);
  const type = kinds[ending]?.type;
  return wanted.some((one) => {
    if (one.startsWith('.')) return one === ending;
    if (type === undefined) return true;
    return one.endsWith('/*') ? type.startsWith(one.slice(0, -1)) : one === type;
  });
}
