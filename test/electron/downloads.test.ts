import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DownloadItem } from 'electron';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Downloads, safeName } from '../../main/electron/downloads.ts';
import { FakeDownload } from './fake/session.ts';

const item = (name: string): { fake: FakeDownload; real: DownloadItem } => {
  const fake = new FakeDownload('https://example.org/x', name);
  return { fake, real: fake as unknown as DownloadItem };
};

describe('a download', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-downloads-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  test('appears under its name when it is whole, and not before', async () => {
    const { fake, real } = item('attestation CAF.pdf');
    await writeFile(new Downloads(folder).take(real), 'whole');
    expect((await readdir(folder)).filter((name) => !name.startsWith('.'))).toEqual([]);
    fake.emit('done', {}, 'completed');
    expect(await readdir(folder)).toEqual(['attestation CAF.pdf']);
    expect(await readFile(join(folder, 'attestation CAF.pdf'), 'utf8')).toBe('whole');
  });

  test('leaves nothing when it was broken off', async () => {
    const { fake, real } = item('a.pdf');
    await writeFile(new Downloads(folder).take(real), 'half');
    fake.emit('done', {}, 'interrupted');
    expect(await readdir(folder)).toEqual([]);
  });

  test('never writes over another', async () => {
    const downloads = new Downloads(folder);
    const both = [item('a.pdf'), item('a.pdf'), item('a.pdf')];
    for (const { fake, real } of both) {
      await writeFile(downloads.take(real), 'x');
      fake.emit('done', {}, 'completed');
    }
    expect((await readdir(folder)).toSorted()).toEqual(['a (2).pdf', 'a (3).pdf', 'a.pdf']);
  });

  test.each([
    ['../../etc/passwd', 'etc passwd'],
    ['.bashrc', 'bashrc'],
    ['a\u202efdp.exe', 'a fdp.exe'],
    ['   ', 'document'],
    ['lettre\n.odt', 'lettre .odt'],
  ])('called %j is kept as %j', (offered, kept) => {
    expect(safeName(offered)).toBe(kept);
  });

  test('stays in its folder and within a file system’s limits, whatever it is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (offered) => {
        const name = safeName(offered);
        expect(name).not.toMatch(/^\.|[/\\\p{Cc}]/u);
        expect(name).not.toBe('');
        expect(name.length).toBeLessThanOrEqual(120);
      }),
    );
  });
});
