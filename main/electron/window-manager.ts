import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { prove } from './prove.ts';

const run = promisify(execFile);

/** The visitor's windows live on the second desktop alone: leaving it unmaps them all, whatever their process says or does. */
export const desktops = { locked: 0, session: 1 } as const;

/** No key, no menu, no dragging: a click gives the keyboard to what was clicked, that is all. The path given to openbox must be absolute. */
const rules = `<?xml version="1.0" encoding="UTF-8"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew><followMouse>no</followMouse><raiseOnFocus>no</raiseOnFocus></focus>
  <desktops><number>2</number><firstdesk>1</firstdesk><popupTime>0</popupTime></desktops>
  <resize><popupShow>Never</popupShow></resize>
  <keyboard></keyboard>
  <mouse>
    <context name="Client">
      <mousebind button="Left" action="Press"><action name="Focus"/></mousebind>
      <mousebind button="Middle" action="Press"><action name="Focus"/></mousebind>
      <mousebind button="Right" action="Press"><action name="Focus"/></mousebind>
    </context>
  </mouse>
  <applications>
    <application class="*"><decor>no</decor><skip_taskbar>yes</skip_taskbar><skip_pager>yes</skip_pager></application>
    <application class="escale"><layer>above</layer><desktop>all</desktop></application>
    <application class="escale-visitor"><layer>below</layer><desktop>2</desktop></application>
  </applications>
</openbox_config>
`;

/** openbox under our rules, on the display of this process. */
export class WindowManager {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  /** Starts it and waits until it manages the display, in the place of whoever did: after a crash that is our own one of before. */
  static async start(folder: string): Promise<Result<WindowManager>> {
    const file = join(folder, 'openbox.xml');
    await mkdir(folder, { recursive: true });
    await writeFile(file, rules);
    const before = await managerWindow().catch(() => null);
    const process = spawn('openbox', ['--replace', '--sm-disable', '--config-file', file], { stdio: 'ignore' });
    const ended = new Promise<false>((resolve) => {
      process.on('error', () => resolve(false));
      process.on('exit', () => resolve(false));
    });
    const manages = prove('openbox manages the display', 5_000, async () => {
      const now = await managerWindow();
      return now !== null && now !== before;
    }).then(
      () => true,
      () => false,
    );
    if (await Promise.race([manages, ended])) return ok(new WindowManager(process));
    process.kill('SIGKILL');
    return failed('internal', 'window manager', 'openbox on a display of the kiosk’s own: install it, set DISPLAY');
  }

  /** Unmaps the windows of the other desktop. Resolves when the manager says so, rejects when it does not within the time. */
  async showDesktop(desktop: keyof typeof desktops): Promise<void> {
    const wanted = String(desktops[desktop]);
    await prove(`desktop ${wanted} is shown`, 2_000, async () => {
      // Asked for again at each look: a manager that has only just started loses what it is told.
      await run('xdotool', ['set_desktop', wanted]);
      const { stdout } = await run('xdotool', ['get_desktop']);
      return stdout.trim() === wanted;
    });
  }

  /** Null: openbox manages the display still, and the desktop is that one. */
  async fault(desktop: keyof typeof desktops): Promise<string | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return 'the window manager is gone';
    if ((await managerWindow()) === null) return 'the window manager does not answer';
    const { stdout } = await run('xdotool', ['get_desktop']);
    return stdout.trim() === String(desktops[desktop]) ? null : 'another desktop is shown';
  }

  close(): void {
    this.#process.kill('SIGKILL');
  }
}

/** Id of the window by which the present manager of the display shows itself, once our second desktop stands; null before. */
async function managerWindow(): Promise<string | null> {
  const { stdout } = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK', '_NET_NUMBER_OF_DESKTOPS']);
  const [, window] = /window id # (\S+)/.exec(stdout) ?? [];
  return window !== undefined && stdout.includes('= 2') ? window : null;
}
