import { activate, note, noteEveryMs } from './activate.ts';
import { heedClosing } from './closing.ts';
import { finish, nothing, outOfService, type Step } from './endings.ts';
import { extensionOffer, grow, growthDue, recordExtension, refuseExtension, takesBooking } from './extension.ts';
import { pauseUntouched } from './pause.ts';
import { leftMs, type Effect, type Running, type SessionEventOf, type SessionIn } from './session.ts';
import type { Moment } from './terms.ts';

/** A session in use: time, warnings, help, more time, and the question whether anybody is there. */

const minuteMs = 60_000;

export function passTime(session: SessionIn<'active'>, _: unknown, at: Moment): Step {
  const { running, presence } = session;
  if (at.monotonicMs >= running.deadlineMs) return timeOver(running, at);
  if (presence !== null && at.monotonicMs >= presence.untilMs) return leaveUntouched(session, at);
  const minutes = growthDue(running, at);
  if (minutes !== null) return extend(session, { minutes, by: 'automatic' }, at);
  return warnAndNote(session, at);
}

function warnAndNote(session: SessionIn<'active'>, at: Moment): Step {
  const { running } = session;
  const due = session.warningsToCome.filter((warning) => leftMs(running, at) <= warning * minuteMs);
  const noteDue = at.monotonicMs >= session.notedMs + noteEveryMs;
  if (due.length === 0 && !noteDue) return nothing(session);
  const open = session.warning !== null || session.presence !== null;
  const show: readonly Effect[] = open ? [] : [{ do: 'show' }];
  const warn: readonly Effect[] = due.length > 0 ? [{ do: 'sound' }, ...show] : [];
  return [
    {
      ...session,
      warning: due.at(-1) ?? session.warning,
      warningsToCome: session.warningsToCome.slice(due.length),
      notedMs: noteDue ? at.monotonicMs : session.notedMs,
    },
    noteDue ? [note(running, at), ...warn] : warn,
  ];
}

/** The grace counts from the deadline, so that a machine that slept through both is locked at once. */
function timeOver(running: Running, at: Moment): Step {
  const untilMs = running.deadlineMs + running.rules.graceSeconds * 1000;
  return at.monotonicMs >= untilMs
    ? finish(running, { reason: running.endsBy }, at)
    : [{ phase: 'ending', running, untilMs }, [{ do: 'sound' }, { do: 'show' }]];
}

export const heedTerms = (session: SessionIn<'active'>, event: SessionEventOf<'terms-changed'>, at: Moment): Step => {
  const running = heedClosing(session.running, at);
  return running === session.running ? passTime(session, event, at) : passTime({ ...session, running }, event, at);
};

export const seeWarning = (session: SessionIn<'active'>): Step => [
  { ...session, warning: null, extended: null },
  [{ do: 'show' }],
];

type Growth = Parameters<typeof recordExtension>[1];

function extend(session: SessionIn<'active' | 'ending'>, { minutes, by }: Growth, at: Moment): Step {
  const running = grow(session.running, minutes);
  return [
    { ...activate(running, at), extended: minutes, presence: session.phase === 'active' ? session.presence : null },
    [recordExtension(running, { minutes, by }, at), note(running, at), { do: 'show' }],
  ];
}

export function askExtension(session: SessionIn<'active'>, _: unknown, at: Moment): Step {
  const offer = extensionOffer(session.running, at);
  if (offer.granted) return extend(session, { minutes: offer.minutes, by: 'visitor' }, at);
  return [session, [refuseExtension(offer.reason, at)]];
}

/** Also out of the grace: whoever gives time gives it to the end. */
export function extendByFacilitator(
  state: SessionIn<'active' | 'ending'>,
  { session, minutes }: SessionEventOf<'extended'>,
  at: Moment,
): Step {
  if (session !== state.running.session) return nothing(state);
  if (takesBooking(state.running, minutes, at)) return [state, [refuseExtension('refused-booked', at)]];
  return extend(state, { minutes, by: 'facilitator' }, at);
}

// Is anybody there?

export function askPresence(session: SessionIn<'active'>, { idleMs }: SessionEventOf<'untouched'>, at: Moment): Step {
  const { inactivity } = at.terms.rules;
  const { presence } = session;
  if (presence !== null) {
    const touched = idleMs < at.monotonicMs - presence.askedMs;
    return touched || inactivity === null ? confirmPresence(session) : nothing(session);
  }
  if (inactivity === null || idleMs < inactivity.afterMinutes * minuteMs) return nothing(session);
  const untilMs = at.monotonicMs + inactivity.answerSeconds * 1000;
  return [{ ...session, presence: { askedMs: at.monotonicMs, untilMs } }, [{ do: 'sound' }, { do: 'show' }]];
}

export const confirmPresence = (session: SessionIn<'active'>): Step => [
  { ...session, presence: null },
  [{ do: 'show' }],
];

/** Nobody answered. A session that anybody could open again, because no code began it, ends instead of waiting for the wrong person. */
function leaveUntouched(session: SessionIn<'active'>, at: Moment): Step {
  const { inactivity } = at.terms.rules;
  if (inactivity === null) return confirmPresence(session);
  return inactivity.then === 'end' || session.running.access === 'open'
    ? finish(session.running, { reason: 'inactivity' }, at)
    : pauseUntouched(session);
}

// ends

export const endByVisitor = ({ running }: SessionIn<'active'>, _: unknown, at: Moment): Step =>
  finish(running, { reason: 'visitor-ended' }, at);

export const endByFacilitator = (
  state: SessionIn<'active' | 'paused'>,
  { session }: SessionEventOf<'facilitator-ended'>,
  at: Moment,
): Step =>
  session === state.running.session ? finish(state.running, { reason: 'facilitator-ended' }, at) : nothing(state);

export const replaceBrowser = ({ running }: SessionIn<'active'>): Step => [
  { phase: 'wiping', reason: 'fault', ended: null, then: { to: 'resume', running, pause: null } },
  [{ do: 'lock' }, { do: 'wipe' }],
];

export const faultDuringSession = (
  { running }: SessionIn<'active' | 'paused' | 'ending'>,
  { problem }: SessionEventOf<'fault'>,
  at: Moment,
): Step => finish(running, { reason: 'fault', then: outOfService(problem) }, at);

export const passGrace = (session: SessionIn<'ending'>, _: unknown, at: Moment): Step =>
  at.monotonicMs >= session.untilMs ? endGrace(session, _, at) : nothing(session);

/** Whoever cuts the grace short, the session ended because its time was over. */
export const endGrace = ({ running }: SessionIn<'ending'>, _: unknown, at: Moment): Step =>
  finish(running, { reason: running.endsBy }, at);

export const stopGrace = (state: SessionIn<'ending'>, event: SessionEventOf<'facilitator-ended'>, at: Moment): Step =>
  event.session === state.running.session ? endGrace(state, event, at) : nothing(state);
