import { setTimeout as wait } from 'node:timers/promises';
import { stopped, type Outcome } from '../setup/outcome.mjs';
import { begin, type Command, type Run } from './run.ts';

/** A program that ends within this time of its start ended quickly; only quick ends in a row count towards giving up. */
const quickMs = 60_000;
const quickEndsAllowed = 5;

export interface ProgramParts {
  readonly name: string;
  /** Asked anew for each life, since what it needs may have moved (a display's number). */
  readonly command: () => Command | Promise<Command>;
  readonly say: (line: string) => void;
  /** It ended by itself; it is being started again. */
  readonly ended?: () => void;
  /** It ended too often. */
  readonly gaveUp: (sentence: string) => void;
}

/** A program that is kept up: started again when it ends unasked, until it is stopped. */
export class Program {
  readonly name: string;
  readonly #parts: ProgramParts;
  #run: Run | null = null;
  #ready: Promise<Outcome<string>> = Promise.resolve(stopped('not started'));
  #stopping = false;
  #quickEnds = 0;

  constructor(parts: ProgramParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  /** The ready line of the present life, once it has come. */
  get ready(): Promise<Outcome<string>> {
    return this.#ready;
  }

  get pid(): number | undefined {
    return this.#run?.pid;
  }

  /** Answers with the ready line. A program that does not come up the first time is not tried again: the reason is the user's to mend. */
  async start(): Promise<Outcome<string>> {
    const ready = await this.#live();
    if (ready.ok) void this.#keepUp();
    return ready;
  }

  /** Asks it to end; resolves when it has, or after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopping = true;
    this.#run?.terminate();
    await Promise.race([this.#run?.ended, wait(patienceMs, undefined, { ref: false })]);
  }

  /** Ends this life; the next one begins by itself. */
  restart(): void {
    this.#run?.terminate();
  }

  /** Kills it and what it left. */
  kill(): void {
    this.#stopping = true;
    this.#run?.kill();
  }

  /** Resolves when the present life, if any, is over. */
  get ended(): Promise<unknown> {
    return this.#run?.ended ?? Promise.resolve();
  }

  #live(): Promise<Outcome<string>> {
    this.#ready = this.#begin();
    return this.#ready;
  }

  async #begin(): Promise<Outcome<string>> {
    const command = await this.#parts.command();
    if (this.#stopping) return stopped(`${this.name} is stopping`);
    this.#run = begin(command);
    const ready = await this.#run.ready;
    if (!ready.ok) this.#run.kill();
    return ready;
  }

  async #keepUp(): Promise<void> {
    for (let start = performance.now(); ; start = performance.now()) {
      const how = await this.#run?.ended;
      if (this.#stopping) return;
      this.#quickEnds = performance.now() - start < quickMs ? this.#quickEnds + 1 : 1;
      if (this.#quickEnds > quickEndsAllowed) {
        this.#parts.gaveUp(`${this.name} ended ${this.#quickEnds} times in a row; its log says why`);
        return;
      }
      this.#parts.say(`${this.name} ${how ?? 'ended'}: starting it again.`);
      this.#parts.ended?.();
      await wait((this.#quickEnds - 1) * 500);
      const ready = await this.#live();
      if (ready.ok) this.#parts.say(`${this.name} is back.`);
    }
  }
}
