import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import { describe, failed, type Problem } from '../../contract/problem.ts';
import type { BrowsingPolicy } from '../kiosk/browsing/decide.ts';
import type { PageZoom } from '../../contract/screens.ts';
import type { EditCommand, Trial, Visitor, VisitorWiring, WallAnswer } from '../kiosk/host.ts';
import type { Launch } from '../kiosk/jail/jail.ts';
import type { TriedJail } from '../kiosk/jail/trial.ts';
import { tryJailed } from '../kiosk/walls/jail-trial.ts';
import { Channel } from './channel.ts';
import { processesOf } from './left-behind.ts';
import { prove } from './prove.ts';
import {
  type Bounds,
  type FromKiosk,
  type FromVisitor,
  fromVisitorSchema,
  maxBytes,
  type Order,
  visitorProtocolVersion,
  type WindowState,
} from './visitor-protocol.ts';

const readyWithinMs = 20_000;
const answerWithinMs = 5_000;
const goneWithinMs = 5_000;

export interface VisitorParts {
  readonly launch: Launch;
  /** Account of the process, or null for the kiosk's own. */
  readonly account: { readonly uid: number; readonly gid: number } | null;
  /** What stands around it. */
  readonly walls: TriedJail;
  /** Removed at the end. */
  readonly folder: string;
  readonly wiring: VisitorWiring;
  /** Told once, when the process is broken or dead and was not asked to be; before `wiring.gone`. */
  fallen(problem: Problem): void;
  /** Called once, when nothing of it runs any more; awaited before `end` resolves. */
  ended(): Promise<void>;
}

interface Answer {
  readonly resolve: (window: WindowState) => void;
  readonly reject: (error: Error) => void;
}

/** The kiosk's end of a visitor's process: orders go out, what comes in is shown or counted. Whatever is odd about it kills it. */
export class VisitorProcess implements Visitor {
  readonly #parts: VisitorParts;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #channel: Channel<typeof fromVisitorSchema, FromKiosk>;
  readonly #ready = Promise.withResolvers<boolean>();
  readonly #answers = new Map<number, Answer>();
  #orders = 0;
  #wasReady = false;
  #begun = false;
  #ending: Promise<void> | null = null;

  private constructor(parts: VisitorParts) {
    this.#parts = parts;
    // Descriptor 3 is a socket pair: it passes through the jail and ends with either process. `detached` makes a session and group of its own.
    this.#child = spawn(parts.launch.command, parts.launch.words, {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
      cwd: '/',
      env: parts.launch.environment,
      detached: true,
      ...(parts.account ?? {}),
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on('exit', resolve);
      this.#child.on('error', resolve);
    });
    const stream = this.#child.stdio[3];
    if (!(stream instanceof Duplex)) throw new Error('a spawned process has no channel');
    this.#channel = new Channel(
      {
        stream,
        incoming: fromVisitorSchema,
        maxBytes: maxBytes.fromVisitor,
        heard: (message) => this.#heard(message),
        broken: (problem) => this.#fall(problem),
      },
      () => ({ type: 'beat' }),
    );
    this.#channel.send({ type: 'hello', version: visitorProtocolVersion });
  }

  /** Resolves when the browser waits, unseen, with its window made. Rejects, with nothing left, when it does not get there. */
  static async start(parts: VisitorParts): Promise<VisitorProcess> {
    const visitor = new VisitorProcess(parts);
    const late = setTimeout(
      () => visitor.#fall(failed('internal', 'visitor', 'to be ready in time').problem),
      readyWithinMs,
    );
    try {
      await visitor.#ready.promise;
      return visitor;
    } finally {
      clearTimeout(late);
    }
  }

  /** Session of the kernel that all its processes share. */
  get session(): number | undefined {
    return this.#child.pid;
  }

  /** Where its traces would be. */
  get folder(): string {
    return this.#parts.folder;
  }

  /** `waiting`: a spare, out of sight. */
  get state(): 'waiting' | 'begun' | 'ended' {
    if (this.#ending !== null) return 'ended';
    return this.#begun ? 'begun' : 'waiting';
  }

  /** That it answers at all is what the channel's beats prove; its pages ask `guards.ts` in its own process. */
  probe(trial: Trial): Promise<readonly WallAnswer[]> {
    const { walls, wiring } = this.#parts;
    const processes = (): Promise<readonly number[]> =>
      processesOf(new Set(this.session === undefined ? [] : [this.session]));
    return tryJailed({ processes, walls, proxySocket: wiring.proxySocket }, trial);
  }

  async plant(address: string, until: Promise<unknown>): Promise<void> {
    await this.#order({ do: 'plant', address });
    await until.catch(() => undefined);
    await this.#order({ do: 'plant', address: null });
  }

  async begin(policy: BrowsingPolicy, home: string): Promise<void> {
    this.#begun = true;
    await this.#order({ do: 'begin', policy, home });
  }

  async openSites(sites: readonly string[]): Promise<void> {
    await this.#order({ do: 'open-sites', sites: [...sites] });
  }

  async openTab(address: string): Promise<void> {
    await this.#order({ do: 'open-tab', address });
  }

  async showTab(tab: string): Promise<void> {
    await this.#order({ do: 'show-tab', tab });
  }

  async closeTab(tab: string): Promise<void> {
    await this.#order({ do: 'close-tab', tab });
  }

  async back(): Promise<void> {
    await this.#order({ do: 'back' });
  }

  async reload(): Promise<void> {
    await this.#order({ do: 'reload' });
  }

  async zoom(percent: PageZoom): Promise<void> {
    await this.#order({ do: 'zoom', percent });
  }

  async edit(command: EditCommand): Promise<void> {
    await this.#order({ do: 'edit', command });
  }

  async giveFiles(documents: readonly string[]): Promise<void> {
    await this.#order({ do: 'give-files', documents: [...documents] });
  }

  /** Resolves with where the window came to stand, by the process's own word. */
  show(bounds: Bounds): Promise<WindowState> {
    return this.#order({ do: 'show', bounds });
  }

  hide(): Promise<WindowState> {
    return this.#order({ do: 'hide' });
  }

  end(): Promise<void> {
    this.#ending ??= this.#kill();
    return this.#ending;
  }

  #order(order: Order): Promise<WindowState> {
    this.#orders += 1;
    const number = this.#orders;
    return new Promise((resolve, reject) => {
      if (this.#ending !== null) {
        reject(new Error('the visitor’s browser has ended'));
        return;
      }
      const late = setTimeout(
        () => this.#fall(failed('internal', `visitor: ${order.do}`, 'an answer in time').problem),
        answerWithinMs,
      );
      const settled = (settle: () => void): void => {
        clearTimeout(late);
        this.#answers.delete(number);
        settle();
      };
      this.#answers.set(number, {
        resolve: (window) => settled(() => resolve(window)),
        reject: (error) => settled(() => reject(error)),
      });
      this.#channel.send({ type: 'order', number, order });
    });
  }

  #heard(message: FromVisitor): void {
    switch (message.type) {
      case 'hello':
        this.#wasReady = true;
        this.#ready.resolve(true);
        break;
      case 'beat':
        break;
      case 'tabs':
        this.#parts.wiring.tabsChanged(message.tabs);
        break;
      case 'documents':
        this.#parts.wiring.documentsChanged(message.documents);
        break;
      case 'files-wanted':
        this.#parts.wiring.filesWanted(message.wish);
        break;
      case 'refused':
        this.#parts.wiring.refused(message.reason);
        break;
      case 'done':
        this.#answers.get(message.number)?.resolve(message.window);
    }
  }

  #fall(problem: Problem): void {
    if (this.#ending !== null) return;
    this.#parts.fallen(problem);
    const error = new Error(describe(problem));
    void this.end().then(() => {
      if (this.#wasReady) this.#parts.wiring.gone();
      else this.#ready.reject(error);
    });
  }

  /** It is never asked politely. */
  async #kill(): Promise<void> {
    this.#channel.close();
    for (const answer of [...this.#answers.values()]) answer.reject(new Error('the visitor’s browser has ended'));
    const { pid } = this.#child;
    if (pid !== undefined) {
      await prove('no process of the visitor is left', goneWithinMs, async () => {
        const left = await processesOf(new Set([pid]));
        for (const process of left) kill(process);
        return left.length === 0;
      });
      await this.#exited;
    }
    await rm(this.#parts.folder, { recursive: true, force: true });
    await this.#parts.ended();
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone since it was listed: what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
