import fc from 'fast-check';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Problem } from '../../contract/problem.ts';
import { Channel, heartbeatMs } from '../../main/electron/channel.ts';
import { LineReader } from '../../main/electron/lines.ts';

describe('lines', () => {
  test('are the same however the bytes are cut, in the middle of a letter too', () => {
    const lines = fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !line.includes('\n')));
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), (wanted, cuts) => {
        const bytes = Buffer.from(wanted.map((line) => `${line}\n`).join(''));
        const reader = new LineReader(1_000);
        const read: string[] = [];
        for (let from = 0, cut = 0; from < bytes.length; cut += 1) {
          const to = from + (cuts[cut % cuts.length] ?? 1);
          const found = reader.read(bytes.subarray(from, to));
          if (found.ok) read.push(...found.value);
          from = to;
        }
        expect(read).toEqual(wanted);
      }),
    );
  });

  test('that never end are not kept in memory', () => {
    const reader = new LineReader(10);
    expect(reader.read(Buffer.from('0123456789')).ok).toBe(true);
    expect(reader.read(Buffer.from('x')).ok).toBe(false);
    expect(reader.read(Buffer.from('\nshort\n')).ok).toBe(false);
  });
});

const pingSchema = z.strictObject({ ping: z.int() });

describe('the channel', () => {
  let folder: string;
  let server: Server;
  let near: Socket;
  let far: Socket;
  const heard: number[] = [];
  const broken: Problem[] = [];
  let channel: Channel<typeof pingSchema, { ping: number }>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-channel-'));
    server = createServer();
    const path = join(folder, 'socket');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
    far = createConnection(path);
    near = await accepted;
    heard.length = 0;
    broken.length = 0;
    channel = new Channel(
      {
        stream: near,
        incoming: pingSchema,
        maxBytes: 1_000,
        heard: ({ ping }) => heard.push(ping),
        broken: (problem) => broken.push(problem),
      },
      () => ({ ping: 0 }),
    );
  });

  afterEach(async () => {
    vi.useRealTimers();
    channel.close();
    far.destroy();
    server.close();
    await rm(folder, { recursive: true });
  });

  test('hears what is of the agreed form, in order', async () => {
    far.write('{"ping":1}\n{"pi');
    far.write('ng":2}\n');
    await expect.poll(() => heard).toEqual([1, 2]);
    expect(broken).toEqual([]);
  });

  test.each([
    ['no JSON', 'hello'],
    ['another form', '{"ping":"one"}'],
    ['more than was agreed', '{"ping":1,"run":"xterm"}'],
    ['a prototype', '{"ping":1,"__proto__":{"a":1}}'],
    ['a line too long', `{"ping":${'1'.repeat(2_000)}}`],
  ])('ends at once on %s, and hears nothing after it', async (_what, line) => {
    far.write('{"ping":1}\n');
    await expect.poll(() => heard).toEqual([1]);
    far.write(`${line}\n{"ping":2}\n`);
    await expect.poll(() => broken.length).toBe(1);
    expect(heard).toEqual([1]);
    expect(broken[0]?.code).toBe('malformed');
    await expect.poll(() => near.destroyed).toBe(true);
  });

  test('ends when the other side does', async () => {
    far.destroy();
    await expect.poll(() => broken.map(({ code }) => code)).toEqual(['not-found']);
  });

  test('says nothing when it is closed from this side', async () => {
    channel.close();
    await new Promise((resolve) => far.once('close', resolve));
    expect(broken).toEqual([]);
  });

  test('gives up a side that has spoken and then missed three beats', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const watched = new Channel(
      {
        stream: near,
        incoming: pingSchema,
        maxBytes: 1_000,
        heard: () => heard.push(7),
        broken: (problem) => broken.push(problem),
      },
      () => ({ ping: 0 }),
    );
    vi.advanceTimersByTime(10 * heartbeatMs);
    expect(broken).toEqual([]);
    far.write('{"ping":1}\n');
    await vi.waitFor(() => expect(heard).toContain(7));
    vi.advanceTimersByTime(3 * heartbeatMs);
    expect(broken).toEqual([]);
    vi.advanceTimersByTime(heartbeatMs);
    expect(broken.map(({ code }) => code)).toEqual(['not-now']);
    watched.close();
  });
});
