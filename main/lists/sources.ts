import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Parser, type ReadEntry } from 'tar';

/** One list of a category, to be read at once: the next one comes when its bytes are over. */
export interface ListPart {
  readonly category: string;
  readonly kind: 'domains' | 'urls';
  /** For whoever reads of a wrong line. */
  readonly where: string;
  readonly changed: Date;
  readonly bytes: AsyncIterable<Buffer>;
}

/** A source that is not there, or not of a form that we read. The message is for people: what, where, the remedy. */
export class SourceError extends Error {}

/** Told as the source is read: bytes of it, as they lie on disk. */
export type Read = (bytes: number) => void;

const category = /^[a-z0-9][a-z0-9_-]*$/;

/** `<anything>/<category>/domains` and `…/urls`; null for what is not a list. `expressions` are left out: they refuse far more than they mean to. */
function partOf(path: string): Pick<ListPart, 'category' | 'kind'> | null {
  const [kind = '', name = ''] = path.split('/').filter(Boolean).toReversed();
  if ((kind !== 'domains' && kind !== 'urls') || !category.test(name)) return null;
  return { category: name, kind };
}

/** The lists of an archive (`.tar.gz`, `.tgz`, `.tar`), of a folder laid out like one, or of a text file, whose name is its category. */
export async function* partsOf(source: string, read: Read): AsyncGenerator<ListPart> {
  const found = await stat(source).catch(() => null);
  if (found === null)
    throw new SourceError(`${source}: there is no such file or folder; name an archive or folder of lists`);
  if (found.isDirectory()) yield* folderParts(source, read);
  else if (/\.(tar|tgz|tar\.gz)$/.test(source)) yield* archiveParts(source, read);
  else yield await fileList(source, read);
}

/** The bytes that will be read, for a progress bar. */
export async function sizeOf(source: string): Promise<number> {
  const found = await stat(source).catch(() => null);
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  const inside = await readdir(source, { withFileTypes: true });
  const sizes = await Promise.all(
    inside.filter((entry) => !entry.isSymbolicLink()).map(({ name }) => sizeOf(join(source, name))),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function fileList(source: string, read: Read): Promise<ListPart> {
  const name = basename(source, extname(source));
  if (!category.test(name))
    throw new SourceError(`${source}: its name is its category; expected one such as "place.txt", in lower case`);
  const { mtime } = await stat(source);
  return {
    category: name,
    kind: 'domains',
    where: source,
    changed: mtime,
    bytes: counted(createReadStream(source), read),
  };
}

/** Links to other categories are their other names, and hold nothing of their own. */
async function* folderParts(folder: string, read: Read): AsyncGenerator<ListPart> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isDirectory()).toSorted(byName)) {
    const inside = await readdir(join(folder, name), { withFileTypes: true });
    for (const entry of inside.filter((one) => one.isFile()).toSorted(byName)) {
      const where = join(folder, name, entry.name);
      const part = partOf(where);
      if (part === null) continue;
      const { mtime } = await stat(where);
      yield { ...part, where, changed: mtime, bytes: counted(createReadStream(where), read) };
    }
  }
}

const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);

async function* archiveParts(archive: string, read: Read): AsyncGenerator<ListPart> {
  const packed = createReadStream(archive);
  packed.on('data', (chunk) => read(chunk.length));
  try {
    for await (const entry of entriesOf(packed)) {
      const part = entry.type === 'File' ? partOf(entry.path) : null;
      if (part === null) entry.resume();
      else yield { ...part, where: `${archive}:${entry.path}`, changed: entry.mtime ?? new Date(0), bytes: entry };
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceError(`${archive}: not an archive that can be read to its end (${why}); fetch it again`);
  } finally {
    packed.destroy();
  }
}

/** One after the other: the parser waits with the next one until the last has been read. */
async function* entriesOf(packed: Readable): AsyncGenerator<ReadEntry> {
  const waiting: (ReadEntry | Error | null)[] = [];
  let wake: () => void = () => undefined;
  const hear = (news: ReadEntry | Error | null): void => {
    waiting.push(news);
    wake();
  };
  const parser = new Parser({ strict: true, onReadEntry: hear });
  parser.on('error', hear).on('end', () => hear(null));
  feed(packed, parser).catch(hear);
  for (;;) {
    const news = waiting.shift();
    if (news instanceof Error) throw news;
    if (news === null) return;
    if (news !== undefined) yield news;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

async function feed(packed: Readable, parser: Parser): Promise<void> {
  for await (const chunk of packed as AsyncIterable<Buffer>) {
    if (!parser.write(chunk)) await once(parser, 'drain');
  }
  parser.end();
}

async function* counted(stream: Readable, read: Read): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    read(chunk.length);
    yield chunk;
  }
}
