import type { PersonView } from '../../contract/book/people.ts';
import { dayText } from '../words/clock-text.ts';
import type { DeskView } from './desk-view.svelte.ts';
import type { PeopleDesk } from './people-desk.svelte.ts';

/** What counts about somebody, in a line: their group, what their parents said, a ban, and how often they did not come. */
export function personFacts(
  { group, authorised, barred, noShows }: PersonView,
  { groups }: PeopleDesk,
  { words, feed }: DeskView,
): string {
  const facts = [groups.find(({ id }) => id === group)?.name];
  if (authorised) facts.push(words.say('people.is-authorised'));
  if (barred !== null) {
    const day = dayText(new Date(barred.until), feed.room?.zone ?? 'UTC', words.language);
    facts.push(words.say('people.is-barred', { day, reason: barred.reason }));
  }
  if (noShows > 0) facts.push(words.say('people.no-shows', { count: noShows }));
  return facts.filter((fact) => fact !== undefined).join(' · ');
}
