import path from 'node:path';
import { parseArgs } from 'node:util';
import { daySchema } from '../../contract/session.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';

export interface Wishes {
  readonly seed: number;
  /** The last day that is filled in. */
  readonly until: string;
  readonly years: number;
  readonly places: number;
  readonly port: number;
  /** Absolute. */
  readonly data: string;
  /** Ends when all is filled in. */
  readonly once: boolean;
}

export const help = `npm run demo:year [-- FLAGS]

Fills central with the made-up life of a network of 59 communes, then shows it until Ctrl-C. The same flags make the same figures.

  --seed N       another network (1)
  --until DAY    the last day, such as 2026-10-31 (yesterday)
  --years N      how far back, 1 to 5 (2: a year, and the one before to compare with)
  --places N     how many places, 59 to 500 (80)
  --port N       (4400)
  --data FOLDER  emptied first (./data/year)
  --once         ends when all is filled in
  --help         this text
`;

export const communes = 59;

/** `today` and `here`: what is meant where nothing is said. */
export function readWishes(
  words: readonly string[],
  { yesterday, here }: { yesterday: string; here: string },
): Outcome<Wishes | 'help'> {
  const read = flagsIn(words);
  if (!read.ok) return read;
  const { once = false, until = yesterday, data = 'data/year', help: asked = false, ...numbers } = read.value;
  if (asked) return done('help');
  if (!daySchema.safeParse(until).success) return stopped(`--until: expected a day such as 2026-10-31, not "${until}"`);
  const chosen = Object.entries(limits).map(([name, { least, most, usual }]) => {
    const text = numbers[name as keyof typeof limits];
    const value = text === undefined ? usual : Number(text);
    return { name, value, isRight: Number.isInteger(value) && value >= least && value <= most, least, most, text };
  });
  const wrong = chosen.find(({ isRight }) => !isRight);
  if (wrong !== undefined) {
    return stopped(
      `--${wrong.name}: expected a whole number from ${wrong.least} to ${wrong.most}, not "${wrong.text ?? ''}"`,
    );
  }
  const numbered = Object.fromEntries(chosen.map(({ name, value }) => [name, value])) as Record<
    keyof typeof limits,
    number
  >;
  return done({ ...numbered, until, once, data: path.resolve(here, data) });
}

const limits = {
  seed: { least: 0, most: 2 ** 31 - 1, usual: 1 },
  years: { least: 1, most: 5, usual: 2 },
  places: { least: communes, most: 500, usual: 80 },
  port: { least: 1, most: 65_535, usual: 4400 },
} as const;

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const options = {
  ...{ seed: text, until: text, years: text, places: text, port: text, data: text },
  ...{ once: flag, help: flag },
} as const;

function flagsIn(words: readonly string[]) {
  try {
    return done(parseArgs({ args: [...words], options }).values);
  } catch {
    return stopped(`"${words.join(' ')}" is not understood; "npm run demo:year -- --help" lists the flags`);
  }
}
