import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inJail, type Jail, jailed } from '../../../main/kiosk/jail/jail.ts';
import { tryJail } from '../../../main/kiosk/jail/trial.ts';
import { processesOf } from '../../../main/electron/left-behind.ts';
import { forwarderPort, inside, jailInTest, start, starter } from './jail-in-test.ts';

const { folder, jail } = await jailInTest();
const tried = await tryJail(jail, starter);

afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(!tried.jail)('the jail', () => {
  let proxy: Server;

  beforeAll(async () => {
    await rm(join(folder, 'proxy'));
    proxy = createServer((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nthrough the proxy'));
    const listening = new Promise<void>((resolve) => proxy.once('listening', resolve));
    proxy.listen({ path: join(folder, 'proxy'), writableAll: true });
    await listening;
  });

  afterAll(() => proxy.close());

  const whenForwarded = (then: string): string =>
    `timeout 10 sh -c 'until curl -s http://127.0.0.1:${forwarderPort}/; do sleep 0.05; done'; ${then}`;

  it('shows nothing of the disk but the system and the program’s own files', async () => {
    expect((await inside(jail, 'ls /')).split('\n')).not.toContain('root');
    expect(await inside(jail, `cat ${join(folder, 'program')}`)).toBe('ours');
    expect(await inside(jail, `cat ${join(folder, 'secret')}`)).toContain('No such file');
    expect(await inside(jail, `touch ${join(folder, 'program')}; touch /usr/x`)).toMatch(/Read-only.*\n.*Read-only/);
  });

  it('names no account and no machine, and offers neither printer nor message bus', async () => {
    const gone = ['/etc/passwd', '/etc/machine-id', '/run/dbus', '/run/cups', '/var/spool', '/run/user'];
    expect(await inside(jail, `ls -d ${gone.join(' ')}`)).toBe(
      gone.map((path) => `ls: cannot access '${path}': No such file or directory\n`).join(''),
    );
    expect(await inside(jail, 'uname -n')).toBe('escale\n');
    expect(await inside(jail, 'ls /usr/lib/*/gtk-3.0/3.0.0/printbackends 2>/dev/null')).not.toContain('.so');
  });

  it('holds an ordinary user without any power', async () => {
    expect(await inside(jail, 'id -u; grep CapEff /proc/self/status')).toMatch(/^1000\nCapEff:\t0+\n$/);
  });

  it('lets Chromium make its own sandbox inside', async () => {
    expect(await inside(jail, 'unshare -U true && echo nested')).toBe('nested\n');
    expect(tried.sandbox).toBe(true);
  });

  it('has one way out: the proxy', async () => {
    expect(await inside(jail, whenForwarded('ip route show default; tail -n +2 /proc/net/route'))).toBe(
      'through the proxy',
    );
  });

  it('has none at all where no proxy is given, and pages believe themselves online all the same', async () => {
    const alone = { ...jail, proxySocket: null };
    expect(await inside(alone, 'ls /run/proxy; ss -ltn | tail -n +2')).toContain('No such file');
    expect(await inside(alone, 'cat /sys/class/net/v0/operstate 2>/dev/null; ip -o -4 addr show v0')).toContain(
      '192.0.2.2/32',
    );
  });

  it('lets nobody inside change its network or make its folders bigger', async () => {
    expect(await inside(jail, 'ip link set v0 down')).toContain('not permitted');
    expect(await inside(jail, 'mount -o remount,exec /home')).toMatch(/must be superuser|permission denied/);
  });

  it('hands on a written list of variables, whatever it is started with', async () => {
    const hostile = { LD_PRELOAD: '', NODE_OPTIONS: '--inspect', GTK_MODULES: 'x', DBUS_SESSION_BUS_ADDRESS: 'unix:' };
    const lines = (await inside(jail, 'env', hostile)).trim().split('\n');
    const names = lines.map((line) => line.split('=')[0] ?? '').toSorted();
    expect(names).toEqual(['DISPLAY', 'HOME', 'PATH', 'PWD', 'TMPDIR', 'XDG_RUNTIME_DIR']);
  });

  it('has memory for folders, each with an end, and nothing runs where documents lie', async () => {
    const mounts = await inside(jail, 'awk \'$3 == "tmpfs" && $4 ~ /^rw/ {print $2, $4}\' /proc/mounts');
    for (const line of mounts.trim().split('\n')) expect(line).toMatch(/size=\d+/);
    const runs = 'cd /home/visitor/documents; printf "#!/bin/sh\\necho ran" > x; chmod +x x; ./x';
    expect(await inside(jail, runs)).toMatch(/Permission denied/);
  });

  it('is given its first files without a disk, and keeps the fixed ones', async () => {
    expect(await inside(jail, `cat ${inJail.home}/preferences; echo mine > ${inJail.home}/preferences`)).toBe(
      'of the first start',
    );
    expect(await inside(jail, 'cat /etc/rules/managed.json; echo mine > /etc/rules/managed.json')).toMatch(
      /^held.*Read-only/s,
    );
  });

  it('leaves no picture of its memory when a program in it crashes', async () => {
    expect(await inside(jail, "sed -n 's/ \\+/ /gp' /proc/self/limits | grep core")).toBe(
      'Max core file size 1 1 bytes \n',
    );
    expect(await inside(jail, 'cd /tmp; sh -c "kill -SEGV \\$\\$"; ls -A')).not.toContain('core');
  });

  it('dies whole, with whoever made it', async () => {
    const child = start(jailed(jail, ['sh', '-c', 'echo up >&3; sleep 1000 & sleep 1000']));
    await new Promise((resolve) => child.stdio[3]?.once('data', resolve));
    const { pid } = child;
    if (pid === undefined) throw new Error('no process');
    expect((await processesOf(new Set([pid]))).length).toBeGreaterThan(3);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => processesOf(new Set([pid])), { timeout: 5_000 }).toEqual([]);
  });

  it('leaves the channel to its program: it ends with it, though the forwarder runs on', async () => {
    const child = start(jailed(jail, ['sh', '-c', 'echo up >&3; exec 3>&-; sleep 1000']));
    const ended = new Promise((resolve) => child.stdio[3]?.once('end', () => resolve('ended')));
    child.stdio[3]?.on('data', () => undefined);
    expect(await ended).toBe('ended');
    const dead = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await dead;
  });
});

describe('a machine that cannot hold it', () => {
  it.each<readonly [string, Partial<Jail>]>([
    ['a screen', { display: { socket: '/no/such/socket', authority: null } }],
    ['a program', { programs: ['/no/such/program'] }],
  ])('is found out by trying: %s is missing', async (_what, part) => {
    expect(await tryJail({ ...jail, ...part }, starter)).toEqual({ jail: false, sandbox: false });
  });
});
