import type { Used } from '../../../contract/allowance.ts';
import type { TicketSession } from './ticket-sessions.ts';

/** Ends that the visitor neither chose nor earned: what was left may be taken up again. */
const cutOff: ReadonlySet<string> = new Set(['power-cut', 'fault']);

export interface Interruption {
  readonly session: string;
  readonly at: number;
  readonly leftSeconds: number;
}

/** What a ticket's last session was cut off from; null when it runs, ended as it should, or had nothing left. */
export function interruption(sessions: readonly TicketSession[]): Interruption | null {
  const last = sessions.at(-1);
  if (last?.end === undefined || last.end === null || !cutOff.has(last.end.reason)) return null;
  const leftSeconds = leftAfter(sessions);
  return leftSeconds > 0 ? { session: last.session, at: last.end.at, leftSeconds } : null;
}

/** A session that went on with the rest of another never has more than that rest, and what it was given on top. */
const leftAfter = (sessions: readonly TicketSession[]): number =>
  sessions.reduce((rest, { resumed, minutes, extendedMinutes, end }) => {
    const granted = resumed ? Math.min(rest, minutes * 60) : minutes * 60;
    return Math.max(0, granted + extendedMinutes * 60 - (end?.usedSeconds ?? 0));
  }, 0);

/** Whole minutes that a ticket's sessions took since the beginning of the day and of the week; a session belongs to the day of its start. */
export function usedSince(sessions: readonly TicketSession[], since: { day: number; week: number }): Used {
  const minutes = (from: number): number =>
    Math.floor(
      sessions
        .filter(({ startedAt }) => startedAt >= from)
        .reduce((seconds, { end }) => seconds + (end?.usedSeconds ?? 0), 0) / 60,
    );
  return { todayMinutes: minutes(since.day), weekMinutes: minutes(since.week) };
}
