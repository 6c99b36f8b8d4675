import type { Fact } from '../../../contract/desk-link.ts';
import type { Problem } from '../../../contract/problem.ts';
import type { AccessWay, EndReason } from '../../../contract/session.ts';
import type { Now } from '../clock.ts';

/**
 * The visitor's session as data: what it can be, what can happen to it, what the kiosk then does. The rules stand in `transition.ts`.
 * Fields that end in `Ms` are durations or points of monotonic time, in milliseconds.
 */

/** What the profile decides about a session. */
export interface SessionRules {
  readonly profile: string;
  readonly warningsAtMinutes: readonly number[];
  readonly graceSeconds: number;
}

/** A visitor whom the door let in: what the session will be worth once the charter is accepted. */
export interface Admission {
  readonly session: string;
  /** Ticket id; null for open access. */
  readonly ticket: string | null;
  readonly access: AccessWay;
  readonly minutes: number;
  readonly rules: SessionRules;
}

/** A session whose time runs. */
export interface Running extends Admission {
  readonly startedMs: number;
  /** A point of time, not a counter: nothing that happens to the wall clock moves it. */
  readonly deadlineMs: number;
  readonly helpCalled: boolean;
}

/** Where the wiping leads once it is proven. */
export type AfterWipe =
  | { readonly to: 'free' }
  /** The browser broke, not the session: it goes on with a fresh browser while time is left. */
  | { readonly to: 'resume'; readonly running: Running }
  | { readonly to: 'out-of-service'; readonly problem: Problem };

/** Each state carries only what is valid in it. */
export type Session =
  | {
      readonly phase: 'free';
      /** Until then the screen says that everything of the visitor before is erased; null = it need not. */
      readonly erasedUntilMs: number | null;
    }
  | { readonly phase: 'charter'; readonly admission: Admission; readonly untilMs: number }
  | {
      readonly phase: 'active';
      readonly running: Running;
      /** The warning that waits to be seen, in minutes left. */
      readonly warning: number | null;
      /** Warnings still to come, in minutes left, largest first. */
      readonly warningsToCome: readonly number[];
      /** When the used time was last put on disk, for the case of a power cut. */
      readonly notedMs: number;
    }
  /** The time is over; a bounded while to save or print, pages still open. */
  | { readonly phase: 'ending'; readonly running: Running; readonly untilMs: number }
  | {
      readonly phase: 'wiping';
      readonly reason: EndReason;
      /** The ended session that waits for its proof; null when none ended (a start, a broken browser). */
      readonly ended: string | null;
      readonly then: AfterWipe;
    }
  | { readonly phase: 'out-of-service'; readonly problem: Problem };

export type SessionPhase = Session['phase'];
export type SessionIn<Phase extends SessionPhase> = Extract<Session, { phase: Phase }>;

export type SessionEvent =
  /** Time went by. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'admitted'; readonly admission: Admission }
  | { readonly kind: 'charter-answered'; readonly accepted: boolean }
  | { readonly kind: 'warning-seen' }
  | { readonly kind: 'help-called' }
  | { readonly kind: 'help-coming' }
  | { readonly kind: 'visitor-ended' }
  | { readonly kind: 'facilitator-ended'; readonly session: string }
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
  /** A browser waits, unseen, for the next visitor. */
  | { readonly do: 'prepare' }
  /** The waiting browser opens on the page of tiles, below the bar. */
  | { readonly do: 'begin' }
  /** Browser killed, network shut, traces looked for; answered by `wiped`. */
  | { readonly do: 'wipe' }
  /** Put on disk, all or none, and sent to the desk. */
  | { readonly do: 'record'; readonly facts: readonly Fact[] }
  /** Time used so far, on disk. */
  | { readonly do: 'note'; readonly session: string; readonly at: string; readonly usedSeconds: number };

export const leftMs = (running: Running, now: Now): number => Math.max(0, running.deadlineMs - now.monotonicMs);

/** Whole seconds of use. The grace after the deadline is given, not counted. */
export const usedSeconds = (running: Running, now: Now): number =>
  Math.floor(Math.max(0, Math.min(now.monotonicMs, running.deadlineMs) - running.startedMs) / 1000);
