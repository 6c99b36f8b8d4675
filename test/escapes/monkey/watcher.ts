import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Screen } from '../../hosts/screen.ts';
import { seenSchema, type Seen, type Told } from './looks.ts';

const program = fileURLToPath(new URL('watch.ts', import.meta.url));
/** Before whatever the pages do with the machine; only root may ask for it. */
const first = -15;

/** The one who looks at the display while the others play. */
export class Watcher {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async open({
    display,
    authority,
    server,
  }: Pick<Screen, 'display' | 'authority' | 'server'>): Promise<Watcher> {
    const child = fork(program, [display, authority], { execArgv: [] });
    await once(child, 'message');
    // Who looks is told by the server what there is to see.
    if (process.getuid?.() === 0) for (const pid of [child.pid, server]) if (pid !== undefined) setPriority(pid, first);
    return new Watcher(child);
  }

  #tell(told: Told): void {
    if (this.#child.connected) this.#child.send(told);
  }

  /** Whether our page has to cover everything from now on. */
  expectLock(locked: boolean): void {
    this.#tell({ locked });
  }

  /** Without waiting for what it saw; again is no harm. */
  end(): void {
    this.#child.kill('SIGKILL');
  }

  async close(): Promise<Seen> {
    const told = once(this.#child, 'message');
    this.#tell({ stop: true });
    const [seen] = (await told) as unknown[];
    return seenSchema.parse(seen);
  }
}
