import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchParts, type Report } from '../report.ts';
import { reportOf } from './figures.ts';
import { Ground } from './ground.ts';
import { type Listed, namesIn, shapedLike, townNames } from './names.ts';

const archive = fileURLToPath(new URL('../../../../shared/data/ut1-blacklists.tar.gz', import.meta.url));
const whole = { names: 5_800_000, ubo: 1_000_000, towns: 1_000_000, asked: 200_000 };
const quickly = { names: 200_000, ubo: 100_000, towns: 100_000, asked: 50_000 };

/** The list file beside other ways to keep names, each in a process of its own, on the real archive and on a list of its full size. */
export async function benchFilter({ quick, say, signal }: BenchParts): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'escale-bench-filter-'));
  try {
    const sizes = quick ? quickly : whole;
    const ground = await Ground.open(folder, { ...sizes, say, signal });
    const real = existsSync(archive) ? await namesIn(archive) : null;
    if (real === null) say(`There is no archive at ${archive}: measured on generated names alone.`);
    const models = real === null ? [...townNames(50_000, 3)] : [...new Set([...real.values()].flat())];
    return reportOf({
      real: real === null ? null : await ground.measure('real', real),
      full: await ground.measure('full', generated(models, sizes.names)),
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function generated(models: readonly string[], count: number): Listed {
  const listed = new Map<string, string[]>();
  for (const [name, category] of shapedLike(models, count)) {
    const names = listed.get(category);
    if (names === undefined) listed.set(category, [name]);
    else names.push(name);
  }
  return listed;
}
