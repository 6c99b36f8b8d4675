import { spawn, type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import type { Launch } from '../kiosk/jail/jail.ts';
import { DevTools } from './devtools.ts';
import { listenToHeart } from './heartbeat.ts';
import { killMarked, type Mark, markedProcesses, markText } from './processes.ts';

/** Of the DevTools pipe: to the browser, from the browser. */
export const channel = [3, 4] as const;

/** A running browser: its pipe, and the certainty that it can be ended whole. */
export interface Browser {
  readonly devtools: DevTools;
  /** Pids of what runs of it now, looked for on the machine. */
  processes(): readonly number[];
  /** Kills every process of it. Resolves when none is left; safe to call again. */
  end(): Promise<void>;
}

export interface BrowserStart {
  readonly launch: Launch;
  readonly mark: Mark;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  readonly log: Logger;
  /** The browser died, or stopped making sense and was killed; not called after `end`. */
  readonly gone: () => void;
}

function writable(stream: unknown): Writable {
  if (stream instanceof Writable) return stream;
  throw new Error('a pipe to the browser is missing');
}

function readable(stream: unknown): Readable {
  if (stream instanceof Readable) return stream;
  throw new Error('a pipe from the browser is missing');
}

/** Only what the tools around the browser complain of: the browser's own lines quote what a visitor reads. */
function logComplaints(child: ChildProcess, log: Logger): void {
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) {
      if (/^(bwrap|unshare|sh|setpriv|RTNETLINK|Error: Unknown device)/.test(line))
        log.error({ line }, 'jail complains');
    }
  });
}

function launchChild({ launch, account }: BrowserStart): ChildProcess {
  const pipe = 'pipe' as const;
  const child = spawn(launch.command, launch.words, {
    cwd: '/',
    detached: true,
    env: launch.environment,
    stdio: ['ignore', 'ignore', pipe, pipe, pipe, ...launch.feeds.map(() => pipe)],
    ...account,
  });
  launch.feeds.forEach(({ descriptor, content }) => {
    const feed = writable(child.stdio[descriptor]);
    // A jail that could not be built closes its end; the exit tells.
    feed.on('error', () => undefined).end(content);
  });
  return child;
}

/** Starts a browser; `gone` also tells a start that failed, and every call over the pipe rejects then. */
export function startBrowser(start: BrowserStart): Browser {
  const { log, mark } = start;
  const child = launchChild(start);
  const isOurs = (text: string): boolean => text === markText(mark);
  let ending: Promise<void> | null = null;
  const kill = (): Promise<void> =>
    killMarked(isOurs, child.pid === undefined || child.exitCode !== null ? [] : [child.pid]);
  const end = (): Promise<void> => {
    if (ending !== null) return ending;
    ending = kill();
    devtools.close(new Error('ended by the kiosk'));
    return ending;
  };
  const devtools = new DevTools(
    { toBrowser: writable(child.stdio[3]), fromBrowser: readable(child.stdio[4]) },
    {
      refused: (method, error) =>
        log.debug({ method, reason: error.message }, 'a page was gone before it could be asked'),
      broken: (error) => {
        if (ending !== null) return;
        log.warn({ role: mark.role, reason: error.message }, 'browser gone');
        end().catch((failure: unknown) => log.error({ err: failure }, 'browser will not end'));
        start.gone();
      },
    },
  );
  child
    .on('error', (error) => devtools.close(error))
    .on('exit', (code, signal) => {
      log.debug({ role: mark.role, code, signal }, 'browser ended');
      devtools.close(new Error('the browser ended'));
    });
  logComplaints(child, log);
  void listenToHeart(devtools);
  return { devtools, processes: () => markedProcesses(isOurs), end };
}
