import type { Entry } from '../../contract/book/entries.ts';
import type { Registration } from '../../contract/book/workshops.ts';
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
  if (names.length === room.length) return words.say('stations.all');
  return names.length === 0 || names.length > mostNamed
    ? words.say('coming.stations', { count: workstations.length })
    : names.join(', ');
}

/** Who registered: their name where the place keeps people, else their number. */
export const whoText = ({ person, number }: Registration, words: DeskWords): string =>
  person?.name ?? words.say('roster.nameless', { number });
