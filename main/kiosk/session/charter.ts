import { activate } from './activate.ts';
import { giveUp, nothing, outOfService, startedFact, startRunning, type Step } from './endings.ts';
import { charterVersion, type SessionEventOf, type SessionIn } from './session.ts';
import type { Moment } from './terms.ts';

/** Between a good code and the first page: the charter is read and answered. */

export const giveUpUnanswered = (session: SessionIn<'charter'>, _: unknown, at: Moment): Step =>
  at.monotonicMs >= session.untilMs ? giveUp(session.admission, { reason: 'inactivity' }, at) : nothing(session);

export function answerCharter(
  { admission }: SessionIn<'charter'>,
  { accepted }: SessionEventOf<'charter-answered'>,
  at: Moment,
): Step {
  if (!accepted) return giveUp(admission, { reason: 'charter-refused' }, at);
  const running = startRunning(admission, at);
  const facts = [startedFact(running, at, charterVersion)];
  const lengthSeconds = Math.floor((running.deadlineMs - running.startedMs) / 1000);
  const opening = { codeHash: running.codeHash, lengthSeconds };
  return [activate(running, at), [{ do: 'record', facts, opening }, { do: 'begin' }]];
}

export const leaveCharter = ({ admission }: SessionIn<'charter'>, _: unknown, at: Moment): Step =>
  giveUp(admission, { reason: 'visitor-ended' }, at);

export const stopCharter = (
  state: SessionIn<'charter'>,
  { session }: SessionEventOf<'facilitator-ended'>,
  at: Moment,
): Step =>
  session === state.admission.session ? giveUp(state.admission, { reason: 'facilitator-ended' }, at) : nothing(state);

export const faultDuringCharter = (
  { admission }: SessionIn<'charter'>,
  { problem }: SessionEventOf<'fault'>,
  at: Moment,
): Step => giveUp(admission, { reason: 'fault', then: outOfService(problem) }, at);
