import { failed, ok, type Result } from '../problem.ts';
import type { Header, ListFile } from './list-file.ts';
import { hashEnds, noHashes } from './name-hash.ts';
import { findAll } from './table.ts';

/** A category that lost more than this since the last list was rather lost on the way. */
const mostShrunk = 0.2;

/** May `next` take the place of `current`? `never`: names that no list may hold. Signature and digest are asked before. */
export function mayReplace(
  current: Header | null,
  next: ListFile,
  { never, what }: { readonly never: readonly string[]; readonly what: string },
): Result<null> {
  const { header, hosts } = next;
  if (current !== null && header.version < current.version)
    return failed(
      'list-older',
      what,
      `version ${current.version} or later: this is the older version ${header.version}`,
    );
  const names = new Map(header.categories.map(({ id, names: count }) => [id, count]));
  const shrunk = current?.categories.find(({ id, names: before }) => (names.get(id) ?? 0) < before * (1 - mostShrunk));
  if (shrunk !== undefined) {
    const now = names.get(shrunk.id) ?? 0;
    return failed(
      'list-shrunk',
      what,
      `${shrunk.id} nearly as large as before (${shrunk.names} names; here ${now}): fetch the lists again`,
    );
  }
  const ends = noHashes();
  const hit = never.find((name) => findAll(hosts, hashEnds(name, ends), () => true));
  if (hit !== undefined)
    return failed('list-blocks', what, `a list without "${hit}", which is never blocked: build it again`);
  return ok(null);
}
