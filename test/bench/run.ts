import { loadavg } from 'node:os';
import { endOfProcess, inOneLine } from '../in-a-place.ts';
import { benchBookings } from './book/bookings.ts';
import { benchDesk } from './book/desk.ts';
import { benchRush } from './book/rush.ts';
import { benchSlots } from './book/slots.ts';
import { benchFilter } from './filter/bench.ts';
import { benchKiosk } from './kiosk/bench.ts';
import { benchProxy } from './proxy/bench.ts';
import type { Bench } from './report.ts';

/**
 * `npm run bench -- NAME [--quick]`: a table for people, then one line of JSON for machines; progress on stderr.
 * Ends with 0 when the measuring ran to its end, whatever it found.
 */

const benches: ReadonlyMap<string, Bench> = new Map([
  ['kiosk', benchKiosk],
  ['filter', benchFilter],
  ['proxy', benchProxy],
  ['slots', benchSlots],
  ['rush', benchRush],
  ['bookings', benchBookings],
  ['desk', benchDesk],
]);

function refuse(sentence: string): never {
  process.stderr.write(`escale: ${sentence}\n`);
  process.exit(1);
}

const words = process.argv.slice(2);
const names = [...benches.keys()].join(', ');
const unknown = words.find((word) => word.startsWith('-') && word !== '--quick');
if (unknown !== undefined) refuse(`"${unknown}" is not a flag: the only one is --quick`);
const [name, ...more] = words.filter((word) => !word.startsWith('-'));
if (name === undefined) refuse(`name what to measure: npm run bench -- NAME [--quick], where NAME is ${names}`);
if (more.length > 0) refuse(`one benchmark at a time: "${more.join(' ')}" is too much`);
const bench = benches.get(name);
if (bench === undefined) refuse(`"${name}" is not a benchmark: there is ${names}`);

const signal = endOfProcess();

try {
  const before = loadavg()[0] ?? 0;
  const { table, figures } = await bench({
    quick: words.includes('--quick'),
    signal,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  console.log(table);
  const load = [before, loadavg()[0] ?? 0].map((value) => value.toFixed(1));
  console.log(
    `\nThe machine's load was ${load.join(' before and ')} after: above its number of processors, times are worse.`,
  );
  console.log(JSON.stringify({ bench: name, ...figures }));
} catch (error) {
  refuse(`the benchmark "${name}" did not run to its end: ${inOneLine(error)}`);
}
