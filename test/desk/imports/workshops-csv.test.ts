import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importRules } from '../../../contract/book/imports.ts';
import type { ImportProblem } from '../../../main/desk/imports/import-problem.ts';
import { readWorkshopsCsv, workshopsTemplate } from '../../../main/desk/imports/workshops-csv.ts';

const place = {
  zone: 'Europe/Paris',
  workstations: [
    { id: 'w1', name: 'Poste 1' },
    { id: 'w2', name: 'Poste 2' },
    { id: 'w3', name: 'Fenêtre' },
  ],
};

const header = 'atelier;description;date;début;fin;places;postes;public';
const good = 'Tablette;Débuter;2026-12-01;14:00;16:00;8;Poste 1|Poste 2;Seniors';

const read = (...lines: string[]): ReturnType<typeof readWorkshopsCsv> => readWorkshopsCsv(lines.join('\n'), place);

const briefly = (problems: readonly ImportProblem[]): string[] =>
  problems.map(({ line, field, rule, found }) => `${line} ${field || '-'} ${rule} "${found}"`);

const goodValue = {
  title: 'Tablette',
  description: 'Débuter',
  audience: 'Seniors',
  seats: 8,
  startsAt: Date.parse('2026-12-01T13:00:00Z'),
  endsAt: Date.parse('2026-12-01T15:00:00Z'),
  workstations: { kind: 'named', ids: ['w1', 'w2'] },
};

describe('a table of workshops', () => {
  test('is read as its lines say, in the zone of the place', () => {
    expect(read(header, good)).toEqual({ rows: [{ line: 2, value: goodValue }], problems: [] });
  });

  test('may have commas, tabs, a byte order mark, other ends of lines and no last one', () => {
    const same = { rows: [{ line: 2, value: goodValue }], problems: [] };
    for (const separator of [';', ',', '\t'])
      for (const end of ['\n', '\r\n', '\r'])
        for (const mark of ['', '\uFEFF']) {
          const text = mark + [header, good].join(end).replaceAll(';', separator);
          expect(readWorkshopsCsv(text, place)).toEqual(same);
          expect(readWorkshopsCsv(text + end + end, place)).toEqual(same);
        }
  });

  test('may name its columns in any order, without accents, in capitals, and leave out what may be empty', () => {
    const { rows, problems } = read('FIN, Places,TITRE ,Debut,date', '16h,8,Tablette,14 h,01/12/2026');
    expect(problems).toEqual([]);
    expect(rows[0]?.value).toEqual({ ...goodValue, description: '', audience: '', workstations: null });
  });

  test('keeps separators, quotes and lines within quoted text, and counts lines as an editor does', () => {
    const { rows, problems } = read(
      header,
      '',
      '"Photos ; ""trier""";"Copier\n\nranger";2026-12-01;9 h 05;10:00;6;2;',
      ';;;;;;;',
      'Écran 14" ;;1/2/2027;9h;10h;6;fenetre;',
      'Faux;;;;;;;',
    );
    expect(rows.map(({ line }) => line)).toEqual([3, 7]);
    expect(rows[0]?.value).toMatchObject({ title: 'Photos ; "trier"', description: 'Copier\n\nranger' });
    expect(rows[0]?.value.workstations).toEqual({ kind: 'count', count: 2 });
    expect(rows[1]?.value).toMatchObject({ title: 'Écran 14"', workstations: { kind: 'named', ids: ['w3'] } });
    expect(new Set(problems.map(({ line }) => line))).toEqual(new Set([8]));
  });

  test('may say who leads, and nothing of it is kept', () => {
    const { rows, problems } = read(`${header};animateur`, `${good};Jeanne Martin`);
    expect(problems).toEqual([]);
    expect(JSON.stringify(rows)).not.toContain('Jeanne');
  });

  test('may fill the empty columns at the end that spreadsheets leave', () => {
    expect(read(`${header};;;`, `${good};;;`).problems).toEqual([]);
  });

  test('that is our template has nothing wrong', () => {
    const { rows, problems } = readWorkshopsCsv(workshopsTemplate, place);
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(2);
  });
});

describe('what is wrong is named, with its line', () => {
  test.each([
    ['no title', ';;2026-12-01;14:00;16:00;8;;', 'atelier required ""'],
    ['a title too long', `${'x'.repeat(121)};;2026-12-01;14:00;16:00;8;;`, `atelier too-long "${'x'.repeat(80)}"`],
    ['a sign that no one sees', 'a\u0007b;;2026-12-01;14:00;16:00;8;;', 'atelier unprintable "a\u0007b"'],
    ['a day that is not', 'A;;31/11/2026;14:00;16:00;8;;', 'date date "31/11/2026"'],
    ['an American day', 'A;;12/31/2026;14:00;16:00;8;;', 'date date "12/31/2026"'],
    ['a day in words', 'A;;demain;14:00;16:00;8;;', 'date date "demain"'],
    ['no day', 'A;;;14:00;16:00;8;;', 'date required ""'],
    ['a time that is not', 'A;;2026-12-01;14:60;16:00;8;;', 'début time "14:60"'],
    ['a time past the day', 'A;;2026-12-01;14:00;24:00;8;;', 'fin time "24:00"'],
    ['an end before the beginning', 'A;;2026-12-01;14:00;9h;8;;', 'fin end-after-start "9h"'],
    ['an end at the beginning', 'A;;2026-12-01;14:00;14 h;8;;', 'fin end-after-start "14 h"'],
    ['a time that the clock jumps over', 'A;;2027-03-28;02:30;04:00;8;;', 'début time-jumped "02:30"'],
    ['no seat', 'A;;2026-12-01;14:00;16:00;0;;', 'places whole "0"'],
    ['too many seats', 'A;;2026-12-01;14:00;16:00;201;;', 'places whole "201"'],
    ['seats in words', 'A;;2026-12-01;14:00;16:00;huit;;', 'places whole "huit"'],
    ['a workstation that is not', 'A;;2026-12-01;14:00;16:00;8;Poste 1|Poste 9;', 'postes workstations "Poste 9"'],
    ['more workstations than there are', 'A;;2026-12-01;14:00;16:00;8;4;', 'postes workstations "4"'],
    ['one cell too many', `${good};16`, '- cell-beyond "16"'],
    [
      'letters that were lost',
      'Atelier num\uFFFDrique;;2026-12-01;14:00;16:00;8;;',
      '- encoding "Atelier num\uFFFDrique"',
    ],
  ])('%s', (_what, line, told) => {
    const { rows, problems } = read(header, good, line, good);
    expect(briefly(problems)).toEqual([`3 ${told}`]);
    expect(rows.map((row) => row.line)).toEqual([2, 4]);
  });

  test('all faults of a line at once, and of all lines', () => {
    const { rows, problems } = read(header, ';;x;25h;;-1;Rien;', good, 'A;;;9h;8h;;;');
    expect(briefly(problems)).toEqual([
      '2 atelier required ""',
      '2 date date "x"',
      '2 début time "25h"',
      '2 fin required ""',
      '2 places whole "-1"',
      '2 postes workstations "Rien"',
      '4 date required ""',
      '4 places required ""',
      '4 fin end-after-start "8h"',
    ]);
    expect(rows.map(({ line }) => line)).toEqual([3]);
  });

  test('a workstation that is not, with those that are', () => {
    const [problem] = read(header, 'A;;2026-12-01;14:00;16:00;8;Poste 9;').problems;
    expect(problem?.accepted).toEqual(['Poste 1', 'Poste 2', 'Fenêtre']);
  });

  test('a column that nobody knows, with those that are known, while the rest is read', () => {
    const { rows, problems } = read(`${header};prix`, `${good};12`, `${good};`);
    expect(briefly(problems)).toEqual(['1 prix column-unknown "prix"']);
    expect(problems[0]?.accepted).toEqual(expect.arrayContaining(['atelier', 'titre', 'début', 'postes', 'animateur']));
    expect(rows).toHaveLength(2);
  });

  test('a column that is missing, once and not for every line', () => {
    const { rows, problems } = read('atelier;date;fin;places', 'A;2026-12-01;16:00;8', 'B;2026-12-01;16:00;8');
    expect(briefly(problems)).toEqual(['1 début column-missing ""']);
    expect(rows).toEqual([]);
  });

  test('a column that is there twice', () => {
    expect(briefly(read(`${header};titre`, `${good};`).problems)).toEqual(['1 titre column-twice "titre"']);
  });

  test('a quote that never closes, at the line where it opens', () => {
    const { rows, problems } = read(header, good, 'A;"perdu;2026-12-01;14:00;16:00;8;;', good);
    expect(briefly(problems)).toEqual(['3 - quote "A;"perdu;2026-12-01;14:00;16:00;8;;"']);
    expect(rows.map(({ line }) => line)).toEqual([2]);
  });

  test('nothing at all, or columns alone', () => {
    for (const text of ['', '\uFEFF', '\n\n', header])
      expect(briefly(readWorkshopsCsv(text, place).problems)).toEqual(['1 - no-rows ""']);
  });

  test('too many lines, or too much text', () => {
    const many = read(header, ...Array.from({ length: 5_000 }, () => good));
    expect(briefly(many.problems)).toEqual(['5001 - lines "5001 lines"']);
    expect(many.rows).toEqual([]);
    expect(read(header, ...Array.from({ length: 4_999 }, () => good)).rows).toHaveLength(4_999);
    const large = read(header, `A;${'é'.repeat(500_000)};2026-12-01;14:00;16:00;8;;`);
    expect(large.problems.map(({ rule }) => rule)).toEqual(['size']);
  });
});

const scraps = fc.constantFrom(
  ...[
    'atelier',
    'date',
    'début',
    'fin',
    'places',
    'postes',
    'Poste 1',
    '2026-12-01',
    '31/02/2026',
    '14:00',
    '14 h 30',
    '8',
    '|',
  ],
  ...[';', ';', ';', ',', '\t', '"', '""', '\n', '\n', '\r\n', '\r', '\uFEFF', '\uD800', '\u0000', 'é', '😀', ' '],
);

/** Half of it torn from tables, so that it gets past the first line. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(scraps, { maxLength: 80 }).map((parts) => parts.join('')),
  fc.array(scraps, { maxLength: 80 }).map((parts) => `${header}\n${parts.join('')}`),
);

test('whatever the text, it is answered with whole rows and problems on lines that it has', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { rows, problems } = readWorkshopsCsv(text, place);
      const lines = text.split(/\r\n?|\n/).length;
      for (const { line, rule } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(importRules).toContain(rule);
      }
      const wrong = new Set(problems.map(({ line }) => line));
      for (const { line, value } of rows) {
        expect(wrong.has(line)).toBe(false);
        expect(value.startsAt).toBeLessThan(value.endsAt);
      }
      expect(rows.length + problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});
