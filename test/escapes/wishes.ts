import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '../../contract/problem.ts';
import { layers, type Layer } from './row.ts';

/** What was asked for on the command line. */
export interface Wishes {
  readonly host: 'chromium' | 'electron';
  readonly rows: { readonly from: number; readonly to: number };
  readonly without: Layer | null;
  /** The rows that `npm test` tries. */
  readonly quick: boolean;
  /** Once more without each layer. */
  readonly mutations: boolean;
}

const hosts = ['chromium', 'electron'] as const;
const oneOf = <Name extends string>(names: readonly Name[], word: string): Name | undefined =>
  names.find((name) => name === word);

export function readWishes(words: readonly string[]): Result<Wishes> {
  const options = {
    host: { type: 'string', default: 'chromium' },
    rows: { type: 'string', default: '1-99' },
    without: { type: 'string' },
    quick: { type: 'boolean', default: false },
    mutations: { type: 'boolean', default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...words], options }));
  } catch {
    return failed('malformed', words.join(' '), '--host NAME, --rows 1-32, --without LAYER, --quick or --mutations');
  }
  const host = oneOf(hosts, values.host);
  if (host === undefined) return failed('malformed', '--host', hosts.join(' or '));
  const [from = NaN, to = from] = values.rows.split('-').map(Number);
  if (!Number.isInteger(from) || !Number.isInteger(to))
    return failed('malformed', '--rows', 'a number or two, as in 1-32');
  const without = values.without === undefined ? null : oneOf(layers, values.without);
  if (without === undefined) return failed('malformed', '--without', layers.join(', '));
  return ok({ host, rows: { from, to }, without, quick: values.quick, mutations: values.mutations });
}
