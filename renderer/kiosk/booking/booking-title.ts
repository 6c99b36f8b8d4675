import type { KioskView } from '../kiosk-view.svelte.ts';
import { dayOf } from './booking-text.ts';
import type { Step } from './own-booking.svelte.ts';

/** The one sentence of a step. */
export function titleOf(step: Step, view: KioskView): string {
  const { words } = view;
  if (step.at === 'time') return words.say('book.time.title', { day: dayOf(step.day, view) });
  if (step.at === 'found') return words.say(step.sure ? 'mine.sure.title' : 'mine.found.title');
  return words.say(`book.${step.at}.title`);
}
