import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { machineTraces, type MachinePlaces } from '../../../main/kiosk/traces/machine-traces.ts';
import { newToken } from '../../../main/kiosk/traces/token.ts';
import { searchWord } from '../../../main/kiosk/traces/word-search.ts';

const token = 'temoin0123456789abcdef0123456789abcdef';
const uid = process.getuid?.() ?? 0;

describe('what of a visitor lies on a machine', () => {
  let root: string;
  let places: MachinePlaces;
  let settings: Parameters<typeof machineTraces>[0];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'escale-traces-'));
    places = {
      open: [join(root, 'tmp'), join(root, 'run')],
      sessions: join(root, 'run/user'),
      sharedMemory: join(root, 'shm'),
      spool: join(root, 'spool'),
      crashes: [join(root, 'coredump')],
      printSocket: join(root, 'cups.sock'),
      accounts: join(root, 'passwd'),
    };
    const data = join(root, 'tmp/data');
    settings = { data, runtime: join(root, 'run/escale'), browserUser: { uid, gid: uid } };
    const folders = [...places.open, places.sharedMemory, places.spool, ...places.crashes, data, join(root, 'home')];
    for (const folder of folders) await mkdir(folder, { recursive: true });
    await writeFile(
      places.accounts,
      `root:x:0:0::/nowhere:/bin/sh\nvisitor:x:${uid}:${uid}::${root}/home:/bin/sh\n`.replace(
        /^root.*\n(?=visitor:x:0:)/,
        '',
      ),
    );
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  const put = async (path: string, content: string | Buffer): Promise<string> => {
    const whole = join(root, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, content);
    return whole;
  };
  const find = (word: string | null = token) => machineTraces(settings, places).find(word);

  it('is nothing on a machine that was wiped, whatever else lies there', async () => {
    await put('tmp/notes.txt', 'nothing of anybody’s');
    await put('shm/segment', Buffer.alloc(100_000));
    expect(await find()).toEqual([]);
  });

  it.each([
    ['file', 'tmp/deep/down/profile.log'],
    ['file', 'run/escale/browsers/0a/profile/Cookies'],
    ['file', 'home/.config/chromium/Crash Reports/new/1.dmp'],
    ['shared-memory', 'shm/.org.chromium.abc'],
    ['spool', 'spool/cups/d00012-001'],
    ['crash-dump', 'coredump/vmcore'],
  ] as const)('is a %s that holds the token, in either writing: %s', async (what, path) => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const where = await put(path, Buffer.concat([Buffer.alloc(700), Buffer.from(token, encoding)]));
      expect(await find()).toEqual([{ what, where }]);
    }
    await rm(join(root, path));
    expect(await find()).toEqual([]);
  });

  it('is a file or a folder that bears the token in its name', async () => {
    const folder = join(root, 'tmp', `${token}-indexeddb`);
    await mkdir(folder);
    expect(await find()).toEqual([{ what: 'file', where: folder }]);
  });

  it('is nothing that was written before the token was made', async () => {
    const where = await put('tmp/notes.txt', token);
    const young = newToken(new Date(Date.now() + 2 * 3_600_000).toISOString());
    await put('tmp/older.txt', young);
    expect(await find(young)).toEqual([]);
    expect(await find()).toEqual([{ what: 'file', where }]);
  });

  it('is not what the kiosk itself remembers', async () => {
    await put('tmp/data/kiosk.db', token);
    expect(await find()).toEqual([]);
  });

  it('is any crash dump of the browsers’ account, with or without a token to look for', async () => {
    const where = await put(`coredump/core.chromium.${uid}.0a1b.4711.zst`, 'compressed');
    expect(await find(null)).toEqual([{ what: 'crash-dump', where }]);
  });

  it.runIf(uid === 0)('is nothing of another account’s, which a browser could not have written', async () => {
    const where = await put('tmp/other.txt', token);
    await chown(where, 4242, 4242);
    expect(await find()).toEqual([]);
  });

  it.runIf(uid === 0)('is not looked for where a browser may not write, however much lies there', async () => {
    const where = await put('tmp/closed/deep/token.txt', token);
    await chown(where, 4242, 4242);
    settings = { ...settings, browserUser: { uid: 4242, gid: 4242 } };
    await writeFile(places.accounts, `visitor:x:4242:4242::${root}/home:/bin/sh\n`);
    expect(await find()).toEqual([]);
    await chown(join(root, 'tmp/closed'), 4242, 4242);
    await chown(join(root, 'tmp/closed/deep'), 4242, 4242);
    expect(await find()).toEqual([{ what: 'file', where }]);
  });

  it('cannot be told when the accounts of this machine cannot be read', async () => {
    await rm(places.accounts);
    await expect(find()).rejects.toThrow('ENOENT');
  });

  describe('where a print server runs', () => {
    let server: Server;
    beforeEach(async () => {
      server = createServer((socket) => socket.destroy());
      await new Promise<void>((resolve) => server.listen(places.printSocket, resolve));
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    it('cannot be told when it does not answer about its jobs', async () => {
      await expect(find()).rejects.toThrow(/lpstat/);
    });
  });
});

describe('a word', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-word-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const search = (concerns: () => boolean = () => true) =>
    searchWord(token, { folders: [folder], except: [], concerns, enters: () => true });

  it('is found wherever in a file it stands, over the borders of what is read at once too', async () => {
    const mebibyte = 1024 * 1024;
    const place = fc.oneof(fc.nat(3 * mebibyte), fc.integer({ min: mebibyte - 90, max: mebibyte + 90 }));
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('utf8' as const, 'utf16le' as const), async (before, encoding) => {
        const path = join(folder, 'file');
        await writeFile(path, Buffer.concat([Buffer.alloc(before), Buffer.from(token, encoding), Buffer.alloc(5)]));
        expect(await search()).toEqual({ holding: [path], unseen: [] });
        await writeFile(path, Buffer.concat([Buffer.alloc(before), Buffer.from(token.slice(1), encoding)]));
        expect(await search()).toEqual({ holding: [], unseen: [] });
      }),
      { numRuns: 60 },
    );
  });

  it('that was looked for in a folder that is not there was not there either', async () => {
    await rm(folder, { recursive: true });
    expect(await search()).toEqual({ holding: [], unseen: [] });
  });

  it('cannot be ruled out where a folder that was named cannot be entered', async () => {
    // A name too long for any disk: the one fault that root meets too.
    const path = join(folder, 'x'.repeat(300));
    const found = await searchWord(token, { folders: [path], except: [], concerns: () => true, enters: () => true });
    expect(found).toEqual({ holding: [], unseen: [path] });
  });

  it.skipIf(uid === 0)(
    'cannot be ruled out in what is closed and the browser’s own; what is closed to both can',
    async () => {
      await mkdir(join(folder, 'closed'));
      await chmod(join(folder, 'closed'), 0);
      expect((await search()).unseen).toEqual([join(folder, 'closed')]);
      expect((await search(() => false)).unseen).toEqual([]);
      await chmod(join(folder, 'closed'), 0o700);
    },
  );
});
