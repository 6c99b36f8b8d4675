import type { Fact } from '../../../contract/desk-link.ts';
import { tracesProblem } from '../../../contract/traces.ts';
import { activate, note } from './activate.ts';
import { finishWhileWiping, nothing, outOfService, toFree, type Step } from './endings.ts';
import { grow, recordExtension, refuseExtension, takesBooking } from './extension.ts';
import { rest } from './rest.ts';
import type { Effect, Running, SessionEventOf, SessionIn } from './session.ts';
import type { Moment } from './terms.ts';

/** Between two visitors, or two browsers of one: nothing is shown before the proof. */

/** How long the screen says that everything is erased. */
export const erasedShownMs = 10_000;

type Wiping = SessionIn<'wiping'>;

/** The session that goes on after the wipe, if the event means it. */
const resuming = ({ then }: Wiping, session?: string): Running | null =>
  then.to === 'resume' && (session === undefined || session === then.running.session) ? then.running : null;

export function passTimeWhileWiping(session: Wiping, _: unknown, at: Moment): Step {
  const running = resuming(session);
  return running !== null && at.monotonicMs >= running.deadlineMs
    ? finishWhileWiping(running, { reason: running.endsBy }, at)
    : nothing(session);
}

export function stopWhileWiping(state: Wiping, { session }: SessionEventOf<'facilitator-ended'>, at: Moment): Step {
  const running = resuming(state, session);
  return running === null ? nothing(state) : finishWhileWiping(running, { reason: 'facilitator-ended' }, at);
}

export function extendWhileWiping(state: Wiping, { session, minutes }: SessionEventOf<'extended'>, at: Moment): Step {
  const { then } = state;
  if (then.to !== 'resume' || then.running.session !== session) return nothing(state);
  if (takesBooking(then.running, minutes, at)) return [state, [refuseExtension('refused-booked', at)]];
  const running = grow(then.running, minutes);
  return [
    { ...state, then: { ...then, running } },
    [recordExtension(running, { minutes, by: 'facilitator' }, at), note(running, at)],
  ];
}

export function faultWhileWiping(session: Wiping, { problem }: SessionEventOf<'fault'>, at: Moment): Step {
  switch (session.then.to) {
    case 'free':
      return [{ ...session, then: outOfService(problem) }, []];
    case 'resume':
      return finishWhileWiping(session.then.running, { reason: 'fault', then: outOfService(problem) }, at);
    case 'out-of-service':
      return nothing(session);
  }
}

export function concludeWipe(session: Wiping, event: SessionEventOf<'wiped'>, at: Moment): Step {
  const { leftovers } = event;
  if (leftovers.length > 0) return keepOut(session, leftovers, at);
  const proof: readonly Effect[] =
    session.ended === null ? [] : [{ do: 'record', facts: [wipedFact(session.ended, leftovers, at)] }];
  const { then } = session;
  switch (then.to) {
    case 'free': {
      const erasedUntilMs = session.ended === null ? null : at.monotonicMs + erasedShownMs;
      const [free, prepared] = rest(at, { erasedUntilMs, resumableUntilMs: then.resumableUntilMs });
      return [free, [...proof, ...prepared]];
    }
    case 'resume':
      return at.monotonicMs >= then.running.deadlineMs ? endInstead(session, event, at) : goOn(then, at);
    case 'out-of-service':
      return [{ phase: 'out-of-service', problem: then.problem }, proof];
  }
}

function goOn({ running, pause }: Extract<Wiping['then'], { to: 'resume' }>, at: Moment): Step {
  return pause === null
    ? [activate(running, at), [note(running, at), { do: 'begin' }]]
    : [{ phase: 'paused', running, pause, notedMs: at.monotonicMs }, [note(running, at), { do: 'prepare' }]];
}

/** Its time ran out while it waited for its fresh browser. */
function endInstead(session: Wiping, event: SessionEventOf<'wiped'>, at: Moment): Step {
  const running = resuming(session);
  if (running === null) return nothing(session);
  const [, ended] = finishWhileWiping(running, { reason: running.endsBy }, at);
  const [after, effects] = concludeWipe({ ...session, ended: running.session, then: toFree }, event, at);
  return [after, [...ended, ...effects]];
}

const wipedFact = (session: string, leftovers: readonly string[], at: Moment): Fact => ({
  kind: 'wiped',
  session,
  at: at.wall,
  leftovers: [...leftovers],
});

/** Traces of a visitor are left: nobody sits down here before somebody has looked, also after a restart. */
function keepOut(session: Wiping, leftovers: readonly string[], at: Moment): Step {
  const running = resuming(session);
  const [, ended] = running === null ? nothing(session) : finishWhileWiping(running, { reason: 'fault' }, at);
  const name = running?.session ?? session.ended;
  const facts = name === null ? [] : [wipedFact(name, leftovers, at)];
  return [
    { phase: 'out-of-service', problem: tracesProblem(leftovers) },
    [...ended, { do: 'record', facts, traces: leftovers }],
  ];
}
