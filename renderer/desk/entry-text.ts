import type { Entry } from '../../contract/book/entries.ts';
import type { WorkstationCard } from '../../contract/desk-routes.ts';
import type { DeskWords } from './desk-words.ts';

/** What stands on the timeline, in a few words; whose it is only where the place keeps people. */
export function entryTitle({ kind, title, person }: Entry, words: DeskWords): string {
  if (kind === 'workshop' || kind === 'closure' || kind === 'maintenance')
    return words.say(`coming.${kind}`, { title: title ?? '' });
  return person === null ? words.say('coming.booking') : words.say('coming.booking.of', { name: person.name });
}

/** More than these are counted, not named. */
const mostNamed = 3;

/** Which workstations are taken: by name while those are few. */
export function stationsText(
  { workstations }: Pick<Entry, 'workstations'>,
  room: readonly Pick<WorkstationCard, 'id' | 'name'>[],
  words: DeskWords,
): string {
  const names = room.filter(({ id }) => workstations.includes(id)).map(({ name }) => name);
  return names.length === 0 || names.length > mostNamed
    ? words.say('coming.stations', { count: workstations.length })
    : names.join(', ');
}
