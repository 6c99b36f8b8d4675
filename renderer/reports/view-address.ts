import type { Temporal } from 'temporal-polyfill';
import { scopeSchema } from '../../contract/central-routes.ts';
import { type Period, presetPeriod, readPeriod } from './period.ts';

/** All that a view is: whoever is given its address sees the same, within their own rights. */
export interface Asked {
  /** `network`, `commune:25056` or `place:UUID`. */
  readonly scope: string;
  readonly period: Period;
  /** By what the parts are listed. */
  readonly by: 'commune' | 'place';
}

/** `?scope=…&from=…&to=…&by=…`; what is missing or not understood is the whole network, this month, by commune. */
export function askedIn(search: string, today: Temporal.PlainDate): Asked {
  const words = new URLSearchParams(search);
  const scope = scopeSchema.safeParse(words.get('scope') ?? 'network');
  return {
    scope: scope.success ? scope.data : 'network',
    period: readPeriod(words.get('from') ?? '', words.get('to') ?? '') ?? presetPeriod('month', today),
    by: words.get('by') === 'place' ? 'place' : 'commune',
  };
}

export function addressOf({ scope, period: { from, to }, by }: Asked): string {
  const words = new URLSearchParams({ from: from.toString(), to: to.toString() });
  if (scope !== 'network') words.set('scope', scope);
  if (by === 'place' && scope === 'network') words.set('by', by);
  return `?${words.toString()}`;
}
