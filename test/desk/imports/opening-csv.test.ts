import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openingTemplate, readOpeningCsv } from '../../../main/desk/imports/opening-csv.ts';

const header = 'jour;date;de;à;fermé;motif';

const read = (...lines: string[]): ReturnType<typeof readOpeningCsv> => readOpeningCsv([header, ...lines].join('\n'));

const briefly = ({ problems }: ReturnType<typeof readOpeningCsv>): string[] =>
  problems.map(({ line, field, rule, found }) => `${line} ${field || '-'} ${rule} "${found}"`);

describe('a table of opening hours', () => {
  test('has weeks and days that are unlike the others', () => {
    const { rows, problems } = read(
      'mardi;;9h;12 h 30;;',
      'Mar.;;14:00;24:00;non;',
      '7;;10:00;12:00;;',
      ';24/12/2026;09:00;12:00;;Veille de Noël',
      ';2026-12-25;;;oui;Noël',
      ';2026-12-26;;;X;',
    );
    expect(problems).toEqual([]);
    expect(rows.map(({ value }) => value)).toEqual([
      { kind: 'week', weekday: 2, from: '09:00', to: '12:30' },
      { kind: 'week', weekday: 2, from: '14:00', to: '24:00' },
      { kind: 'week', weekday: 7, from: '10:00', to: '12:00' },
      { kind: 'exception', day: '2026-12-24', from: '09:00', to: '12:00', reason: 'Veille de Noël' },
      { kind: 'exception', day: '2026-12-25', closed: true, reason: 'Noël' },
      { kind: 'exception', day: '2026-12-26', closed: true, reason: '' },
    ]);
  });

  test('may have columns in any order, without accents, and a week alone', () => {
    const { rows, problems } = readOpeningCsv('A,De,JOUR\r\n12h,9h,lundi\r\n');
    expect(problems).toEqual([]);
    expect(rows).toEqual([{ line: 2, value: { kind: 'week', weekday: 1, from: '09:00', to: '12:00' } }]);
  });

  test('that is our template has nothing wrong', () => {
    const { rows, problems } = readOpeningCsv(openingTemplate);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(5);
  });
});

describe('what is wrong is named, with its line', () => {
  test.each([
    ['a day of no week', 'mardredi;;9h;12h;;', ['jour weekday "mardredi"']],
    ['a date that is not', ';29/02/2027;9h;12h;;', ['date date "29/02/2027"']],
    ['neither a weekday nor a date', ';;9h;12h;;', ['jour weekday-or-date ""']],
    ['both', 'jeudi;2026-12-24;9h;12h;;', ['jour weekday-or-date "jeudi"']],
    ['no hours', 'jeudi;;;;;', ['de required ""', 'à required ""']],
    ['no end', 'jeudi;;9h;;;', ['à required ""']],
    ['an end before the beginning', 'jeudi;;12h;9h;;', ['à end-after-start "9h"']],
    ['a beginning at the end of the day', 'jeudi;;24:00;24:00;;', ['de time "24:00"']],
    ['a weekday that is closed', 'jeudi;;;;oui;', ['fermé closed-day "oui"']],
    ['hours of a day that is closed', ';2026-12-25;9h;12h;oui;', ['de closed-hours "9h"', 'à closed-hours "12h"']],
    ['perhaps', ';2026-12-25;9h;12h;peut-être;', ['fermé yes-no "peut-être"']],
    ['too much of a reason', `;2026-12-25;;;oui;${'x'.repeat(121)}`, [`motif too-long "${'x'.repeat(80)}"`]],
    ['all of it at once', 'x;y;z;25h;w;', ['jour', 'date', 'de', 'à', 'fermé']],
  ])('%s', (_what, line, told) => {
    const found = read('lundi;;9h;12h;;', line, 'mercredi;;9h;12h;;');
    const expected = told.map((one) => expect.stringContaining(`3 ${one}`) as string);
    expect(briefly(found)).toEqual(expected);
    expect(found.rows.map((row) => row.line)).toEqual([2, 4]);
  });

  test('hours that overlap, with the lines that they meet', () => {
    const found = read('lundi;;9h;12h;;', 'lundi;;12h;14h;;', 'lundi;;11h;13h;;', 'mardi;;11h;13h;;');
    expect(briefly(found)).toEqual(['4 de hours-apart "11h"']);
    expect(found.problems[0]?.accepted).toEqual(['2', '3']);
    expect(found.rows.map((row) => row.line)).toEqual([2, 3, 5]);
  });

  test('a day that is closed and open', () => {
    expect(briefly(read(';25/12/2026;;;oui;', ';2026-12-25;9h;12h;;'))).toEqual(['3 de hours-apart "9h"']);
  });

  test('more stretches on one day than the hours of a place hold', () => {
    const stretches = Array.from({ length: 7 }, (_, index) => `lundi;;${8 + index}h;${8 + index}h30;;`);
    expect(briefly(read(...stretches))).toEqual(['8 de hours-count "14h"']);
  });

  test('columns', () => {
    expect(briefly(readOpeningCsv('jour;ouverture;fermeture\nlundi;9h;12h'))).toEqual([
      '1 ouverture column-unknown "ouverture"',
      '1 fermeture column-unknown "fermeture"',
      '1 de column-missing ""',
      '1 à column-missing ""',
    ]);
  });
});

const scraps = fc.constantFrom(
  ...['jour', 'date', 'de', 'à', 'lundi', '7', '2026-12-25', '31/02/2026', '9h', '24:00', '25h', 'oui', 'non'],
  ...[';', ';', ';', ';', ',', '\t', '"', '\n', '\n', '\r\n', '\uFEFF', '\uD800', '\u0000', 'é', '😀', ' '],
);

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(scraps, { maxLength: 80 }).map((parts) => `${header}\n${parts.join('')}`),
);

test('whatever the text, it is answered with whole rows and problems on lines that it has', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { rows, problems } = readOpeningCsv(text);
      const lines = text.split(/\r\n?|\n/).length;
      for (const { line } of problems) expect(line >= 1 && line <= lines).toBe(true);
      for (const { value } of rows) expect('closed' in value || value.from < value.to).toBe(true);
      expect(rows.length + problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
