import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { failed, ok, parseJson, type Result } from '../../contract/problem.ts';
import { profileSchema, type Profile } from '../../contract/profile.ts';
import { kioskSettingsSchema, type KioskSettings } from '../../contract/settings.ts';

/** What a kiosk starts with: its settings file and the profile that this names. Every fault names the file, the field and what was expected. */
export async function readKioskSettings(path: string): Promise<Result<{ settings: KioskSettings; profile: Profile }>> {
  const settings = await readJsonFile(kioskSettingsSchema, path);
  if (!settings.ok) return settings;
  const profile = await readJsonFile(profileSchema, settings.value.profile);
  return profile.ok ? ok({ settings: settings.value, profile: profile.value }) : profile;
}

async function readJsonFile<Schema extends z.ZodType>(schema: Schema, path: string): Promise<Result<z.output<Schema>>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed('not-found', path, `a file that can be read (${reason})`);
  }
  return parseJson(schema, text, path);
}
