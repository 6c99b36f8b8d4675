import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const names = { bar: 'escale-bar', visitor: 'escale-visitor' };

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Physical size in millimetres at 96 pixels an inch; nothing measures by it, but the command wants one. */
const millimetres = (pixels: number): number => Math.round((pixels * 25.4) / 96);

const place = ({ width, height }: Size, y: number): string =>
  `${width}/${millimetres(width)}x${height}/${millimetres(height)}+0+${y}`;

/**
 * Cuts the screen into two logical monitors, the bar and the rest over all connected outputs: the window manager and the browsers believe it, so
 * that even a full-screen page ends below the bar.
 */
export async function setMonitors(environment: NodeJS.ProcessEnv, screen: Size, barHeight: number): Promise<void> {
  const options = { env: environment, timeout: 5000 };
  const { stdout } = await run('xrandr', ['--query'], options);
  const outputs = [...stdout.matchAll(/^(\S+) connected/gm)].map(([, name]) => name).join(',');
  const rest = { width: screen.width, height: screen.height - barHeight };
  await run('xrandr', ['--setmonitor', names.bar, place({ ...screen, height: barHeight }, 0), 'none'], options);
  await run(
    'xrandr',
    ['--setmonitor', names.visitor, place(rest, barHeight), outputs === '' ? 'none' : outputs],
    options,
  );
}

export async function clearMonitors(environment: NodeJS.ProcessEnv): Promise<void> {
  const options = { env: environment, timeout: 2000 };
  await run('xrandr', ['--delmonitor', names.bar, '--delmonitor', names.visitor], options);
}
