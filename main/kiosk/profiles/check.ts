import { languages, type Words } from '../../../contract/language.ts';
import type { Profile } from '../../../contract/profile.ts';
import { browsingPolicy, decide } from '../browsing/decide.ts';

/** Something that a kiosk would take, and that its visitors or whoever keeps it would stumble over. */
export interface Fault {
  /** The field, as in `tiles[2].address`. */
  readonly field: string;
  /** What was expected there, and what to do. */
  readonly expected: string;
}

/**
 * What no schema sees. `name`: of the file, without its folder. `ownNotes`: the notes that whoever is asked could take out. Empty: all is well.
 */
export function faultsOf(
  profile: Profile,
  name: string,
  ownNotes: readonly string[] = Object.keys(profile.notes),
): readonly Fault[] {
  return [
    ...(name === `${profile.id}.json`
      ? []
      : [{ field: 'id', expected: `the name of the file, or the file renamed ${profile.id}.json` }]),
    ...wordFaults(profile),
    ...addressFaults(profile),
    ...noteFaults(profile, ownNotes),
  ];
}

function wordFaults({ name, tiles, localServices }: Profile): readonly Fault[] {
  const all: (readonly [string, Words])[] = [
    ['name', name],
    ...tiles.flatMap(({ label, hint }, at) => [
      [`tiles[${at}].label`, label] as const,
      ...(hint === undefined ? [] : [[`tiles[${at}].hint`, hint] as const]),
    ]),
    ...localServices.map(({ label }, at) => [`localServices[${at}].label`, label] as const),
  ];
  return all.flatMap(([field, words]) => {
    const missing = languages.filter((language) => words[language] === undefined);
    return missing.length === 0 ? [] : [{ field, expected: `words in ${missing.join(', ')} too` }];
  });
}

/** What the profile offers, its own rules must open. Categories are not asked for: they depend on the list. */
function addressFaults(profile: Profile): readonly Fault[] {
  const policy = browsingPolicy(profile);
  const offered: (readonly [string, string])[] = [
    ['searchAddress', profile.searchAddress],
    ...profile.tiles.map(({ address }, at) => [`tiles[${at}].address`, address] as const),
  ];
  return offered.flatMap(([field, address]) => {
    const decision = decide(policy, { kind: 'navigation', address });
    if (decision.allowed) return [];
    const remedy = decision.reason === 'site-not-in-list' ? 'add it to browsing.sites' : 'take it out of refusedSites';
    return [
      { field, expected: `an address that this profile opens (${decision.reason}): ${remedy}, or offer another` },
    ];
  });
}

/** Each category is a choice that somebody will ask about: the reason stands beside it, and no reason stands alone. */
function noteFaults(profile: Profile, ownNotes: readonly string[]): readonly Fault[] {
  const { filter, notes } = profile;
  const chosen = (['refused', 'allowed'] as const).flatMap((kind) =>
    filter[kind].map((category) => `filter.${kind}.${category}`),
  );
  const fields = new Set([...Object.keys(profile), ...chosen]);
  return [
    ...chosen
      .filter((field) => notes[field] === undefined)
      .map((field) => ({ field: `notes["${field}"]`, expected: 'the reason for this category' })),
    ...ownNotes
      .filter((field) => !fields.has(field))
      .map((field) => ({
        field: `notes["${field}"]`,
        expected: 'a field or category of this profile: take the note out, or mend its name',
      })),
  ];
}

/** A name that the list does not have refuses nothing, and nobody would notice. */
export const unlistedFaults = ({ filter }: Profile, categories: readonly string[]): readonly Fault[] =>
  (['refused', 'allowed'] as const).flatMap((kind) =>
    filter[kind]
      .filter((category) => !categories.includes(category))
      .map((category) => ({
        field: `filter.${kind}.${category}`,
        expected: 'a category of the list: correct its name, take it out, or build the list with it',
      })),
  );
