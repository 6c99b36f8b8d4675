import { openNow } from '../../../contract/allowance.ts';
import { openStretches } from '../../../contract/explain.ts';
import type { Running } from './session.ts';
import { monotonicAt, type Moment } from './terms.ts';

/**
 * Closing time moved: the day's end moves by as much, whatever the wall clock shows meanwhile. A session is never shortened by anything
 * else, and never made longer by it.
 */
export function heedClosing(running: Running, at: Moment): Running {
  const closing = newClosing(running, at);
  if (closing === null) return running;
  const earlier = closing.ms < Math.min(running.deadlineMs, running.closing?.ms ?? Infinity);
  return earlier ? { ...running, closing, deadlineMs: closing.ms, endsBy: 'closing-time' } : { ...running, closing };
}

/** The end of the stretch in which the session began, where it is another than before; null = nothing new. */
function newClosing({ closing: before, startedAt }: Running, at: Moment): Running['closing'] {
  const closesAt = openNow(openStretches(at.terms.rules) ?? [], startedAt)?.closesAt;
  if (closesAt === undefined || closesAt === before?.at) return null;
  return { at: closesAt, ms: before === null ? monotonicAt(closesAt, at) : before.ms + closesAt - before.at };
}
