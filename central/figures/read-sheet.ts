import { z } from 'zod';
import { daySheetSchema, daySheetVersion, type DaySheet } from '../../contract/day-sheet.ts';
import { failed, parse, parseJson, type Result } from '../../contract/problem.ts';

const versionedSchema = z.looseObject({ version: z.int() });

/** The day sheet in a text that `place` signed. A newer version is told apart from a fault: it can be read after an update of central. */
export function readSheet(place: string, text: string): Result<DaySheet> {
  const versioned = parseJson(versionedSchema, text, 'sheet');
  if (!versioned.ok) return versioned;
  if (versioned.value.version !== daySheetVersion) {
    return failed('version-unknown', 'sheet: version', `version ${daySheetVersion}: update central`);
  }
  const sheet = parse(daySheetSchema, versioned.value, 'sheet');
  if (sheet.ok && sheet.value.place !== place)
    return failed('malformed', 'sheet: place', 'the place that signed the sheet');
  return sheet;
}
