import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../contract/desk-link.ts';
import { migrations } from '../../../main/kiosk/store/migrations.ts';
import { KioskStore } from '../../../main/kiosk/store/store.ts';
import { sliceInTest } from '../desk-in-test.ts';
import { ticketInTest } from '../workstation-in-test.ts';

const at = '2026-11-24T13:05:00.000Z';
const session = '7d444840-9dc0-4e0d-8c4b-6a1d1f1f1f1f';
const ticket = '0f0e6a3c-2d0f-4a51-9a55-111111111111';
const started: Fact = {
  ...{ kind: 'session-started', session, ticket, access: 'ticket', profile: 'adult', at, minutes: 30 },
  ...{ reason: 'granted-whole', charterVersion: 1, resumed: false },
};
const ended: Fact = { kind: 'session-ended', session, at, reason: 'time-over', usedSeconds: 1800, estimated: false };
const wiped: Fact = { kind: 'wiped', session, at, leftovers: [] };

describe('the store', () => {
  let folder: string;
  let store: KioskStore;

  const open = (): KioskStore => {
    const opened = KioskStore.open(folder);
    if (!opened.ok) throw new Error(opened.problem.expected);
    return opened.value;
  };
  const refusal = (where: string): string => {
    const opened = KioskStore.open(where);
    return opened.ok ? 'opened' : opened.problem.expected;
  };
  const openAgain = (): void => {
    store.close();
    store = open();
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'escale-store-'));
    store = open();
  });

  afterEach(async () => {
    store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives facts back in order, over restarts, until they are acknowledged', () => {
    store.record([started, ended]);
    openAgain();
    store.record([wiped]);
    const waiting = store.waitingFacts(200);
    expect(waiting.map(({ fact }) => fact)).toEqual([started, ended, wiped]);
    store.acknowledge(waiting[1]?.seq ?? 0);
    openAgain();
    expect(store.waitingFacts(200)).toEqual(waiting.slice(2));
  });

  it('never uses a number twice, though everything was acknowledged', () => {
    store.record([started]);
    const [first] = store.waitingFacts(1);
    store.acknowledge(first?.seq ?? 0);
    openAgain();
    store.record([ended]);
    expect(store.waitingFacts(1)[0]?.seq).toBe((first?.seq ?? 0) + 1);
  });

  it('numbers a rebuilt file above the one before', async () => {
    store.record([started]);
    const before = store.waitingFacts(1)[0]?.seq ?? 0;
    store.close();
    await rm(folder, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
    store = open();
    store.record([started]);
    expect(store.waitingFacts(1)[0]?.seq).toBeGreaterThan(before);
  });

  it('sets a fact aside that it cannot read, and gives those behind it', () => {
    store.record([started, ended]);
    store.close();
    const database = new Database(join(folder, 'kiosk.db'));
    database.exec(`UPDATE outbox SET fact = '{"kind":"older"}' WHERE seq = (SELECT min(seq) FROM outbox)`);
    database.close();
    store = open();
    const waiting = store.waitingFacts(200);
    expect(waiting.map(({ fact }) => fact)).toEqual([ended]);
    store.acknowledge(waiting[0]?.seq ?? 0);
    openAgain();
    expect(store.waitingFacts(200)).toEqual([]);
  });

  it('remembers the session that runs, how long it was used, and that it ended', () => {
    expect(store.interrupted()).toBeNull();
    store.record([started]);
    store.noteUse({ session, at: '2026-11-24T13:10:00.000Z', usedSeconds: 300 });
    openAgain();
    const noted = { session, notedAt: '2026-11-24T13:10:00.000Z', usedSeconds: 300, leftSeconds: 0 };
    expect(store.interrupted()).toEqual({ ...noted, ended: false });
    store.record([ended]);
    expect(store.interrupted()).toMatchObject({ ended: true, usedSeconds: 1800 });
    store.record([wiped]);
    openAgain();
    expect(store.interrupted()).toBeNull();
  });

  it('remembers what a wipe left until somebody has seen it', () => {
    expect(store.traces()).toEqual([]);
    store.record([started, ended]);
    store.record([{ ...wiped, leftovers: ['file', 'mount'] }], { traces: ['file', 'mount'] });
    openAgain();
    expect(store.traces()).toEqual(['file', 'mount']);
    expect(store.interrupted()).toBeNull();
    store.record([], { traces: [] });
    openAgain();
    expect(store.traces()).toEqual([]);
  });

  it('remembers that there were traces when it cannot read which', () => {
    store.record([], { traces: ['file'] });
    store.close();
    const database = new Database(join(folder, 'kiosk.db'));
    database.exec("UPDATE traces SET kinds = '[]'");
    database.close();
    store = open();
    expect(store.traces()).toEqual(['unchecked']);
  });

  it('remembers what was planted, for a start after a power cut', () => {
    expect(store.token).toBeNull();
    store.token = 'a token';
    openAgain();
    expect(store.token).toBe('a token');
    store.token = null;
    openAgain();
    expect(store.token).toBeNull();
  });

  it('knows a used ticket for as long as the slice still offers it', () => {
    store.record([started]);
    store.keepSlice(sliceInTest({ tickets: [ticketInTest({ ticket })] }));
    openAgain();
    expect(store.isSpent(ticket)).toBe(true);
    expect(store.slice()?.tickets).toHaveLength(1);
    store.keepSlice(sliceInTest());
    expect(store.isSpent(ticket)).toBe(false);
  });

  it('is readable by its own account only', async () => {
    expect((await stat(join(folder, 'kiosk.db'))).mode & 0o777).toBe(0o600);
  });

  it('is refused to a second kiosk', () => {
    expect(refusal(folder)).toMatch(/one kiosk/);
  });

  it('says what is wrong with a folder that it cannot write to', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(KioskStore.open(file)).toMatchObject({ ok: false, problem: { where: join(file, 'kiosk.db') } });
  });

  it('leaves a file alone that a newer Escale made', () => {
    store.close();
    const database = new Database(join(folder, 'kiosk.db'));
    database.pragma('user_version = 99');
    database.close();
    expect(refusal(folder)).toMatch(/newer/);
    const back = new Database(join(folder, 'kiosk.db'));
    back.pragma(`user_version = ${migrations.length}`);
    back.close();
    store = open();
  });

  it('sets a damaged file aside, whole, and starts a fresh one', async () => {
    store.record([started]);
    store.close();
    const path = join(folder, 'kiosk.db');
    await rm(path);
    await writeFile(path, Buffer.alloc(8192, 'damaged'));
    await chmod(path, 0o600);
    store = open();
    expect(store.setAside).toMatch(/kiosk\.db\.damaged-\d+$/);
    expect(store.waitingFacts(1)).toEqual([]);
    openAgain();
    expect(store.setAside).toBeNull();
    expect((await readdir(folder)).filter((name) => /damaged-\d+$/.test(name))).toHaveLength(1);
  });

  it('has everything that a killed program said was on disk, and nothing by halves', async () => {
    for (let round = 0; round < 3; round += 1) {
      const own = join(folder, `round-${round}`);
      const writer = spawn(process.execPath, [fileURLToPath(new URL('writer.ts', import.meta.url)), own]);
      let said = '';
      writer.stdout.on('data', (data: Buffer) => {
        said += data.toString('utf8');
        if (said.split('\n').length > 20 * (round + 1)) writer.kill('SIGKILL');
      });
      await once(writer, 'close');
      const opened = KioskStore.open(own);
      if (!opened.ok) throw new Error(opened.problem.expected);
      const facts = opened.value.waitingFacts(100_000).map(({ fact }) => fact);
      opened.value.close();
      const counts = facts.map((fact) => (fact.kind === 'refusals-counted' ? fact.count : 0));
      expect(counts.length).toBeGreaterThanOrEqual(2 * Number(said.split('\n').at(-2)));
      expect(counts).toEqual(counts.map((_, index) => Math.floor(index / 2) + 1));
      expect(counts.length % 2).toBe(0);
    }
  });
});
