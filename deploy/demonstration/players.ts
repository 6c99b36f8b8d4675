import path from 'node:path';
import type { Programs } from './commands.ts';
import type { Plan } from './plan.ts';
import { Program } from './program.ts';
import type { Command } from './run.ts';
import type { Runtime } from './runtime.ts';
import type { SettingsFiles } from './settings-files.ts';
import { pageCommand, viewerCommand } from './watch.ts';
import { xServerCommand } from './x-server.ts';

/** What the demonstration's programs stand on. */
export interface Stage {
  readonly plan: Plan;
  readonly root: string;
  readonly programs: Programs;
  readonly runtime: Runtime;
  readonly files: SettingsFiles;
  readonly say: (line: string) => void;
  readonly gaveUp: (sentence: string) => void;
}

const serverPatienceMs = 20_000;
/** A first start on an old machine reads a browser of 300 MB from a slow disk. */
const kioskPatienceMs = 90_000;

const logOf = (stage: Stage, name: string): string => path.join(stage.files.logs, `${name}.log`);

export function screenProgram(stage: Stage, ended: () => void): Program {
  const { plan, runtime, say, gaveUp } = stage;
  const files = { authority: runtime.authority, log: logOf(stage, 'screen'), cwd: '/' };
  return new Program({ name: 'screen', say, gaveUp, ended, command: () => xServerCommand(plan, files) });
}

/** Central or the desk: a server that needs its settings and nothing else. */
export function serverProgram(stage: Stage, name: 'central' | 'desk'): Program {
  const command: Command = {
    name,
    words: [...stage.programs[name], stage.files[name]],
    cwd: stage.root,
    env: process.env,
    account: null,
    log: logOf(stage, name),
    readyLine: /^ready$/,
    readyWithinMs: serverPatienceMs,
  };
  return new Program({ name, say: stage.say, gaveUp: stage.gaveUp, command: () => command });
}

export function kioskProgram(stage: Stage, screen: Program): Program {
  const { plan, programs, files, runtime, say, gaveUp } = stage;
  const command = async (): Promise<Command> => ({
    name: 'kiosk',
    words: [...programs.kiosk, files.kiosk, ...programs.kioskFlags],
    cwd: stage.root,
    env: { ...process.env, DISPLAY: `:${await displayOf(screen)}`, XAUTHORITY: runtime.authority },
    // Electron refuses to run as root; the Chromium kiosk drops its browsers to the account by itself.
    account: plan.browser.name === 'electron' ? plan.account : null,
    log: logOf(stage, 'kiosk'),
    readyLine: /^ready$/,
    readyWithinMs: kioskPatienceMs,
  });
  return new Program({ name: 'kiosk', say, gaveUp, command });
}

/** `--watch`: the screen's viewer, then the page that shows it. */
export function watchPrograms(stage: Stage, screen: Program, password: string): readonly [Program, Program] {
  const { plan, runtime, files, say, gaveUp } = stage;
  const parts = { port: plan.ports.watch, runtime: runtime.folder, logs: files.logs, authority: runtime.authority };
  const viewer = new Program({
    ...{ name: 'screen sharing', say, gaveUp, ended: () => page.restart() },
    command: async () => viewerCommand(parts, await displayOf(screen), password),
  });
  const page: Program = new Program({
    ...{ name: 'screen page', say, gaveUp },
    command: async () => pageCommand(parts, await lineOf(viewer)),
  });
  return [viewer, page];
}

const displayOf = (screen: Program): Promise<string> => lineOf(screen);

/** What the program said when it became ready; empty when it is going away, and whoever asks then fails and asks again. */
async function lineOf(program: Program): Promise<string> {
  const ready = await program.ready;
  return ready.ok ? ready.value : '';
}
