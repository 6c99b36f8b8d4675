import type { Entry, Standing } from '../../../contract/book/entries.ts';
import type { DeskWord, DeskWords } from '../desk-words.ts';
import { entryTitle } from '../entry-text.ts';

export type EntryIcon =
  | 'hourglass'
  | 'calendar'
  | 'awaited'
  | 'seated'
  | 'walk-in'
  | 'absent'
  | 'workshop'
  | 'door'
  | 'wrench'
  | 'check'
  | 'struck';

/** How an entry looks: `tone` is a class of the timeline’s, never alone. */
export interface EntryFace {
  readonly icon: EntryIcon;
  readonly tone: 'pending' | 'expected' | 'due' | 'seated' | 'absent' | 'workshop' | 'out' | 'past';
  /** The standing, as one word. */
  readonly word: DeskWord;
}

const faces: Record<Standing, EntryFace> = {
  pending: { icon: 'hourglass', tone: 'pending', word: 'entry.pending' },
  expected: { icon: 'calendar', tone: 'expected', word: 'entry.expected' },
  due: { icon: 'awaited', tone: 'due', word: 'entry.due' },
  arrived: { icon: 'seated', tone: 'seated', word: 'entry.arrived' },
  'no-show': { icon: 'absent', tone: 'absent', word: 'entry.no-show' },
  running: { icon: 'seated', tone: 'seated', word: 'entry.running' },
  over: { icon: 'check', tone: 'past', word: 'entry.over' },
  cancelled: { icon: 'struck', tone: 'past', word: 'entry.cancelled' },
};

/** `now`: epoch milliseconds. */
export function entryFace(entry: Entry, now: number): EntryFace {
  const face = faces[entry.standing];
  if (entry.standing === 'pending' || entry.standing === 'cancelled') return face;
  switch (entry.kind) {
    case 'closure':
      return { icon: 'door', tone: 'out', word: planned(face) };
    case 'maintenance':
      return { icon: 'wrench', tone: 'out', word: planned(face) };
    case 'workshop':
      return { icon: 'workshop', tone: entry.standing === 'over' ? 'past' : 'workshop', word: planned(face) };
    case 'booking':
    case 'walk-in':
      return visitFace(entry, now);
  }
}

function visitFace({ kind, standing, endsAt }: Entry, now: number): EntryFace {
  if (standing === 'arrived' && Date.parse(endsAt) <= now) return left;
  return kind === 'walk-in' ? { ...faces[standing], icon: 'walk-in' } : faces[standing];
}

const left: EntryFace = { icon: 'check', tone: 'past', word: 'entry.left' };

/** Nobody books what has a title: it is planned. */
const planned = ({ word }: EntryFace): DeskWord => (word === 'entry.expected' ? 'entry.planned' : word);

/** What it is, without its standing: `Réservation`, `Atelier « Premiers mails »`, `Sans réservation`. */
export const whatText = (entry: Entry, words: DeskWords): string =>
  entry.kind === 'walk-in' ? words.say('entry.walk-in') : entryTitle(entry, words);

/** What stands first on the block: the title of what has one, else how it stands. */
export const blockText = (entry: Entry, now: number, words: DeskWords): string =>
  entry.title ?? entry.person?.name ?? words.say(entryFace(entry, now).word);

/** Can be given another time or workstation: nobody has come for it, and what is not a booking is made anew instead. */
export const isMovable = ({ kind, standing }: Entry): boolean =>
  kind === 'booking' && (standing === 'expected' || standing === 'due' || standing === 'no-show');

/** Takes cells that could be given back. */
export const isCancellable = ({ kind, standing }: Entry): boolean =>
  kind !== 'walk-in' && ['pending', 'expected', 'due', 'running'].includes(standing);
