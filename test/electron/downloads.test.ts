import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DownloadItem } from 'electron';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Downloads } from '../../main/electron/downloads.ts';
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

  test('is told once it is whole, the newest first, and found again by its id', async () => {
    const downloads = new Downloads(folder);
    const told: unknown[] = [];
    downloads.changed = (documents) => told.push(documents.map(({ name, bytes }) => ({ name, bytes })));
    const [first, broken, second] = [item('a.pdf'), item('b.pdf'), item('a.pdf')];
    await writeFile(downloads.take(first.real), 'one');
    await writeFile(downloads.take(broken.real), 'half');
    await writeFile(downloads.take(second.real), 'second');
    first.fake.emit('done', {}, 'completed');
    broken.fake.emit('done', {}, 'cancelled');
    second.fake.emit('done', {}, 'completed');
    const a = { name: 'a.pdf', bytes: 3 };
    expect(told).toEqual([[a], [{ name: 'a (2).pdf', bytes: 6 }, a]]);
    expect(downloads.pathsOf(['2', 'unknown', '1'])).toEqual([join(folder, 'a (2).pdf'), join(folder, 'a.pdf')]);
  });
});
