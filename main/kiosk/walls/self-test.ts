import type { Logger } from 'pino';
import { triedWalls } from '../../../contract/session.ts';
import { wallsProblem, type WallCheck } from '../../../contract/walls.ts';
import type { Problem } from '../../../contract/problem.ts';
import { within, type Clock } from '../clock.ts';
import type { Host, Visitor, WallAnswer } from '../host.ts';
import type { Proxy } from '../proxy/proxy.ts';
import { answerOf } from './answer-of.ts';
import { silenceFault, wayOutFault } from './way-out.ts';

export interface SelfTestParts {
  readonly host: Host;
  readonly proxy: Proxy;
  readonly proxySocket: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Resolves when our screens stand: before, nobody can sit down, and there is nothing to look at. */
  readonly screensOpen: () => Promise<void>;
  /** A whole trial has ended. */
  readonly tested: () => void;
}

/** How long a trial is worth repeating, and for whom. */
export interface Asking {
  readonly patienceMs: number;
  /** False: nobody waits for the answer any more; whatever it was, it is null then. */
  readonly wanted: () => boolean;
}

/** Each answer has a limit of its own; this one is for a host that does not keep its promises. */
const limitMs = 10_000;
/** As long as a browser may take to start from an old disk. */
const screensLimitMs = 60_000;
/** A window manager that died is started again within a few seconds; nobody can sit down meanwhile. */
export const restPatienceMs = 8_000;
const againMs = 250;

type Answers = readonly WallAnswer[];
type Trial = () => Promise<Answers>;

const always: Asking = { patienceMs: restPatienceMs, wanted: () => true };

/**
 * The kiosk attacks itself: before anybody may sit down each wall that should stand must answer to a real try. Trials are done one after the
 * other, since they share the display, the browser and the proxy.
 */
export class SelfTest {
  readonly #parts: SelfTestParts;
  #ground: Answers = [];
  #around: Answers = [];
  #at = '';
  #work: Promise<unknown> = Promise.resolve();

  constructor(parts: SelfTestParts) {
    this.#parts = parts;
  }

  /** What each wall said last; null before the first trial. */
  get check(): WallCheck | null {
    if (this.#at === '') return null;
    const said = (stands: boolean): WallCheck['standing'] =>
      this.answers.filter(({ fault }) => (fault === null) === stands).map(({ wall }) => wall);
    return { at: this.#at, standing: said(true), fallen: said(false) };
  }

  /** One wall may have answered more than once, the network at the proxy and in the jail: no other answer makes a fault good. */
  get answers(): Answers {
    const all = [...this.#ground, ...this.#around].toSorted(
      (one, other) => Number(one.fault === null) - Number(other.fault === null),
    );
    return triedWalls.flatMap((wall) => all.find((answer) => answer.wall === wall) ?? []);
  }

  /** The walls that stand without a browser: keys, windows, and a proxy that refuses what it must. Null: they do. */
  async ground(): Promise<Problem | null> {
    const { clock, host, proxy, proxySocket, screensOpen } = this.#parts;
    // Screens that do not come are told by the windows' answer.
    await within(clock, screensLimitMs, screensOpen()).catch(() => undefined);
    const trial = async (): Promise<Answers> => [
      ...(await host.probe('whole')),
      await answerOf('network', () => proxy.tryOut(() => wayOutFault(proxySocket))),
    ];
    return this.#prove(always, trial, (answers) => {
      this.#ground = answers;
      // Whatever browser they were about, the next one has answers of its own.
      this.#around = [];
    });
  }

  /** The walls around a browser that waits, before anybody gets it. */
  around(visitor: Visitor, wanted: () => boolean): Promise<Problem | null> {
    const trial = (): Promise<Answers> => this.#parts.proxy.tryOut(() => visitor.probe('whole'));
    return this.#prove({ ...always, wanted }, trial, (answers) => {
      this.#around = answers;
    });
  }

  /** What can be tried beside a session without anybody noticing. */
  async beside(visitor: Visitor | null, asking: Asking): Promise<Problem | null> {
    const { host, proxySocket } = this.#parts;
    return this.#inTurn(async () => {
      const { faults } = await this.#try(asking, async () => [
        ...(await host.probe('beside')),
        await answerOf('network', () => silenceFault(proxySocket)),
        ...((await visitor?.probe('beside')) ?? []),
      ]);
      return asking.wanted() ? this.#problemOf(faults) : null;
    });
  }

  #prove(asking: Asking, trial: Trial, keep: (answers: Answers) => void): Promise<Problem | null> {
    return this.#inTurn(async () => {
      const { answers, faults } = await this.#try(asking, trial);
      if (!asking.wanted()) return null;
      keep(answers);
      this.#at = this.#parts.clock.now().wall;
      this.#parts.tested();
      return this.#problemOf(faults);
    });
  }

  #inTurn<Value>(step: () => Promise<Value>): Promise<Value> {
    const done = this.#work.then(step);
    this.#work = done.catch(() => undefined);
    return done;
  }

  /** Asked again until every wall stands or patience ends: what is put right by then was no hole, since nothing opened. */
  async #try({ patienceMs, wanted }: Asking, trial: Trial): Promise<{ answers: Answers; faults: Answers }> {
    const { clock } = this.#parts;
    const untilMs = clock.now().monotonicMs + patienceMs;
    for (;;) {
      const answers = await this.#ask(trial);
      const faults = answers.filter(({ fault }) => fault !== null);
      if (faults.length === 0 || !wanted() || clock.now().monotonicMs >= untilMs) return { answers, faults };
      await new Promise<void>((resolve) => {
        clock.after(againMs, resolve);
      });
    }
  }

  async #ask(trial: Trial): Promise<Answers> {
    const { clock, host } = this.#parts;
    try {
      return await within(clock, limitMs, trial());
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      return triedWalls.filter((wall) => !host.missingWalls.includes(wall)).map((wall) => ({ wall, fault }));
    }
  }

  #problemOf(faults: Answers): Problem | null {
    if (faults.length === 0) return null;
    this.#parts.log.error({ faults }, 'walls do not stand');
    return wallsProblem([...new Set(faults.map(({ wall }) => wall))]);
  }
}
