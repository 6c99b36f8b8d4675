import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '../../../contract/problem.ts';
import { readProfile } from '../../../contract/profile-file.ts';
import { readText } from '../settings.ts';
import { faultsOf } from './check.ts';

/** `escale profiles check [FILE…]`: one line for each fault, or for each profile without one; ends with 1 when there is a fault. */

const usage = 'say: escale profiles check [FILE…]; without a file, those of kiosk-profiles/ are checked';

const folder = fileURLToPath(new URL('../../../kiosk-profiles', import.meta.url));

const shipped = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.json')).map((name) => join(folder, name));

async function linesFor(path: string): Promise<readonly string[]> {
  const profile = await readProfile(path, readText);
  if (!profile.ok) return [describe(profile.problem)];
  return faultsOf(profile.value, basename(path)).map(({ field, expected }) => `${path}: ${field}: ${expected}`);
}

const [verb, ...files] = process.argv.slice(2);
if (verb !== 'check' || files.some((file) => file.startsWith('-'))) {
  process.stderr.write(`escale: ${usage}\n`);
  process.exitCode = 1;
} else {
  for (const path of files.length === 0 ? await shipped() : files) {
    const faults = await linesFor(path);
    for (const fault of faults) process.stderr.write(`escale: ${fault}\n`);
    if (faults.length === 0) process.stdout.write(`${path}: no fault\n`);
    else process.exitCode = 1;
  }
}
