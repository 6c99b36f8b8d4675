import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { failed, ok, parseJson, type Result } from '../../contract/problem.ts';
import { type PlaceOverrides, readOverrides } from '../../contract/profile-file.ts';
import { type DeskSettings, deskSettingsSchema } from '../../contract/settings.ts';

/** What a desk starts from: its settings the key that signs its sheets, and what its place says otherwise than profiles. */
export interface DeskStart {
  readonly settings: DeskSettings;
  readonly placeKey: KeyObject;
  readonly overrides: PlaceOverrides;
}

/** Reads the settings file and the files that it names. Problems name the file and the field. */
export async function readDeskStart(path: string): Promise<Result<DeskStart>> {
  const text = await readText(path, 'a readable settings file');
  if (!text.ok) return text;
  const settings = parseJson(deskSettingsSchema, text.value, path);
  if (!settings.ok) return settings;
  const twice = findTwice(settings.value.workstations.map((workstation) => workstation.id));
  if (twice !== undefined) return failed('malformed', `${path}: workstations`, `each id once; ${twice} stands twice`);
  const placeKey = await readPlaceKey(settings.value.placeKey);
  if (!placeKey.ok) return placeKey;
  const overrides = await readPlaceOverrides(settings.value.overrides);
  if (!overrides.ok) return overrides;
  return ok({ settings: settings.value, placeKey: placeKey.value, overrides: overrides.value });
}

async function readPlaceOverrides(path: string | null): Promise<Result<PlaceOverrides>> {
  if (path === null) return ok({});
  const text = await readText(path, 'the overrides of the place, as the settings name them');
  return text.ok ? readOverrides(text.value, path) : text;
}

async function readPlaceKey(path: string): Promise<Result<KeyObject>> {
  const text = await readText(path, 'the Ed25519 key of the place, as placeKey in the settings names it');
  if (!text.ok) return text;
  const expected = 'an Ed25519 private key as PEM (openssl genpkey -algorithm ed25519)';
  try {
    const key = createPrivateKey(text.value);
    return key.asymmetricKeyType === 'ed25519' ? ok(key) : failed('malformed', path, expected);
  } catch (error) {
    return failed('malformed', path, `${expected} (${reasonOf(error)})`);
  }
}

async function readText(path: string, expected: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    return failed('not-found', path, `${expected} (${reasonOf(error)})`);
  }
}

const findTwice = (ids: readonly string[]): string | undefined => ids.find((id, index) => ids.indexOf(id) !== index);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
