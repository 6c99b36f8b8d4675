import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { checkFiles, type CheckWish } from './check-files.ts';

/** `escale profiles check …`: one line for each fault, or for each file without one; ends with 1 when there is a fault. */

const usage =
  'say: escale profiles check [--place FILE] [--list FILE] [PROFILE…]; without a profile, those of kiosk-profiles/ are checked';

const folder = fileURLToPath(new URL('../../../kiosk-profiles', import.meta.url));

const shipped = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));

async function readWish(words: readonly string[]): Promise<CheckWish | null> {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { place: { type: 'string' }, list: { type: 'string' } },
      allowPositionals: true,
    });
    const [verb, ...files] = positionals;
    if (verb !== 'check') return null;
    return {
      profiles: files.length === 0 ? await shipped() : files,
      place: values.place ?? null,
      list: values.list ?? null,
    };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

const wish = await readWish(process.argv.slice(2));
if (wish === null) {
  process.stderr.write(`escale: ${usage}\n`);
  process.exitCode = 1;
} else {
  for (const { path, faults } of await checkFiles(wish)) {
    for (const fault of faults) process.stderr.write(`escale: ${fault}\n`);
    if (faults.length === 0) process.stdout.write(`${path}: no fault\n`);
    else process.exitCode = 1;
  }
}
