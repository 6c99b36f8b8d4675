import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBounds, type Machine, thisMachine, within } from '../../../main/kiosk/jail/bounds.ts';
import type { Launch } from '../../../main/kiosk/jail/jail.ts';

const launch: Launch = { command: 'sh', words: ['-c', 'echo started'], environment: { HOME: '/x' }, feeds: [] };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-bounds-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('a kiosk that systemd runs as a service with groups of its own', () => {
  const unit = 'system.slice/escale-kiosk.service';
  const at = (...path: readonly string[]): string => join(folder, unit, ...path);

  /** Files as the kernel shows them; here they keep what is written. */
  async function machine(controllers: string): Promise<Machine> {
    await mkdir(at(), { recursive: true });
    await writeFile(at('cgroup.controllers'), controllers);
    await writeFile(at('cgroup.subtree_control'), '');
    await writeFile(at('cgroup.procs'), '4242\n');
    return {
      groups: folder,
      own: `0::/${unit}\n`,
      invocation: 'an id',
      userRuntime: folder,
      succeeds: () => Promise.resolve(false),
    };
  }

  it('makes room for itself, and hands memory and processes down', async () => {
    expect((await findBounds(await machine('cpu memory pids\n')))?.by).toBe('unit');
    expect(await readFile(at('kiosk', 'cgroup.procs'), 'utf8')).toBe('4242');
    expect(await readFile(at('cgroup.subtree_control'), 'utf8')).toBe('+memory +pids');
  });

  it('puts each visitor into a group with an end, before their first program runs', async () => {
    const bounds = await findBounds(await machine('memory pids\n'));
    const bound = await within(bounds, launch, null);
    const [name = ''] = (await readdir(at())).filter((entry) => entry.startsWith('visitor-'));
    expect(Number(await readFile(at(name, 'memory.max'), 'utf8'))).toBeLessThan(totalmem());
    expect(await readFile(at(name, 'memory.swap.max'), 'utf8')).toBe('0');
    expect(Number(await readFile(at(name, 'pids.max'), 'utf8'))).toBeGreaterThan(0);
    const { command, words, environment } = bound.launch;
    expect(execFileSync(command, words, { encoding: 'utf8' })).toBe('started\n');
    expect(await readFile(at(name, 'cgroup.procs'), 'utf8')).toMatch(/^\d+\n$/);
    expect(environment).toEqual(launch.environment);
  });

  it('joins with its own rights and changes the account only then', async () => {
    const bound = await within(await findBounds(await machine('memory pids\n')), launch, { uid: 999, gid: 995 });
    expect(bound.account).toBeNull();
    expect(bound.launch.words.slice(3, -3)).toEqual([
      ...['setpriv', '--reuid', '999', '--regid', '995', '--clear-groups', '--'],
    ]);
  });

  it('tells a group that will not go', async () => {
    const bound = await within(await findBounds(await machine('memory pids\n')), launch, null);
    await expect(bound.clear()).rejects.toThrow(/visitor-.* is not empty/);
  }, 10_000);

  it.each([
    ['the service has no groups of its own', { own: '0::/user.slice/session-3.scope\n' }],
    ['it was no service that was started', { invocation: null }],
    ['groups are of the first version', { own: '4:memory:/escale.service\n' }],
  ])('claims nothing where %s', async (_what, part) => {
    expect(await findBounds({ ...(await machine('memory pids\n')), ...part })).toBeNull();
    expect(await readdir(at())).not.toContain('kiosk');
  });

  it('claims nothing where memory or processes are not handed down', async () => {
    expect(await findBounds(await machine('cpu io\n'))).toBeNull();
  });
});

describe('a kiosk in a session of somebody’s', () => {
  /** Instead of systemd's program: notes what it is asked for and then becomes the command, as the real one does with a scope. */
  async function machine(): Promise<Machine> {
    const program = join(folder, 'systemd-run');
    await writeFile(
      program,
      `#!/bin/sh\necho "$XDG_RUNTIME_DIR $*" >> ${folder}/asked\nwhile [ "$1" != -- ]; do shift; done; shift; exec "$@"\n`,
    );
    await chmod(program, 0o755);
    const real = await thisMachine();
    return {
      ...{ groups: folder, own: '', invocation: null, userRuntime: '/run/user/1000' },
      succeeds: (command, words, environment) => real.succeeds(join(folder, command), words, environment),
    };
  }

  it('has its own systemd make a scope, tried before it is relied on', async () => {
    const bounds = await findBounds(await machine());
    expect(bounds?.by).toBe('user manager');
    expect(await readFile(join(folder, 'asked'), 'utf8')).toMatch(
      /^\/run\/user\/1000 --user --scope .*-p MemoryMax=\d+ -p MemorySwapMax=0 -p TasksMax=\d+ -- true\n$/,
    );
  });

  it('starts the visitor’s browser in such a scope', async () => {
    const { launch: bound, account } = await within(await findBounds(await machine()), launch, null);
    const output = execFileSync(join(folder, bound.command), bound.words, { env: bound.environment, encoding: 'utf8' });
    expect(output).toBe('started\n');
    expect(account).toBeNull();
  });

  it('does not ask it for another account, which has another manager', async () => {
    const account = { uid: 999, gid: 995 };
    expect(await within(await findBounds(await machine()), launch, account)).toMatchObject({ launch, account });
  });
});

describe('a machine without systemd', () => {
  it('offers no bounds, and the launch stays as it is', async () => {
    const bounds = await findBounds({
      ...(await thisMachine()),
      groups: folder,
      userRuntime: folder,
      invocation: null,
    });
    expect(bounds).toBeNull();
    expect(await within(bounds, launch, null)).toMatchObject({ launch, account: null });
  });
});
