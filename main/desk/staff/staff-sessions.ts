import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/open-store.ts';
import { prepared } from '../store/prepared.ts';

/** A working day; then one signs in again. */
export const staffSessionMs = 12 * 60 * 60 * 1000;

/** Who is signed in. The browser holds a random token, the store its SHA-256: a stolen copy of the store opens nothing. */
export class StaffSessions {
  readonly #store: Store;
  readonly #clock: Clock;
  /** Who was found in this turn: a rush asks for the same few again and again. */
  readonly #turn = new Map<string, string | null>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Returns the token for the cookie. */
  begin(account: string): string {
    const token = randomBytes(32).toString('base64url');
    const now = this.#clock();
    prepared(this.#store, 'DELETE FROM staff_sessions WHERE expires_at <= ?').run(now);
    prepared(this.#store, 'INSERT INTO staff_sessions (token_hash, account, expires_at) VALUES (?, ?, ?)').run(
      hashOf(token),
      account,
      now + staffSessionMs,
    );
    return token;
  }

  /** The account behind a token, or null. */
  account(token: string | undefined): string | null {
    if (token === undefined) return null;
    const found = this.#turn.get(token);
    if (found !== undefined) return found;
    if (this.#turn.size === 0) setImmediate(() => this.#turn.clear());
    const account = this.#find(token);
    this.#turn.set(token, account);
    return account;
  }

  #find(token: string): string | null {
    const session = prepared<[Buffer, number], { account: string }>(
      this.#store,
      'SELECT account FROM staff_sessions WHERE token_hash = ? AND expires_at > ?',
    ).get(hashOf(token), this.#clock());
    return session?.account ?? null;
  }

  end(token: string): void {
    this.#turn.clear();
    prepared(this.#store, 'DELETE FROM staff_sessions WHERE token_hash = ?').run(hashOf(token));
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
