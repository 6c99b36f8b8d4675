import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const screenSize = { width: 1280, height: 800 };

/** The server's only output can be set to one mode or the other: as wide as one display, or as two that stand side by side. */
const modes = { 1: 'one-display', 2: `${2 * screenSize.width}x${screenSize.height}` } as const;

type Colour = string;

/** One entry, good for every display number and host name. */
function cookieFile(): Buffer {
  const part = (content: Buffer): Buffer => Buffer.concat([Buffer.from([0, content.length]), content]);
  const nothing = Buffer.alloc(0);
  const entry = [nothing, nothing, Buffer.from('MIT-MAGIC-COOKIE-1'), randomBytes(16)].map(part);
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...entry]);
}

/** An X server of the tests' own, closed to whoever lacks its cookie, looked at and typed into from outside like by a person. */
export class Screen {
  readonly display: string;
  readonly authority: string;
  readonly #server: ChildProcess;
  readonly #folder: string;

  private constructor(parts: { server: ChildProcess; display: string; folder: string }) {
    this.#server = parts.server;
    this.display = parts.display;
    this.#folder = parts.folder;
    this.authority = join(parts.folder, 'authority');
  }

  /** `displays`: how many there is room for; one is plugged in. */
  static async start({ displays = 1 }: { displays?: 1 | 2 } = {}): Promise<Screen> {
    const folder = mkdtempSync(join(tmpdir(), 'escale-screen-'));
    const authority = join(folder, 'authority');
    writeFileSync(authority, cookieFile(), { mode: 0o600 });
    const size = `${displays * screenSize.width}x${screenSize.height}x24`;
    const words = ['-displayfd', '3', '-screen', '0', size, '-noreset', '-nolisten', 'tcp', '-auth', authority];
    const server = spawn('Xvfb', words, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    server.stdio[3]?.on('data', (number: Buffer) => resolve(number.toString().trim()));
    server.once('exit', () => reject(new Error('Xvfb ended before it was ready')));
    const screen = new Screen({ server, display: `:${await promise}`, folder });
    // As in the rooms: accents on keys of their own, @ with AltGr.
    screen.run('setxkbmap', 'fr');
    if (displays === 2) screen.#learnToUnplug();
    return screen;
  }

  #learnToUnplug(): void {
    const { width, height } = screenSize;
    const timings = [0, width, width, width, width, height, height, height, height].map(String);
    this.run('xrandr', '--newmode', modes[1], ...timings);
    this.run('xrandr', '--addmode', 'screen', modes[1]);
    this.plug(1);
  }

  /** Plugs the second display in, or pulls it out. */
  plug(displays: keyof typeof modes): void {
    this.run('xrandr', '--output', 'screen', '--mode', modes[displays]);
  }

  /** Pid of the X server. */
  get server(): number {
    return this.#server.pid ?? 0;
  }

  get environment(): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.display, XAUTHORITY: this.authority };
  }

  run(command: string, ...words: string[]): string {
    return execFileSync(command, words, {
      env: this.environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  }

  /** Colour on the screen, `#rrggbb`, at each point. */
  colours(points: readonly (readonly [number, number])[]): readonly Colour[] {
    const { width } = screenSize;
    const first = `${width}x${screenSize.height}+0+0`;
    const pixels = execFileSync('import', ['-window', 'root', '-crop', first, '-depth', '8', 'rgb:-'], {
      env: this.environment,
      maxBuffer: 16 * 1024 * 1024,
    });
    return points.map(([x, y]) => `#${pixels.subarray(3 * (y * width + x), 3 * (y * width + x) + 3).toString('hex')}`);
  }

  click(x: number, y: number): void {
    this.run('xdotool', 'mousemove', String(x), String(y), 'click', '1');
  }

  press(...keys: string[]): void {
    this.run('xdotool', 'key', ...keys);
  }

  type(text: string): void {
    this.run('xdotool', 'type', '--delay', '20', text);
  }

  /** Types while the test goes on. Resolves when the last key is up. */
  async typing(text: string): Promise<void> {
    const child = spawn('xdotool', ['type', '--delay', '30', text], { env: this.environment, stdio: 'ignore' });
    await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  }

  /** What a paste would give now; null where no one holds a selection. */
  selection(name: 'primary' | 'clipboard'): string | null {
    try {
      return this.run('timeout', '2', 'xclip', '-o', '-selection', name);
    } catch {
      return null;
    }
  }

  /** Another client that holds what was copied, until the clipboard is taken from it. */
  holdSelection(text: string): void {
    const words = ['-selection', 'clipboard', '-in', '-quiet'];
    spawn('xclip', words, { env: this.environment, stdio: ['pipe', 'ignore', 'ignore'] }).stdin.end(text);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true });
  }
}
