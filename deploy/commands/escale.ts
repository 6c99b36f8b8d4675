import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toldCommand } from './told-command.ts';

/** `npm run escale -- WORDS…`: hands the words to the program that they are for, and ends as it ends. */

const told = toldCommand(process.argv.slice(2));
if (!told.ok) {
  process.stderr.write(`escale: ${told.problem.expected}\n`);
  process.exitCode = 1;
} else {
  const [program, ...words] = told.value;
  const path = fileURLToPath(new URL(`../../${program}`, import.meta.url));
  const { status, error } = spawnSync(process.execPath, [path, ...words], { stdio: 'inherit' });
  if (error !== undefined) throw error;
  // Null: a signal ended it, this one's terminal sent it to both.
  process.exitCode = status ?? 1;
}
