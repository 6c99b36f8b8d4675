import { listsCommand } from './command.ts';
import { SourceError } from './sources.ts';

/** `escale lists …`: filter lists, for whoever gives them out. */
try {
  await listsCommand(process.argv.slice(2), (line) => void process.stdout.write(`${line}\n`));
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  process.stderr.write(`escale: ${error.message}\n`);
  process.exitCode = 1;
}
