import { rm } from 'node:fs/promises';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import { addAccount } from './accounts.ts';
import { announce, type Announcement } from './announcement.ts';
import type { Programs } from './commands.ts';
import { giveFirstTicket } from './first-ticket.ts';
import type { Plan } from './plan.ts';
import { kioskProgram, screenProgram, serverProgram, watchPrograms, type Stage } from './players.ts';
import type { Program } from './program.ts';
import { readRecords, type Records } from './records.ts';
import { furnishRuntime, openRuntime } from './runtime.ts';
import { writeSettings } from './settings-files.ts';
import { takeSole } from './sole.ts';
import { openTown } from './town.ts';
import { inventPassword } from './watch.ts';
import { clearDisplay } from './x-server.ts';

export interface DemonstrationParts {
  readonly plan: Plan;
  readonly root: string;
  readonly programs: Programs;
  readonly say: (line: string) => void;
  /** A program ended too often: the demonstration should stop. */
  readonly gaveUp: (sentence: string) => void;
}

/** How long each program has to end before the next one is asked to; the kiosk has browsers to close. */
const patienceMs = (program: Program): number => (program.name === 'kiosk' ? 2500 : 600);
/** What is still there then is killed, so that the whole takes less than 5 s. */
const killAfterMs = 4300;

const withoutWalls =
  'This machine forbids namespaces: the demonstration runs WITHOUT the browsers’ jail and sandbox. An installed kiosk would refuse.';

/** The demonstration place: town site, screen, central, desk and kiosk, started in this order and ended in reverse. */
export class Demonstration {
  readonly #parts: DemonstrationParts;
  /** In the order of their start. */
  readonly #programs: Program[] = [];
  /** What else must be undone when no program is left, last begun first. */
  readonly #endings: (() => Promise<void>)[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  #stopping: Promise<void> | null = null;

  constructor(parts: DemonstrationParts) {
    this.#parts = parts;
  }

  /** Resolves when all is up and told. After a failure call `stop`. */
  start(): Promise<Outcome<null>> {
    const starting = this.#start();
    this.#starting = starting;
    return starting;
  }

  /** Ends all within 5 s: kiosk, desk, central, screen. Safe to call again, and while starting. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const overdue = setTimeout(() => {
      for (const program of this.#programs) program.kill();
    }, killAfterMs);
    const inReverse = this.#programs.toReversed();
    for (const program of inReverse) await program.stop(patienceMs(program));
    await Promise.all(inReverse.map((program) => program.ended));
    await Promise.allSettled([this.#starting]);
    clearTimeout(overdue);
    for (const end of this.#endings.toReversed()) await end();
  }

  async #start(): Promise<Outcome<null>> {
    if (!this.#parts.plan.walls) this.#parts.say(withoutWalls);
    const ground = await this.#prepare();
    if (!ground.ok) return ground;
    if (this.#stopping !== null) return stopped('the demonstration is ending');
    const { stage, records } = ground.value;
    stage.say('Starting the screen, central, the desk and the kiosk …');
    const screen = screenProgram(stage, () => kiosk.restart());
    const kiosk: Program = kioskProgram(stage, screen);
    const [central, desk] = [serverProgram(stage, 'central'), serverProgram(stage, 'desk')];
    const watchPassword = stage.plan.watch ? inventPassword() : null;
    const watch = watchPassword === null ? [] : watchPrograms(stage, screen, watchPassword);
    this.#programs.push(screen, central, desk, ...watch, kiosk);
    // Central before the desk, so that its first sheets need no second try; whoever needs the display waits for it.
    const servers = async (): Promise<Outcome<unknown>> =>
      unlessFailed(await addAccounts(stage, records), async () =>
        unlessFailed(await central.start(), () => desk.start()),
      );
    const up = await allUp([screen.start(), servers(), ...watch.map((program) => program.start()), kiosk.start()]);
    if (!up.ok) return up;
    const display = await screen.ready;
    if (!display.ok) return display;
    this.#endings.push(() => clearDisplay(display.value));
    return this.#tell(stage, { records, display: display.value, watchPassword });
  }

  async #tell(stage: Stage, told: Pick<Announcement, 'records' | 'display' | 'watchPassword'>): Promise<Outcome<null>> {
    const { plan, runtime, say } = stage;
    const ticket = await giveFirstTicket(`http://127.0.0.1:${plan.ports.desk}`, told.records.logins.desk);
    if (!ticket.ok) return ticket;
    const lines = announce({ ...told, plan, ticket: ticket.value, authority: runtime.authority });
    for (const line of lines) say(line);
    return done(null);
  }

  async #prepare(): Promise<Outcome<{ stage: Stage; records: Records }>> {
    const { plan, root } = this.#parts;
    const runtime = await openRuntime(plan.data);
    if (!runtime.ok) return runtime;
    const sole = await takeSole(runtime.value.sole, plan.data);
    if (!sole.ok) return sole;
    this.#endings.push(async () => {
      await sole.value.release();
      await rm(runtime.value.folder, { recursive: true, force: true });
    });
    await furnishRuntime(runtime.value, plan.account);
    const records = await readRecords(plan.data);
    if (!records.ok) return records;
    const files = await writeSettings({ plan, records: records.value, root, runtime: runtime.value.kiosk });
    if (!files.ok) return files;
    const town = await openTown(plan.ports.town);
    if (!town.ok) return town;
    this.#endings.push(() => town.value.close());
    return done({ stage: { ...this.#parts, runtime: runtime.value, files: files.value }, records: records.value });
  }
}

/** The accounts are put in while their program is down: one writer per store. */
function addAccounts({ programs, files }: Stage, { logins }: Records): Promise<Outcome<null>> {
  return allUp([
    addAccount([...programs.central, files.central], logins.central),
    addAccount([...programs.desk, files.desk], logins.desk),
  ]);
}

const unlessFailed = async (
  first: Outcome<unknown>,
  then: () => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> => (first.ok ? then() : first);

/** Resolves when all went well, or at the first that did not. */
const allUp = (starts: readonly Promise<Outcome<unknown>>[]): Promise<Outcome<null>> =>
  new Promise((resolve, reject) => {
    const told = starts.map((start) => start.then((outcome) => (outcome.ok ? null : resolve(outcome))));
    Promise.all(told).then(() => resolve(done(null)), reject);
  });
