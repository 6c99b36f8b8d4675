import { readdirSync, readFileSync } from 'node:fs';

/** Empty for a process that ended meanwhile. */
export function readUnlessGone(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

const parentOf = (pid: number): number =>
  // After the name, which may hold anything, come the state and the parent.
  Number(readUnlessGone(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1]);

/** Every process below that one, oldest first. */
export function descendants(pid: number): readonly number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const parents = new Map(all.map((one) => [one, parentOf(one)]));
  const isBelow = (one: number | undefined): boolean =>
    one !== undefined && (parents.get(one) === pid || isBelow(parents.get(one)));
  return all.filter(isBelow).toSorted((one, other) => one - other);
}
