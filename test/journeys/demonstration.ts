import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

export interface Login {
  readonly name: string;
  readonly password: string;
}

/** What `npm start` told the person who typed it. */
export interface Demonstration {
  readonly desk: string;
  readonly reports: string;
  readonly logins: { readonly desk: Login; readonly reports: Login };
  readonly ticket: string;
  readonly display: { readonly DISPLAY: string; readonly XAUTHORITY: string };
  readonly data: string;
  /** The desk's book, to be read beside it. */
  readonly book: string;
  /** Process ids of everything it started, to see that nothing is left. */
  processes(): Promise<readonly RunningProcess[]>;
  /** Kills what `npm start` started and whose command line says so; answers with how many there were. */
  killAll(words: RegExp): Promise<number>;
  /** The kiosk and everything that it started, all at once and without a word. */
  cutPowerOfKiosk(): Promise<void>;
  /** Ctrl-C; safe to call again. Answers with the exit code and how long it took. */
  stop(): Promise<{ code: number | null; seconds: number }>;
}

export interface RunningProcess {
  readonly pid: number;
  readonly words: string;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            resolve(typeof address === 'object' && address !== null ? address.port : 0);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

const told = (output: string, fact: string): string => new RegExp(`^  ${fact} +(.*)$`, 'm').exec(output)?.[1] ?? '';

function login(line: string): Login {
  const words = /name (\S+), password (\S+)/.exec(line);
  return { name: words?.[1] ?? '', password: words?.[2] ?? '' };
}

/** Types `npm start`, waits until it says that all is up, and reads what it printed. `profile` replaces the demonstration's own. */
export async function start(profile: object): Promise<Demonstration> {
  const data = await mkdtemp(path.join(tmpdir(), 'escale-journey-'));
  const file = path.join(data, 'profile.json');
  await writeFile(file, JSON.stringify(profile));
  const [desk, central, town, watch] = await freePorts(4);
  const child = spawn('npm', ['start'], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DISPLAY: '',
      ESCALE_DATA: path.join(data, 'place'),
      ESCALE_PROFILE: file,
      ESCALE_DESK_PORT: String(desk),
      ESCALE_CENTRAL_PORT: String(central),
      ESCALE_TOWN_PORT: String(town),
      ESCALE_WATCH_PORT: String(watch),
    },
  });
  const output = await up(child).catch(async (error: unknown) => {
    await rm(data, { recursive: true, force: true });
    throw error;
  });
  const processes = (): Promise<readonly RunningProcess[]> => descendants(child.pid ?? 0);
  const display = /DISPLAY=(\S+) XAUTHORITY=(\S+)/.exec(output);
  return {
    desk: told(output, 'desk').split(' ')[0] ?? '',
    reports: told(output, 'reports').split(' ')[0] ?? '',
    logins: { desk: login(told(output, 'desk')), reports: login(told(output, 'reports')) },
    ticket: told(output, 'ticket').split(' ')[0] ?? '',
    display: { DISPLAY: display?.[1] ?? '', XAUTHORITY: display?.[2] ?? '' },
    data,
    book: path.join(data, 'place/desk/book.db'),
    processes,
    async killAll(words) {
      const found = (await processes()).filter((process) => words.test(process.words));
      killEach(found);
      return found.length;
    },
    async cutPowerOfKiosk() {
      const kiosk = (await processes()).find((process) => process.words.includes('settings/kiosk.json'));
      if (kiosk === undefined) throw new Error('no kiosk runs');
      killEach([kiosk, ...(await descendants(kiosk.pid))]);
    },
    async stop() {
      const start = performance.now();
      const code = child.exitCode ?? (await ended(child));
      await rm(data, { recursive: true, force: true });
      return { code, seconds: (performance.now() - start) / 1000 };
    },
  };
}

/** One that has ended since it was looked at is dead enough. */
function killEach(processes: readonly RunningProcess[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

/** Everything printed up to the ticket; rejects with it when the command ends before. */
function up(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        if (/^  ticket .*$/m.test(output)) resolve(output);
      });
    }
    child.once('exit', (code) => reject(new Error(`npm start ended with code ${String(code)}:\n${output}`)));
  });
}

/** Those that still run: a process that has ended and waits for its parent to notice is none. */
export async function stillRunning(processes: readonly RunningProcess[]): Promise<RunningProcess[]> {
  const now = await Promise.all(processes.map(({ pid }) => look(pid)));
  return processes.filter((process, index) => now[index]?.words === process.words);
}

/** Everything that a process started, directly or not. */
export async function descendants(root: number): Promise<RunningProcess[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(names.map((name) => look(Number(name))));
  const known = new Map(all.flatMap((one) => (one === null ? [] : [[one.pid, one]])));
  const isBelow = (pid: number): boolean => {
    const parent = known.get(pid)?.parent ?? 0;
    return parent === root || (parent > 1 && isBelow(parent));
  };
  return [...known.values()].filter(({ pid }) => isBelow(pid)).map(({ pid, words }) => ({ pid, words }));
}

async function look(pid: number): Promise<(RunningProcess & { parent: number }) | null> {
  try {
    const [status, words] = await Promise.all([
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    return { pid, parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]), words: words.replaceAll('\0', ' ') };
  } catch (error) {
    // It ended while we looked.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
    throw error;
  }
}
