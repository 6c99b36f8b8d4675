import { spawn } from 'node:child_process';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

export interface Login {
  readonly name: string;
  readonly password: string;
}

/** Puts an account into a program's store, by that program itself: only it knows how. `words` start the program, settings included. */
export function addAccount(words: readonly string[], login: Login): Promise<Outcome<null>> {
  const [program = '', ...rest] = words;
  const child = spawn(program, [...rest, 'add-account', login.name], { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  // A program that refuses its settings may be gone before it has read a password; its own words tell more than a broken pipe.
  child.stdin.on('error', () => undefined).end(`${login.password}\n`);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(stopped(`the account "${login.name}" could not be made: ${error.message}`)));
    child.once('close', (code) => {
      const why =
        complaint
          .trimEnd()
          .split('\n')
          .at(-1)
          ?.replace(/^escale: /, '') ?? '';
      resolve(code === 0 ? done(null) : stopped(`the account "${login.name}" could not be made: ${why}`));
    });
  });
}
