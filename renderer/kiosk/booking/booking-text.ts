import { clockText, dayText } from '../../words/clock-text.ts';
import type { KioskView } from '../kiosk-view.svelte.ts';
import type { Wait } from '../../../contract/book/queue.ts';

const zoneOf = (view: KioskView): string => view.snapshot?.zone ?? 'Europe/Paris';

export const timeOf = (instant: string, view: KioskView): string =>
  clockText(new Date(instant), zoneOf(view), view.words.language);

/** `day`: `2026-12-01`, or an instant. */
export function dayOf(day: string, view: KioskView): string {
  const instant = day.length === 10 ? `${day}T12:00:00Z` : day;
  return dayText(new Date(instant), day.length === 10 ? 'UTC' : zoneOf(view), view.words.language);
}

/** What a wait is honestly said to be. */
export function waitOf(wait: Wait, view: KioskView): string {
  if (wait === null) return view.words.say('queue.wait.unknown');
  const { atLeastMinutes: from, atMostMinutes: to } = wait;
  if (to === 0) return view.words.say('queue.wait.none');
  return from === to ? view.words.say('queue.wait.about', { to }) : view.words.say('queue.wait.between', { from, to });
}
