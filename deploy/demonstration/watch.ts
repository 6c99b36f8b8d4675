import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { writePrivate } from './records.ts';
import type { Command } from './run.ts';

/** `--watch`: the kiosk's screen in a web browser of this machine, through x11vnc and noVNC. */

const novnc = '/usr/share/novnc';

export interface WatchParts {
  readonly port: number;
  readonly runtime: string;
  readonly logs: string;
  readonly authority: string;
}

/** Any page in a browser of this machine may call a port on loopback: only who knows the password gets in. VNC reads eight letters of it. */
export const inventPassword = (): string => randomBytes(6).toString('base64url');

export const watchAddress = (port: number, password: string): string =>
  `http://127.0.0.1:${port}/vnc.html?autoconnect=true&resize=scale&password=${password}`;

/** x11vnc gives the display on a free port of loopback; its ready line names it: `PORT=5901`. */
export async function viewerCommand(parts: WatchParts, display: string, password: string): Promise<Command> {
  const passwordFile = path.join(parts.runtime, 'watch-password');
  await writePrivate(passwordFile, password);
  const words = ['-display', `:${display}`, '-auth', parts.authority, '-passwdfile', passwordFile];
  return {
    name: 'screen sharing',
    words: ['x11vnc', ...words, '-localhost', '-no6', '-noipv6', '-forever', '-shared', '-quiet', '-autoport', '5900'],
    cwd: '/',
    env: process.env,
    account: null,
    log: path.join(parts.logs, 'x11vnc.log'),
    readyLine: /^PORT=\d+$/,
    readyWithinMs: 15_000,
  };
}

/** websockify carries that port to noVNC's page. */
export function pageCommand(parts: WatchParts, viewerLine: string): Command {
  const target = `127.0.0.1:${viewerLine.slice('PORT='.length)}`;
  return {
    name: 'screen page',
    // Its ready line is one of its log's.
    words: ['sh', '-c', 'exec "$@" 2>&1', 'sh', 'websockify', '--web', novnc, `127.0.0.1:${parts.port}`, target],
    cwd: '/',
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    account: null,
    log: path.join(parts.logs, 'websockify.log'),
    readyLine: /proxying from/,
    readyWithinMs: 15_000,
  };
}
