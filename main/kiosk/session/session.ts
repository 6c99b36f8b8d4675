import type { Limits, Used } from '../../../contract/allowance.ts';
import type { Fact } from '../../../contract/desk-link.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { GrantReason, RefusalReason } from '../../../contract/reasons.ts';
import type { AccessWay, EndReason } from '../../../contract/session.ts';
import type { Now } from '../clock.ts';

/**
 * The visitor's session as data: what it can be, what can happen to it, what the kiosk then does. The rules stand in `transition.ts`.
 * Fields that end in `Ms` are durations or points of monotonic time, in milliseconds.
 */

/** Raised when the charter's text changes; the version that was accepted is known, the person is not. */
export const charterVersion = 1;

/** What the profile decides about a session. */
export interface SessionRules {
  readonly profile: string;
  readonly warningsAtMinutes: readonly number[];
  readonly graceSeconds: number;
  readonly limits: Limits;
}

/** Somebody with a good code, or at an open kiosk, before the rules were asked. */
export interface Knock {
  /** Of the session that may come of it. */
  readonly session: string;
  /** Ticket id; null for open access. */
  readonly ticket: string | null;
  readonly access: AccessWay;
  /** Keyed hash of the code that was shown, hex; null = no code. */
  readonly codeHash: string | null;
  readonly minutes: number;
  /** What a power cut left of an earlier session; null = this one is the first. */
  readonly leftSeconds: number | null;
  readonly used: Used;
}

/** A visitor whom the rules let in: what the session will be worth once the charter is accepted. */
export interface Admission extends Knock {
  /** Why not more minutes than these. */
  readonly reason: GrantReason;
  readonly lengthMs: number;
  /** Where the next booking or the closing time ends it, however long the charter is read; null = nowhere. */
  readonly latest: { readonly ms: number; readonly reason: GrantReason } | null;
  /** Closing time of the day: the instant that the desk named, and where it lay when the visitor was let in. */
  readonly closing: { readonly at: number; readonly ms: number } | null;
  readonly rules: SessionRules;
}

/** A session whose time runs. `minutes` grow with each extension. */
export interface Running extends Admission {
  readonly startedMs: number;
  readonly startedAt: number;
  /** A point of time, not a counter: nothing that happens to the wall clock moves it. */
  readonly deadlineMs: number;
  /** What it will have been, when nothing else ends it before. */
  readonly endsBy: 'time-over' | 'closing-time';
}

/** A locked screen over a running session. */
export interface Pause {
  readonly by: 'visitor' | 'inactivity';
  /** Hash of the code that opens it again, hex; null = only the facilitator does. */
  readonly opensWith: string | null;
  readonly wrongTries: number;
  /** Until then no code is looked at. */
  readonly closedUntilMs: number;
  /** Did the visitor's browser outlive the pause so far? */
  readonly browser: 'waits' | 'broke';
}

/** Where the wiping leads once it is proven. */
export type AfterWipe =
  /** `resumableUntilMs`: a session was cut off here, and its code takes up the rest until then. */
  | { readonly to: 'free'; readonly resumableUntilMs: number | null }
  /** The browser broke, not the session: it goes on with a fresh browser while time is left. */
  | { readonly to: 'resume'; readonly running: Running; readonly pause: Pause | null }
  | { readonly to: 'out-of-service'; readonly problem: Problem };

/** Each state carries only what is valid in it. */
export type Session =
  /** Outside the opening hours. */
  | { readonly phase: 'closed' }
  | {
      readonly phase: 'free';
      /** Until then the screen says that everything of the visitor before is erased; null = it need not. */
      readonly erasedUntilMs: number | null;
      readonly resumableUntilMs: number | null;
      readonly refused: { readonly reason: RefusalReason; readonly untilMs: number } | null;
    }
  /** The facilitator sends somebody here. */
  | { readonly phase: 'called'; readonly knock: Knock; readonly label: string | null; readonly untilMs: number }
  | { readonly phase: 'charter'; readonly admission: Admission; readonly untilMs: number }
  | {
      readonly phase: 'active';
      readonly running: Running;
      /** The warning that waits to be seen, in minutes left. */
      readonly warning: number | null;
      /** Warnings still to come, in minutes left, largest first. */
      readonly warningsToCome: readonly number[];
      /** Minutes just added, until seen. */
      readonly extended: number | null;
      /** Nobody touched anything for a while and was asked about it; null = not asked. */
      readonly presence: { readonly askedMs: number; readonly untilMs: number } | null;
      /** When the used time was last put on disk, for the case of a power cut. */
      readonly notedMs: number;
    }
  | { readonly phase: 'paused'; readonly running: Running; readonly pause: Pause; readonly notedMs: number }
  /** The time is over; a bounded while to save or print, pages still open. */
  | { readonly phase: 'ending'; readonly running: Running; readonly untilMs: number }
  | {
      readonly phase: 'wiping';
      readonly reason: EndReason;
      /** The ended session that waits for its proof; null when none ended (a start, a broken browser). */
      readonly ended: string | null;
      readonly then: AfterWipe;
    }
  | { readonly phase: 'out-of-service'; readonly problem: Problem }
  /** A technician has the machine: no browser lives, nobody begins. */
  | { readonly phase: 'maintenance' };

export type SessionPhase = Session['phase'];
export type SessionIn<Phase extends SessionPhase> = Extract<Session, { phase: Phase }>;

export type SessionEvent =
  /** Time went by. */
  | { readonly kind: 'tick' }
  /** The desk told hours, bookings, rules or who waits. */
  | { readonly kind: 'terms-changed' }
  | { readonly kind: 'knocked'; readonly knock: Knock; readonly rules: SessionRules }
  /** The facilitator decided the minutes, having seen what they break. */
  | { readonly kind: 'called'; readonly knock: Knock; readonly label: string | null }
  | { readonly kind: 'called-answered'; readonly rules: SessionRules }
  | { readonly kind: 'charter-answered'; readonly accepted: boolean }
  | { readonly kind: 'warning-seen' }
  /** The visitor asks for a little more time. */
  | { readonly kind: 'extension-asked' }
  /** The facilitator gives it. */
  | { readonly kind: 'extended'; readonly session: string; readonly minutes: number }
  | { readonly kind: 'paused'; readonly opensWith: string }
  | { readonly kind: 'unlock-tried'; readonly right: boolean }
  | { readonly kind: 'pause-released'; readonly session: string }
  /** How long nobody has touched keyboard or mouse. */
  | { readonly kind: 'untouched'; readonly idleMs: number }
  | { readonly kind: 'presence-confirmed' }
  | { readonly kind: 'visitor-ended' }
  | { readonly kind: 'facilitator-ended'; readonly session: string }
  | { readonly kind: 'maintenance-begun' }
  | { readonly kind: 'maintenance-over' }
  /** A facilitator has seen what a wipe left. */
  | { readonly kind: 'traces-seen' }
  /** A facilitator wants to know whether the walls stand. */
  | { readonly kind: 'check-asked' }
  /** The visitor's browser is not there any more, or never came. */
  | { readonly kind: 'browser-gone' }
  /** The wipe is done; `leftovers` names the checks that did not come back empty. */
  | { readonly kind: 'wiped'; readonly leftovers: readonly string[] }
  /** The kiosk cannot serve: nothing more for anybody until a person looks at it. */
  | { readonly kind: 'fault'; readonly problem: Problem };

export type SessionEventKind = SessionEvent['kind'];
export type SessionEventOf<Kind extends SessionEventKind> = Extract<SessionEvent, { kind: Kind }>;

/** What the kiosk does about a change, in this order, one after the other. */
export type Effect =
  /** Nothing of the visitor's is shown or takes a key from here on. */
  | { readonly do: 'lock' }
  /** The visitor's page below the bar, as the phase wants it then. */
  | { readonly do: 'show' }
  /** A browser waits, unseen, for the next visitor. */
  | { readonly do: 'prepare' }
  /** The waiting browser is killed: staff codes are typed with no browser alive. */
  | { readonly do: 'empty' }
  /** The waiting browser opens on the page of tiles, below the bar. */
  | { readonly do: 'begin' }
  /** Browser killed, network shut, traces looked for; answered by `wiped`. */
  | { readonly do: 'wipe' }
  /** The walls are tried, with nobody there; a `fault` follows when one does not stand. */
  | { readonly do: 'check' }
  /** A tone that a page cannot silence, where the machine can make one. */
  | { readonly do: 'sound' }
  /**
   * Put on disk, all or none, and sent to the desk. `opening`: of a session that begins, for the case of a power cut. `traces`: what a wipe
   * left, to be remembered until somebody has seen it; empty = seen.
   */
  | {
      readonly do: 'record';
      readonly facts: readonly Fact[];
      readonly opening?: Opening;
      readonly traces?: readonly string[];
    }
  /** Time used so far, on disk. */
  | { readonly do: 'note'; readonly session: string; readonly at: string; readonly usedSeconds: number };

/** What the next start must know to offer the rest of a session that was cut off. */
export interface Opening {
  readonly codeHash: string | null;
  readonly lengthSeconds: number;
}

export const leftMs = (running: Running, now: Now): number => Math.max(0, running.deadlineMs - now.monotonicMs);

/** Whole seconds of use. The grace after the deadline is given, not counted. */
export const usedSeconds = (running: Running, now: Now): number =>
  Math.floor(Math.max(0, Math.min(now.monotonicMs, running.deadlineMs) - running.startedMs) / 1000);
