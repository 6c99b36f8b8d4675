import { Program } from '../../../deploy/demonstration/program.ts';

/** Keeps one program up, as the demonstration does, and tells its process id; for tests that kill the launcher itself. */
const [script = '', log = ''] = process.argv.slice(2);
const program = new Program({
  name: 'trial',
  say: (line) => void process.stdout.write(`${line}\n`),
  gaveUp: () => process.exit(1),
  command: () => ({
    ...{ name: 'trial', words: [process.execPath, script], cwd: '/', env: process.env, account: null, log },
    ...{ readyLine: /^ready$/, readyWithinMs: 10_000 },
  }),
});
await program.start();
process.stdout.write(`pid ${String(program.pid)}\n`);
