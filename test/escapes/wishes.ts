import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { layers, type Layer } from './row.ts';

/** What was asked for on the command line. */
export interface Wishes {
  readonly host: 'chromium' | 'electron';
  /** Whether that row is asked for. */
  readonly wants: (row: number) => boolean;
  readonly without: Layer | null;
  /** The rows that `npm test` tries. */
  readonly quick: boolean;
  /** Every key with every modifier, beside the rows. */
  readonly sweep: boolean;
  /** Once more without each layer. */
  readonly mutations: boolean;
  /** Random hands for so long, instead of the rows; null = the rows. */
  readonly monkey: { readonly minutes: number; readonly seed: number } | null;
}

const hosts = ['chromium', 'electron'] as const;
const oneOf = <Name extends string>(names: readonly Name[], word: string): Name | undefined =>
  names.find((name) => name === word);

function readSpan(word: string): { from: number; to: number } | null {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(word) ?? [];
  return from === undefined ? null : { from: Number(from), to: Number(to) };
}

export function readWishes(words: readonly string[]): Result<Wishes> {
  const options = {
    host: { type: 'string', default: 'chromium' },
    rows: { type: 'string', default: '1-99' },
    without: { type: 'string' },
    quick: { type: 'boolean', default: false },
    sweep: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
    monkey: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...words], options }));
  } catch {
    return failed(
      'malformed',
      words.join(' '),
      '--host NAME, --rows 2,11,33-40, --without LAYER, --quick, --sweep, --mutations or --monkey (--minutes 10, --seed 7)',
    );
  }
  const host = oneOf(hosts, values.host);
  if (host === undefined) return failed('malformed', '--host', hosts.join(' or '));
  const spans = values.rows.split(',').map(readSpan);
  if (spans.includes(null)) return failed('malformed', '--rows', 'numbers and spans of them, as in 2,11,33-40');
  const without = values.without === undefined ? null : oneOf(layers, values.without);
  if (without === undefined) return failed('malformed', '--without', layers.join(', '));
  const wants = (row: number): boolean => spans.some((span) => span !== null && row >= span.from && row <= span.to);
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0)) return failed('malformed', '--minutes', 'a number above 0');
  if (!Number.isInteger(seed)) return failed('malformed', '--seed', 'a whole number');
  const { quick, sweep, mutations } = values;
  return ok({ host, wants, without, quick, sweep, mutations, monkey: values.monkey ? { minutes, seed } : null });
}
