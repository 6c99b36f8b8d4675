import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeAlphabet } from '../../../contract/ticket-code.ts';
import { slipPdf } from '../../../main/desk/slips/slip-pdf.ts';
import { slipQr } from '../../../main/desk/slips/slip-qr.ts';
import { slipText } from '../../../main/desk/slips/slip-text.ts';
import type { Slip } from '../../../main/desk/slips/slip.ts';
import { type GrayPicture, pictureOf, readQr } from '../../qr-reader.ts';
import { exampleSlip } from './example-slip.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-slip-'));
});

afterAll(() => rm(folder, { recursive: true }));

/** What a program of Debian's package poppler-utils makes of a slip on paper. */
async function poppler(program: 'pdfinfo' | 'pdftotext' | 'pdftoppm', options: string[], slip: Slip): Promise<Buffer> {
  const file = join(folder, 'slip.pdf');
  await writeFile(file, await slipPdf(slip));
  // To standard output: two of them do so by themselves.
  const into = program === 'pdftotext' ? ['-'] : [];
  try {
    const all = [...options, file, ...into];
    return (await promisify(execFile)(program, all, { encoding: 'buffer', maxBuffer: 50_000_000 })).stdout;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(`${program} is missing: install the Debian package poppler-utils`, { cause: error });
    throw error;
  }
}

const words = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();

const factsOf = async (slip: Slip): Promise<string> => (await poppler('pdfinfo', [], slip)).toString();

/** In the order in which a reader comes upon it. */
const textOn = async (slip: Slip): Promise<string> =>
  words((await poppler('pdftotext', ['-raw', '-enc', 'UTF-8'], slip)).toString());

/** As a till printer draws it: 203 dots an inch. */
async function printed(slip: Slip): Promise<GrayPicture> {
  const pgm = await poppler('pdftoppm', ['-r', '203', '-gray'], slip);
  const head = /^P5\s(\d+)\s(\d+)\s255\s/.exec(pgm.subarray(0, 40).toString('latin1'));
  const [all = '', width, height] = head ?? [];
  return { width: Number(width), height: Number(height), shades: pgm.subarray(all.length) };
}

const bare = { when: null, minutes: null, workstationName: null, validUntil: null, helpLine: null } as const;

describe('a slip on paper', () => {
  test('says what the text says, in the same order', async () => {
    for (const slip of [exampleSlip, { ...exampleSlip, language: 'en' as const }, { ...exampleSlip, ...bare }])
      expect(await textOn(slip)).toBe(words(slipText(slip)));
    expect(await textOn(exampleSlip)).toMatch(/Cœur.* de 14 h 05 à 15 h 05 .*K7M-4QX/);
  });

  test('is one page, as wide as a till roll and no higher than a sheet of A4', async () => {
    const place = 'Espace public numérique de la communauté d’agglomération du Pays de Quelque Part-sur-Rivière';
    for (const slip of [
      { ...exampleSlip, ...bare },
      exampleSlip,
      { ...exampleSlip, placeName: place, helpLine: place },
    ]) {
      const facts = await factsOf(slip);
      expect(facts).toMatch(/^Pages: +1$/m);
      const [, width, height] = /^Page size: +([\d.]+) x ([\d.]+) pts/m.exec(facts) ?? [];
      expect(Number(width)).toBeCloseTo((80 / 25.4) * 72, 1);
      expect(Number(height)).toBeGreaterThan(200);
      expect(Number(height)).toBeLessThan((297 / 25.4) * 72);
    }
  });

  test('is tagged, in its language, with words for its picture', async () => {
    expect(await factsOf(exampleSlip)).toMatch(/^Tagged: +yes$/m);
    const bytes = Buffer.from(await slipPdf({ ...exampleSlip, language: 'en' })).toString('latin1');
    expect(bytes).toContain('/Lang (en-GB)');
    expect(bytes).toContain('/Alt (The code K7M-4QX, for a device to read)');
    const structure = (await poppler('pdfinfo', ['-struct'], exampleSlip)).toString();
    expect(structure).toMatch(/H1 \(block\)/);
    expect(structure.match(/^ *Figure/gm)).toHaveLength(1);
  });

  test('has a code that a scanner types as a person would', async () => {
    expect(readQr(await printed(exampleSlip))).toBe('K7M4QX');
  });

  test('has letters of elsewhere without their accents rather than none', async () => {
    expect(await textOn({ ...exampleSlip, placeName: 'Rīga, Łódź & 東京 \u{1F600}…' })).toMatch(
      /^Riga, \?ódz & \?\? \?… /,
    );
  });

  test('has a long code whole on one line', async () => {
    expect(await textOn({ ...exampleSlip, code: 'K7M-4QX-WWW-MMM' })).toContain(' K7M-4QX-WWW-MMM ');
  });
});

test('any code is read back from its squares', () => {
  const code = fc.stringMatching(new RegExp(`^[${codeAlphabet}]{6}$`));
  fc.assert(
    fc.property(code, (content) => {
      const { size, modules } = slipQr(content);
      expect(modules).toHaveLength(size);
      expect(readQr(pictureOf(size, (x, y) => modules[y]?.[x] === true))).toBe(content);
    }),
    { numRuns: 50 },
  );
});
