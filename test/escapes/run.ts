import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { describe, parseJson } from '../../contract/problem.ts';
import { whySkipped } from '../hosts/machine.ts';
import { takeAway } from './layers.ts';
import { layers, type Layer } from './row.ts';
import { readWishes, type Wishes } from './wishes.ts';

/**
 * `npm run escapes [-- --host NAME --rows 1-32 --without LAYER --quick --sweep --mutations]`: every known way out, tried for real; with
 * `--monkey [--minutes 10 --seed N]` random hands and hostile pages instead. A table for people, then one line of JSON; progress on stderr. Ends
 * with 1 when a row is broken or a promise is.
 */

function refuse(sentence: string): never {
  process.stderr.write(`escale: ${sentence}\n`);
  process.exit(1);
}

/** Rows that turn red take their time: each waits for what does not come, and then for a kiosk that comes back. */
const layerLimitMs = 20 * 60_000;

const summarySchema = z.object({ brokenRows: z.array(z.int()) });

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const read = readWishes(process.argv.slice(2));
if (!read.ok) refuse(describe(read.problem));
const wishes = read.value;

try {
  if (wishes.without !== null) takeAway(wishes.without);
  const failing = await (wishes.monkey === null ? run(wishes) : runMonkey(wishes.host, wishes.monkey));
  process.exitCode = failing ? 1 : 0;
} catch (error) {
  refuse(`the escapes did not run to their end: ${error instanceof Error ? error.message : String(error)}`);
}

/** Loaded late: a layer that was taken away must be gone before anything of the host is read. */
async function run({ host, wants, without, quick, sweep: swept, mutations: wanted }: Wishes): Promise<boolean> {
  const [{ catalogue, subset }, { tryRows, allUntried }, { summary, tableOfFindings, redRows }, { sweep }] =
    await Promise.all([import('./catalogue.ts'), import('./suite.ts'), import('./report.ts'), import('./sweep.ts')]);
  const chosen = catalogue.filter(({ row }) => wants(row) && (!quick || subset.has(row)));
  const skipped = whySkipped(host);
  const tried =
    skipped === null
      ? await tryRows(chosen, { host, say, redIsEnough: without !== null })
      : allUntried(chosen, skipped);
  const findings = swept && skipped === null ? [...tried, ...(await sweep(host, say))] : tried;
  const mutations = wanted && host === 'chromium' && skipped === null ? await mutate() : {};
  process.stdout.write(`${tableOfFindings(host, findings)}\n`);
  process.stdout.write(`${JSON.stringify(summary(host, findings, mutations))}\n`);
  return redRows(findings).length > 0 || Object.values(mutations).some((red) => red.length === 0);
}

async function runMonkey(host: Wishes['host'], { minutes, seed }: NonNullable<Wishes['monkey']>): Promise<boolean> {
  const skipped = whySkipped(host);
  if (skipped !== null) throw new Error(`${host} cannot be tried here: ${skipped}`);
  const { monkey } = await import('./monkey/monkey.ts');
  const { table, figures, violations } = await monkey({ host, minutes, seed }, say);
  process.stdout.write(`${table}\n${JSON.stringify(figures)}\n`);
  return violations.length > 0;
}

/** The quick rows once more without each layer, each time in a process of its own: rows that then turn red are the layer's proof. */
async function mutate(): Promise<Partial<Record<Layer, readonly number[]>>> {
  const found: Partial<Record<Layer, readonly number[]>> = {};
  for (const layer of layers) {
    say(`without ${layer} …`);
    found[layer] = await redWithout(layer);
  }
  return found;
}

async function redWithout(layer: Layer): Promise<readonly number[]> {
  const words = [fileURLToPath(import.meta.url), '--quick', '--without', layer];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'], timeout: layerLimitMs });
  const output = await text(child.stdout);
  const last = parseJson(summarySchema, output.trim().split('\n').at(-1) ?? '', `the run without ${layer}`);
  if (!last.ok) throw new Error(describe(last.problem));
  return last.value.brokenRows;
}
