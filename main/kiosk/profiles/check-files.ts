import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readHead } from '../../../contract/filter-list/list-file.ts';
import { describe, failed, ok, type Result } from '../../../contract/problem.ts';
import type { Profile } from '../../../contract/profile.ts';
import { overridden, type PlaceOverrides, readOverrides, readProfile } from '../../../contract/profile-file.ts';
import { readText } from '../settings.ts';
import { type Fault, faultsOf, unlistedFaults } from './check.ts';

export interface Checked {
  readonly path: string;
  /** One line each; empty: no fault. */
  readonly faults: readonly string[];
}

export interface CheckWish {
  readonly profiles: readonly string[];
  /** A file of what a place says otherwise than these profiles. */
  readonly place: string | null;
  /** A filter list, whose categories the profiles should name. */
  readonly list: string | null;
}

/** Looks for faults in profiles, in what a place says otherwise, and in either for categories that a list does not have. */
export async function checkFiles({ profiles, place, list }: CheckWish): Promise<readonly Checked[]> {
  const categories = list === null ? ok(null) : await categoriesOf(list);
  const listed = (profile: Profile): readonly Fault[] =>
    categories.ok && categories.value !== null ? unlistedFaults(profile, categories.value) : [];
  const read = await Promise.all(profiles.map(async (path) => ({ path, profile: await readProfile(path, readText) })));
  const told = read.map(({ path, profile }) =>
    profile.ok
      ? { path, faults: lines(path, [...faultsOf(profile.value, basename(path)), ...listed(profile.value)]) }
      : { path, faults: [describe(profile.problem)] },
  );
  const known = read.flatMap(({ profile }) => (profile.ok ? [profile.value] : []));
  return [
    ...(categories.ok ? [] : [{ path: list ?? '', faults: [describe(categories.problem)] }]),
    ...told,
    ...(place === null ? [] : [{ path: place, faults: await placeFaults(place, known, listed) }]),
  ];
}

const lines = (path: string, faults: readonly Fault[]): readonly string[] =>
  faults.map(({ field, expected }) => `${path}: ${field}: ${expected}`);

async function placeFaults(
  path: string,
  profiles: readonly Profile[],
  listed: (profile: Profile) => readonly Fault[],
): Promise<readonly string[]> {
  const text = await readText(path);
  const overrides = text.ok ? readOverrides(text.value, path) : text;
  if (!overrides.ok) return [describe(overrides.problem)];
  return Object.keys(overrides.value).flatMap((id) => {
    const profile = profiles.find((one) => one.id === id);
    return profile === undefined
      ? [`${path}: ${id}: the id of a profile that is checked with it: ${profiles.map((one) => one.id).join(', ')}`]
      : overrideFaults(path, profile, { overrides: overrides.value, listed });
  });
}

interface OverrideWish {
  readonly overrides: PlaceOverrides;
  readonly listed: (profile: Profile) => readonly Fault[];
}

/** What the profile has as a fault without the place is told in the profile's own name. */
function overrideFaults(path: string, profile: Profile, { overrides, listed }: OverrideWish): readonly string[] {
  const merged = overridden(profile, overrides, path);
  if (!merged.ok) return [describe(merged.problem)];
  const name = `${profile.id}.json`;
  const before = new Set(lines('', [...faultsOf(profile, name), ...listed(profile)]));
  const own = Object.keys(overrides[profile.id]?.['notes'] ?? {});
  return lines('', [...faultsOf(merged.value, name, own), ...listed(merged.value)])
    .filter((line) => !before.has(line))
    .map((line) => `${path}: ${profile.id}${line}`);
}

/** Those that hold something: an empty one refuses nothing either. Whether the list is signed is for `escale lists check`. */
async function categoriesOf(path: string): Promise<Result<readonly string[]>> {
  try {
    const head = readHead(await readFile(path), path);
    if (!head.ok) return head;
    return ok(head.value.header.categories.filter(({ names }) => names > 0).map(({ id }) => id));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed('not-found', path, `a filter list that can be read (${reason})`);
  }
}
