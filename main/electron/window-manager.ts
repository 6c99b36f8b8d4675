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

  /** Starts it and waits until it manages the display. */
  static async start(folder: string): Promise<Result<WindowManager>> {
    const file = join(folder, 'openbox.xml');
    await mkdir(folder, { recursive: true });
    await writeFile(file, rules);
    const process = spawn('openbox', ['--sm-disable', '--config-file', file], { stdio: 'ignore' });
    const ended = new Promise<false>((resolve) => {
      process.on('error', () => resolve(false));
      process.on('exit', () => resolve(false));
    });
    const manages = prove('openbox manages the display', 5_000, managed).then(
      () => true,
      () => false,
    );
    if (await Promise.race([manages, ended])) return ok(new WindowManager(process));
    process.kill('SIGKILL');
    const expected = 'openbox to start: install it, and give the kiosk a display without another window manager';
    return failed('internal', 'window manager', expected);
  }

  /** Unmaps the windows of the other desktop. */
  async showDesktop(desktop: keyof typeof desktops): Promise<void> {
    await run('xdotool', ['set_desktop', String(desktops[desktop])]);
  }

  close(): void {
    this.#process.kill('SIGKILL');
  }
}

/** The root window names a manager, and our second desktop stands. */
async function managed(): Promise<boolean> {
  const { stdout } = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK', '_NET_NUMBER_OF_DESKTOPS']);
  return stdout.includes('window id #') && stdout.includes('= 2');
}
