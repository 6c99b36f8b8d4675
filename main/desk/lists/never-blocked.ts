import { readFile } from 'node:fs/promises';
import { failed, ok, type Result } from '../../../contract/problem.ts';

const name = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** The names that no list may refuse: one a line, in lower case and punycode; what follows a `#` is a remark. */
export async function readNeverBlocked(path: string): Promise<Result<readonly string[]>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failed('not-found', path, `a file of names that can be read (${reason})`);
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  const wrong = lines.findIndex((line) => line !== '' && !name.test(line));
  if (wrong >= 0)
    return failed('malformed', `${path}:${wrong + 1}`, 'the name of a site in lower case, such as "caf.fr"');
  return ok(lines.filter((line) => line !== ''));
}
