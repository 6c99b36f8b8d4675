import { failed, ok, type Problem, type Result } from '../../../contract/problem.ts';
import type { Clock } from '../clock.ts';
import type { Accounts } from './accounts.ts';
import type { StaffSessions } from './staff-sessions.ts';
import { Throttle } from './throttle.ts';

/** Name and password for a token. Wrong names and wrong passwords look the same. */
export class SignIn {
  readonly #accounts: Accounts;
  readonly #sessions: StaffSessions;
  readonly #byAddress: Throttle;
  /** Looser than by address: otherwise anybody on the network could lock a colleague out. */
  readonly #byName: Throttle;

  constructor(accounts: Accounts, sessions: StaffSessions, clock: Clock) {
    this.#accounts = accounts;
    this.#sessions = sessions;
    this.#byAddress = new Throttle(clock, 5);
    this.#byName = new Throttle(clock, 25);
  }

  async try(given: { name: string; password: string; address: string }): Promise<Result<{ token: string }>> {
    const { name, password, address } = given;
    const wait = Math.max(this.#byAddress.waitSeconds(address), this.#byName.waitSeconds(name));
    if (wait > 0) return { ok: false, problem: tooOften(wait) };
    this.#byAddress.begin(address);
    this.#byName.begin(name);
    if (!(await this.#accounts.accepts(name, password))) {
      return failed('not-accepted', 'name, password', 'a name and a password that belong together');
    }
    this.#byAddress.succeeded(address);
    this.#byName.succeeded(name);
    return ok({ token: this.#sessions.begin(name) });
  }
}

const tooOften = (retryInSeconds: number): Problem => ({
  code: 'code-delayed',
  where: 'name, password',
  expected: 'a pause after several wrong tries',
  retryInSeconds,
});
