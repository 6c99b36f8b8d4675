import type { Store } from '../store/open-store.ts';
import { hashPassword, passwordFits } from './password.ts';

/** Who may use the desk's screens: a name and an argon2id hash each. */
export class Accounts {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds an account, or gives an existing one a new password and signs it out everywhere. */
  async put(name: string, password: string): Promise<void> {
    const hash = await hashPassword(password);
    const write = this.#store.transaction(() => {
      this.#store
        .prepare(
          'INSERT INTO accounts (name, hash) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET hash = excluded.hash',
        )
        .run(name, hash);
      this.#store.prepare('DELETE FROM staff_sessions WHERE account = ?').run(name);
    });
    write.immediate();
  }

  async accepts(name: string, password: string): Promise<boolean> {
    const account = this.#store
      .prepare<[string], { hash: string }>('SELECT hash FROM accounts WHERE name = ?')
      .get(name);
    return passwordFits(password, account?.hash);
  }
}
