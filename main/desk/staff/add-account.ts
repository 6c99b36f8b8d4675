import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { deskRoutes } from '../../../contract/desk-routes.ts';
import { ok, parse, type Result } from '../../../contract/problem.ts';
import { openStore } from '../store/open-store.ts';
import { Accounts } from './accounts.ts';

/**
 * Adds an account, or gives an existing one a new password, also while the desk runs. The password is the first line of `input`: an argument
 * would stand in the list of processes.
 */
export async function addAccount(given: { data: string; name: string; input: Readable }): Promise<Result<null>> {
  const account = { name: given.name, password: await firstLine(given.input) };
  // What sign-in could not read must not be stored.
  const checked = parse(deskRoutes['session.sign-in'].input, account, 'add-account');
  if (!checked.ok) return checked;
  const store = openStore(given.data);
  if (!store.ok) return store;
  await new Accounts(store.value).put(checked.value.name, checked.value.password);
  store.value.close();
  return ok(null);
}

async function firstLine(input: Readable): Promise<string> {
  const lines = createInterface({ input });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}
