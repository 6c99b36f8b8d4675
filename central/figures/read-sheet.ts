import { z } from 'zod';
import { daySheet1Schema, countsOfVersion1 } from '../../contract/figures/day-sheet-1.ts';
import { daySheetVersion, sheetSchema, type Sheet } from '../../contract/figures/day-sheet.ts';
import type { Doubtable } from '../../contract/figures/plausibility.ts';
import { failed, ok, parse, parseJson, type Result } from '../../contract/problem.ts';

/** What central needs to know of a sheet, whichever version wrote it. */
export interface ReadSheet extends Doubtable {
  readonly revision: number;
  readonly computedAt: string;
  /** Cells that the place left out of a month because they are small. */
  readonly hidden: readonly string[];
}

const headSchema = z.looseObject({ version: z.int(), place: z.uuid() });

/** The sheet in a text that `place` signed. A newer version is told apart from a fault: it can be read after an update of central. */
export function readSheet(place: string, text: string): Result<ReadSheet> {
  const head = parseJson(headSchema, text, 'sheet');
  if (!head.ok) return head;
  const sheet = readVersion(head.value);
  if (sheet.ok && head.value.place !== place)
    return failed('malformed', 'sheet: place', 'the place that signed the sheet');
  return sheet;
}

function readVersion(head: z.output<typeof headSchema>): Result<ReadSheet> {
  if (head.version === 1) {
    const sheet = parse(daySheet1Schema, head, 'sheet');
    if (!sheet.ok) return sheet;
    const { day, revision, computedAt } = sheet.value;
    const counts = countsOfVersion1(sheet.value);
    return ok({ kind: 'day', period: day, revision, computedAt, counts, hidden: [], knowsOffered: false });
  }
  if (head.version !== daySheetVersion)
    return failed('version-unknown', 'sheet: version', `version ${daySheetVersion} at most: update central`);
  const sheet = parse(sheetSchema, head, 'sheet');
  return sheet.ok ? ok(told(sheet.value)) : sheet;
}

function told(sheet: Sheet): ReadSheet {
  const { revision, computedAt, counts } = sheet;
  const own =
    sheet.kind === 'day'
      ? { kind: sheet.kind, period: sheet.day, hidden: [] }
      : { kind: sheet.kind, period: sheet.month, hidden: sheet.hidden };
  return { ...own, revision, computedAt, counts, knowsOffered: true };
}
