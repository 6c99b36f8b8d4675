import type { Problem } from './problem.ts';

/**
 * Kinds of places in which a wipe found something of a visitor. `unchecked`: a place could not be looked at, which is no proof either.
 * They travel in the problem of a workstation that is out of service, so that a desk of any age can show it.
 */
export const traceKinds = [
  'process',
  'mount',
  'file',
  'clipboard',
  'shared-memory',
  'spool',
  'crash-dump',
  'unchecked',
] as const;

export type TraceKind = (typeof traceKinds)[number];

const start = 'wipe: ';

/** Why a workstation whose wipe was not proven serves nobody. */
export const tracesProblem = (kinds: readonly string[]): Problem => ({
  code: 'internal',
  where: `${start}${kinds.join(', ')}`,
  expected:
    'nothing of the visitor left; say at the desk that you have seen it, and call the technician if it comes back',
});

const isKnown = (kind: string): kind is TraceKind => traceKinds.some((known) => known === kind);

/** What a wipe left, where that is the problem; else empty. Kinds of a newer kiosk read as `unchecked`: nobody here can say what they are. */
export function tracesIn(problem: Problem | null): readonly TraceKind[] {
  if (problem?.where.startsWith(start) !== true) return [];
  const kinds = problem.where.slice(start.length).split(', ');
  return [...new Set(kinds.map((kind) => (isKnown(kind) ? kind : 'unchecked')))];
}
