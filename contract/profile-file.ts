import { z } from 'zod';
import { failed, ok, parse, parseJson, type Result } from './problem.ts';
import { profileSchema, type Profile } from './profile.ts';

/**
 * A profile as a file: whole, or what differs from one other profile of the same folder. What the file says stands in place of what its base says,
 * each field whole: a list is not added to the base's. Only `notes` are, since they are about the fields that were taken over too.
 */
export const profileFileSchema = profileSchema.partial().extend({
  /** Never taken over: a file says itself which profile it is. */
  id: profileSchema.shape.id,
  version: profileSchema.shape.version,
  name: profileSchema.shape.name,
  /** For editors. */
  $schema: z.string().optional(),
  /** The id of the base. It has none itself: whoever reads a profile reads two files at most. */
  extends: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'expected the id of a profile in the same folder, such as "adult"')
    .optional(),
});

/** What a place says otherwise than a profile of its kiosks: fields, each whole, as in a file that extends another. Which profile it is stays. */
const overrideSchema = profileFileSchema.omit({ id: true, version: true, name: true, $schema: true, extends: true });

/** By the id of a profile: the fields as they were written. */
export const placeOverridesSchema = z.record(profileSchema.shape.id, z.record(z.string(), z.unknown()));

export type PlaceOverrides = z.infer<typeof placeOverridesSchema>;

/** They travel with each slice of the book: see `deskLinkMaxBytes`. */
const mostOverrideLetters = 64 * 1024;

type Read = (path: string) => Promise<Result<string>>;

interface Layer {
  readonly base: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the file says of itself, and no profile holds. */
const about = new Set(['$schema', 'extends']);

const anythingSchema = z.record(z.string(), z.unknown());

/** The fields as they were written: defaults would hide what the base says. */
async function readLayer(path: string, read: Read): Promise<Result<Layer>> {
  const text = await read(path);
  if (!text.ok) return text;
  const raw = parseJson(anythingSchema, text.value, path);
  if (!raw.ok) return raw;
  const file = parse(profileFileSchema, raw.value, path);
  if (!file.ok) return file;
  const fields = Object.fromEntries(Object.entries(raw.value).filter(([name]) => !about.has(name)));
  return ok({ base: file.value.extends ?? null, fields });
}

const besides = (path: string, id: string): string => `${path.slice(0, path.lastIndexOf('/') + 1)}${id}.json`;

async function readBase(path: string, base: string, read: Read): Promise<Result<Layer['fields']>> {
  const wrong = (expected: string): Result<never> => failed('malformed', `${path}: extends`, expected);
  if (besides(path, base) === path) return wrong('another profile than this one');
  const layer = await readLayer(besides(path, base), read);
  if (!layer.ok && layer.problem.code === 'not-found')
    return wrong(`a profile of the same folder: there is no ${base}.json that can be read`);
  if (!layer.ok) return layer;
  if (layer.value.base !== null)
    return wrong(`a profile that stands by itself: "${base}" extends "${layer.value.base}"`);
  return ok(layer.value.fields);
}

/** `read` gives the text of a file, or problem `not-found`. A fault names the file that was asked for, or its base where the fault is there. */
export async function readProfile(path: string, read: Read): Promise<Result<Profile>> {
  const own = await readLayer(path, read);
  if (!own.ok) return own;
  const { base, fields } = own.value;
  if (base === null) return parse(profileSchema, fields, path);
  const taken = await readBase(path, base, read);
  if (!taken.ok) return taken;
  return parse(profileSchema, layered(taken.value, fields), path);
}

/** `text`: of a place's overrides, a file that is called `path`. A fault names it, the profile and the field. */
export function readOverrides(text: string, path: string): Result<PlaceOverrides> {
  if (text.length > mostOverrideLetters)
    return failed('malformed', path, `at most ${mostOverrideLetters} letters: leave out what the profiles say already`);
  const raw = parseJson(anythingSchema, text, path);
  if (!raw.ok) return raw;
  const profiles = Object.entries(raw.value).filter(([id]) => id !== '$schema');
  const overrides = parse(placeOverridesSchema, Object.fromEntries(profiles), path);
  if (!overrides.ok) return overrides;
  for (const [id, fields] of Object.entries(overrides.value)) {
    const override = parse(overrideSchema, fields, `${path}: ${id}`);
    if (!override.ok) return override;
  }
  return overrides;
}

/** The profile as the place wants it: one layer more. `what` names the overrides for the reader of the problem. */
export function overridden(profile: Profile, overrides: PlaceOverrides, what: string): Result<Profile> {
  const fields = overrides[profile.id];
  if (fields === undefined) return ok(profile);
  const override = parse(overrideSchema, fields, `${what}: ${profile.id}`);
  return override.ok ? parse(profileSchema, layered(profile, fields), `${what}: ${profile.id}`) : override;
}

const layered = (base: Layer['fields'], fields: Layer['fields']): Layer['fields'] => ({
  ...base,
  ...fields,
  notes: { ...notesOf(base), ...notesOf(fields) },
});

const notesOf = ({ notes }: Layer['fields']): object => (typeof notes === 'object' && notes !== null ? notes : {});
