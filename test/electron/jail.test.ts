import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JailPlan, jailed, jailStands, unjailed, visitorEnvironment } from '../../main/electron/jail.ts';

const trial = await mkdtemp(join(tmpdir(), 'escale-jail-'));
const plan: JailPlan = {
  folder: trial,
  proxySocket: join(trial, 'proxy'),
  proxyPort: 3128,
  readable: [join(trial, 'program')],
  display: ':77',
  authority: null,
};
const stands = await jailStands(plan);

describe('the jail', () => {
  let proxy: Server;

  beforeAll(async () => {
    await writeFile(join(trial, 'program'), 'ours');
    await writeFile(join(trial, 'secret'), 'another visitor’s');
    proxy = createServer((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nthrough the proxy'));
    await new Promise<void>((resolve) => proxy.listen(plan.proxySocket, resolve));
  });

  afterAll(async () => {
    proxy.close();
    await rm(trial, { recursive: true });
  });

  /** What a shell inside prints; it writes to the channel's descriptor, since everything else is closed. */
  async function inside(script: string): Promise<string> {
    const { program, words } = jailed(plan, { program: 'sh', words: ['-c', `{ ${script} ; } >&3 2>&1`] });
    const env = { ...visitorEnvironment(plan, true) };
    return printed(spawn(program, words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env, detached: true }));
  }

  async function printed(child: ChildProcess): Promise<string> {
    let text = '';
    child.stdio[3]?.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await new Promise((resolve) => child.on('exit', resolve));
    return text;
  }

  test.skipIf(!stands)('shows nothing of the disk but the system and the program’s own files', async () => {
    expect((await inside('ls /')).split('\n')).not.toContain('root');
    expect(await inside(`cat ${join(trial, 'program')}`)).toBe('ours');
    expect(await inside(`cat ${join(trial, 'secret')}`)).toContain('No such file');
    expect(await inside(`touch ${join(trial, 'program')}; touch /usr/x`)).toMatch(/Read-only.*\n.*Read-only/);
  });

  test.skipIf(!stands)('holds an ordinary user without any power', async () => {
    expect(await inside('id -u; grep CapEff /proc/self/status')).toMatch(/^1000\nCapEff:\t0+\n$/);
  });

  test.skipIf(!stands)('lets Chromium make its own sandbox inside', async () => {
    expect(await inside('unshare -U true && echo nested')).toBe('nested\n');
  });

  test.skipIf(!stands)('has one way out: the proxy', async () => {
    const waits = 'until curl -s http://127.0.0.1:3128/; do sleep 0.05; done';
    expect(await inside(`timeout 10 sh -c '${waits}'`)).toBe('through the proxy');
    expect(await inside('ip route show default; cat /proc/net/route | tail -n +2')).toBe('');
  });

  test.skipIf(!stands)('hands on a written list of variables', async () => {
    const names = (await inside('env')).split('\n').map((line) => line.split('=')[0]);
    expect(names.filter((name) => /^(LD_|GTK|NODE|ELECTRON|DBUS|SSLKEY)/.test(name ?? ''))).toEqual([]);
    expect(names).toContain('DISPLAY');
  });

  test.skipIf(!stands)('dies whole, with whoever made it', async () => {
    const { program, words } = jailed(plan, { program: 'sh', words: ['-c', 'echo up >&3; sleep 1000 & sleep 1000'] });
    const child = spawn(program, words, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      env: visitorEnvironment(plan, true),
      detached: true,
    });
    await new Promise((resolve) => child.stdio[3]?.once('data', resolve));
    const { pid } = child;
    if (pid === undefined) throw new Error('no process');
    const { processesOf } = await import('../../main/electron/left-behind.ts');
    expect((await processesOf(new Set([pid]))).length).toBeGreaterThan(3);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => processesOf(new Set([pid])), { timeout: 5_000 }).toEqual([]);
  });

  test('is not claimed where the machine lacks a part of it', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = '/nowhere';
    try {
      expect(await jailStands({ ...plan, authority: '/no/such/file' })).toBe(false);
    } finally {
      process.env['PATH'] = PATH;
    }
  });

  test('a demonstration without it reaches the proxy all the same', () => {
    const { program, words } = unjailed(plan, { program: 'electron', words: ['main.js'] });
    expect(program).toBe('sh');
    expect(words.slice(-4)).toEqual(['3128', plan.proxySocket, 'electron', 'main.js']);
  });
});
