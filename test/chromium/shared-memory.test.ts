import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { SharedMemory } from '../../main/chromium/shared-memory.ts';

const uid = process.getuid?.() ?? 0;

describe('shared memory on a machine without a jail', () => {
  const made: string[] = [];

  /** A file as Chromium names them. */
  function place(): string {
    const path = `/dev/shm/.org.chromium.Chromium.${randomUUID()}`;
    made.push(path);
    writeFileSync(path, 'a page');
    return path;
  }

  afterEach(() => {
    for (const path of made.splice(0)) rmSync(path, { force: true });
  });

  it('is left when it has come since and nobody holds it', async () => {
    const memory = await SharedMemory.watch(uid);
    const path = place();
    expect(await memory.left()).toEqual([path]);
    rmSync(path);
    expect(await memory.left()).toEqual([]);
  });

  it('of a browser that somebody else runs is not ours', async () => {
    const before = place();
    const memory = await SharedMemory.watch(uid);
    const theirs = openSync(place(), 'r');
    expect(await memory.left()).toEqual([]);
    closeSync(theirs);
    expect(await memory.left()).toEqual([made[1]]);
    expect(made[0]).toBe(before);
  });

  it('is left when it is a segment whose maker has ended', async () => {
    const memory = await SharedMemory.watch(uid);
    const id = /\d+/.exec(execFileSync('ipcmk', ['--shmem', '4096'], { encoding: 'utf8' }))?.[0] ?? '';
    try {
      expect(await memory.left()).toEqual([`segment ${id}`]);
      expect(await (await SharedMemory.watch(uid)).left()).toEqual([]);
    } finally {
      execFileSync('ipcrm', ['--shmem-id', id]);
    }
  });
});
