import { readFile } from 'node:fs/promises';
import { failed, ok, parseJson, type Result } from '../../contract/problem.ts';
import type { Profile } from '../../contract/profile.ts';
import { readProfile } from '../../contract/profile-file.ts';
import { kioskSettingsSchema, type KioskSettings } from '../../contract/settings.ts';

/** What a kiosk starts with: its settings file and the profile that this names. Every fault names the file, the field and what was expected. */
export async function readKioskSettings(path: string): Promise<Result<{ settings: KioskSettings; profile: Profile }>> {
  const text = await readText(path);
  if (!text.ok) return text;
  const settings = parseJson(kioskSettingsSchema, text.value, path);
  if (!settings.ok) return settings;
  const profile = await readProfile(settings.value.profile, readText);
  return profile.ok ? ok({ settings: settings.value, profile: profile.value }) : profile;
}

/** The text of a file, or problem `not-found` with the system's reason. */
export async function readText(path: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed('not-found', path, `a file that can be read (${reason})`);
  }
}
