import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Program } from '../../deploy/demonstration/program.ts';

const script = (name: string): string => fileURLToPath(new URL(`programs/${name}`, import.meta.url));
/** A zombie waits for its parent to take note; it runs no more. */
const lives = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

let folder = '';
let begun: Program[] = [];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'escale-program-'));
  begun = [];
});
afterEach(async () => {
  for (const program of begun) program.kill();
  await Promise.all(begun.map((program) => program.ended));
  await rm(folder, { recursive: true });
});

interface Trial {
  readonly program: Program;
  readonly said: string[];
  readonly gaveUp: string[];
}

function trial(name: string, readyLine = /^ready$/, readyWithinMs = 10_000): Trial {
  const said: string[] = [];
  const gaveUp: string[] = [];
  const log = path.join(folder, 'trial.log');
  const words = [process.execPath, script(name)];
  const program = new Program({
    name: 'trial',
    say: (line) => said.push(line),
    gaveUp: (sentence) => gaveUp.push(sentence),
    command: () => ({ name: 'trial', words, cwd: '/', env: process.env, account: null, log, readyLine, readyWithinMs }),
  });
  begun.push(program);
  return { program, said, gaveUp };
}

const pidOf = (program: Program): number => program.pid ?? 0;
/** Children of a process, as the kernel lists them. */
const childrenOf = async (pid: number): Promise<number[]> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8'))
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);

describe('a program of the demonstration', () => {
  it('is up when it says so, and gone with all that it started when it is stopped', async () => {
    const { program } = trial('obeys.mjs');
    expect(await program.start()).toEqual({ ok: true, value: 'ready' });
    const pid = pidOf(program);
    const [child = 0] = await childrenOf(pid);
    expect(lives(child)).toBe(true);
    await program.stop(5000);
    await expect.poll(() => [lives(pid), lives(child)]).toEqual([false, false]);
  });

  it('is started again when it is killed, and says so', async () => {
    const { program, said } = trial('obeys.mjs');
    await program.start();
    const first = pidOf(program);
    process.kill(first, 'SIGKILL');
    await expect.poll(() => said).toEqual(['trial was ended by SIGKILL: starting it again.', 'trial is back.']);
    expect(pidOf(program)).not.toBe(first);
    expect(lives(pidOf(program))).toBe(true);
  });

  it('is given up when it ends again and again', { timeout: 40_000 }, async () => {
    const { program, said, gaveUp } = trial('obeys.mjs');
    await program.start();
    const back = (): number => said.filter((line) => line.endsWith('is back.')).length;
    for (let end = 0; end < 6; end += 1) {
      await expect.poll(back, { timeout: 15_000 }).toBe(end);
      process.kill(pidOf(program), 'SIGKILL');
      await program.ended;
    }
    await expect.poll(() => gaveUp).toHaveLength(1);
    expect(lives(pidOf(program))).toBe(false);
  });

  it('tells why it did not start, in its own words', async () => {
    const { program } = trial('refuses.mjs');
    const sentence = 'trial did not start: port 4300: in use; stop what uses it';
    expect(await program.start()).toEqual({ ok: false, sentence });
  });

  it('is killed when it is not ready in time', async () => {
    const { program } = trial('obeys.mjs', /^never$/, 500);
    expect(await program.start()).toHaveProperty('sentence', expect.stringContaining('was not ready after'));
    await program.ended;
    expect(lives(pidOf(program))).toBe(false);
  });

  it('does not hold up the end of the others when it is deaf, and can be killed', async () => {
    const { program } = trial('deaf.mjs');
    await program.start();
    const start = performance.now();
    await program.stop(300);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(lives(pidOf(program))).toBe(true);
    program.kill();
    await program.ended;
    await expect.poll(() => lives(pidOf(program))).toBe(false);
  });

  it('ends when its launcher is killed', async () => {
    const launcher = spawn(process.execPath, [script('launcher.ts'), script('obeys.mjs'), path.join(folder, 'l.log')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let pid = 0;
    for await (const line of createInterface({ input: launcher.stdout }))
      if (line.startsWith('pid ')) {
        pid = Number(line.slice('pid '.length));
        break;
      }
    expect(lives(pid)).toBe(true);
    launcher.kill('SIGKILL');
    await expect.poll(() => lives(pid), { timeout: 5000 }).toBe(false);
  });
});
