import type { Logger } from 'pino';
import type { Problem } from '../../contract/problem.ts';
import type { Snapshot } from '../../contract/screens.ts';
import { within, type Clock } from './clock.ts';
import { FastFailures } from './fast-failures.ts';
import type { Host, Layout, Screens, ScreensWiring } from './host.ts';

export interface ScreenWatchParts {
  readonly host: Host;
  readonly wiring: Omit<ScreensWiring, 'gone'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly heard: {
    /** What should stand on the screen could not be proven: the visitor's browser must be killed before this resolves. */
    unproven(): Promise<void>;
    /** Five failures within a minute. */
    failed(problem: Problem): void;
  };
}

/** Above any host's own patience, which says more about what it waited for. */
const openLimitMs = 60_000;
const layoutLimitMs = 3_000;
const closeLimitMs = 3_000;
const pauseMs = 1_000;
/** After too many failures: slowly, so that a technician who mended the machine need not restart the kiosk to read why it is out of service. */
const longPauseMs = 30_000;

/** Keeps our screens up and in the layout that was last asked for. Layouts are done one after the other: the last one asked stands. */
export class ScreenWatch {
  readonly #parts: ScreenWatchParts;
  readonly #failures = new FastFailures();
  #screens: Screens | null = null;
  /** Of the screens above: tells their end from the end of others. */
  #life: { readonly over: boolean } | null = null;
  readonly #awaited: (() => void)[] = [];
  #wanted: Layout = 'locked';
  #work: Promise<unknown> = Promise.resolve();
  #cancelRetry: () => void = () => undefined;
  #closed = false;

  constructor(parts: ScreenWatchParts) {
    this.#parts = parts;
  }

  /** The first opening; rejects when it does not succeed. */
  async open(): Promise<void> {
    await this.#openScreens();
  }

  /** False: not proven within 3 s, and `unproven` has been heard. While the screens are gone the host has locked, and they come back in the layout asked for. */
  show(layout: Layout): Promise<boolean> {
    this.#wanted = layout;
    if (this.#screens === null) return Promise.resolve(true);
    return this.#inTurn(async () => this.#screens === null || (await this.#apply(this.#screens, layout)));
  }

  /** Resolves when they stand, be it later. */
  whenOpen(): Promise<void> {
    if (this.#screens !== null) return Promise.resolve();
    return new Promise((resolve) => this.#awaited.push(resolve));
  }

  send(snapshot: Snapshot): void {
    this.#screens?.send('state', snapshot);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    const screens = this.#screens;
    this.#screens = null;
    this.#life = null;
    if (screens !== null) await this.#closeScreens(screens);
  }

  async #apply(screens: Screens, layout: Layout): Promise<boolean> {
    try {
      await within(this.#parts.clock, layoutLimitMs, screens.layout(layout));
      return true;
    } catch (error) {
      this.#parts.log.error({ err: error, layout }, 'the layout could not be proven');
      await this.#parts.heard.unproven();
      await this.#giveUp(screens);
      return false;
    }
  }

  /** Screens that do not do what they are asked are worth nothing: others are opened in their place. */
  async #giveUp(screens: Screens): Promise<void> {
    if (this.#screens === screens) this.#lose();
    await this.#closeScreens(screens);
  }

  async #closeScreens(screens: Screens): Promise<void> {
    try {
      await within(this.#parts.clock, closeLimitMs, screens.close());
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the screens did not close');
    }
  }

  async #openScreens(): Promise<Screens> {
    const { clock, host, wiring } = this.#parts;
    const life = { over: false };
    const gone = (): void => {
      life.over = true;
      if (this.#life === life) this.#lose();
    };
    const opening = host.openScreens({ ...wiring, gone });
    try {
      const screens = await within(clock, openLimitMs, opening);
      if (life.over) throw new Error('the screens died while they opened');
      this.#screens = screens;
      this.#life = life;
      for (const resolve of this.#awaited.splice(0)) resolve();
      return screens;
    } catch (error) {
      // Too late is not never: screens that open after all would stand beside the next ones.
      opening.then((late) => this.#closeScreens(late), nothingOpened);
      throw error;
    }
  }

  #lose(): void {
    this.#screens = null;
    this.#life = null;
    if (this.#closed) return;
    const { clock, heard, log } = this.#parts;
    const tooMany = this.#failures.count(clock.now().monotonicMs);
    log.warn({ tooMany }, 'the screens are gone');
    if (tooMany) {
      heard.failed({
        code: 'internal',
        where: 'screens',
        expected: 'screens that stay open; restart this workstation',
      });
    }
    this.#cancelRetry = clock.after(tooMany ? longPauseMs : pauseMs, () => {
      void this.#inTurn(() => this.#reopen());
    });
  }

  async #reopen(): Promise<void> {
    if (this.#closed || this.#screens !== null) return;
    try {
      const screens = await this.#openScreens();
      if (this.#wanted !== 'locked') await this.#apply(screens, this.#wanted);
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the screens did not open');
      this.#lose();
    }
  }

  #inTurn<Value>(step: () => Promise<Value>): Promise<Value> {
    const done = this.#work.then(step);
    // Steps answer for their own failures; one must not keep the next from its turn.
    this.#work = done.catch(() => undefined);
    return done;
  }
}

const nothingOpened = (): void => undefined;
