import { readFileSync } from 'node:fs';
import { failed, parseJson, type Result } from '../contract/problem.ts';
import { centralSettingsSchema, type CentralSettings } from '../contract/settings.ts';

export function readSettings(path: string): Result<CentralSettings> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed('not-found', path, `a settings file that can be read (${reason})`);
  }
  return parseJson(centralSettingsSchema, text, path);
}
