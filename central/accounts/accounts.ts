import { createHash, randomBytes } from 'node:crypto';
import { failed, ok, type Problem, type Result } from '../../contract/problem.ts';
import type { Database } from '../database/open.ts';
import { fitsPassword, hashPassword } from './password.ts';
import { SignInTries } from './tries.ts';

/** One working day: nobody is signed in by surprise tomorrow. */
export const sessionSeconds = 12 * 60 * 60;

interface SignIn {
  readonly name: string;
  readonly password: string;
  /** The caller's network address, for the delay after wrong tries. */
  readonly address: string;
}

/** Who may read the figures: accounts, and the sessions of those who signed in. */
export class Accounts {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #tries = new SignInTries();
  /** Checked when the name is unknown, so that the time of the answer does not tell which names exist. */
  readonly #nobody = hashPassword(randomBytes(16).toString('hex'));

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Makes the account, or gives an existing one another password and ends its sessions. */
  async keep(name: string, password: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.#database.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('accounts')
        .values({ name, password_hash: hash })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ password_hash: hash }))
        .execute();
      await transaction.deleteFrom('account_sessions').where('account', '=', name).execute();
    });
  }

  /** The token of a new session. Problems: `not-accepted`, `code-delayed`. */
  async signIn({ name, password, address }: SignIn): Promise<Result<string>> {
    const caller = JSON.stringify([address, name]);
    const waitSeconds = this.#tries.begin(caller, this.#now().getTime());
    if (waitSeconds > 0) return { ok: false, problem: delayed(waitSeconds) };
    const account = await this.#database
      .selectFrom('accounts')
      .select('password_hash')
      .where('name', '=', name)
      .executeTakeFirst();
    const fits = await fitsPassword(password, account?.password_hash ?? (await this.#nobody));
    if (account === undefined || !fits) return failed('not-accepted', 'name, password', 'an account and its password');
    this.#tries.succeed(caller);
    return ok(await this.#startSession(name));
  }

  async signOut(token: string): Promise<void> {
    await this.#database.deleteFrom('account_sessions').where('token_hash', '=', digest(token)).execute();
  }

  /** The account that this token stands for; null when its session is over or never was. */
  async nameOf(token: string): Promise<string | null> {
    const session = await this.#database
      .selectFrom('account_sessions')
      .select('account')
      .where('token_hash', '=', digest(token))
      .where('expires_at', '>', this.#now().toISOString())
      .executeTakeFirst();
    return session?.account ?? null;
  }

  async #startSession(account: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = this.#now();
    const expiresAt = new Date(now.getTime() + sessionSeconds * 1000).toISOString();
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('account_sessions').where('expires_at', '<=', now.toISOString()).execute();
      await transaction
        .insertInto('account_sessions')
        .values({ token_hash: digest(token), account, expires_at: expiresAt })
        .execute();
    });
    return token;
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('hex');

const delayed = (seconds: number): Problem => ({
  code: 'code-delayed',
  where: 'name, password',
  expected: `a pause of ${seconds} s after the wrong tries`,
  retryInSeconds: seconds,
});
