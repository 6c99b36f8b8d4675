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

const blocking = { closure: 'door', maintenance: 'wrench', workshop: 'workshop' } as const;

/** `now`: epoch milliseconds. */
export function entryFace({ kind, standing, endsAt }: Entry, now: number): EntryFace {
  const isPlanned = standing === 'expected' && kind !== 'booking';
  const face: EntryFace = isPlanned ? { ...faces.expected, word: 'entry.planned' } : faces[standing];
  if (standing === 'pending' || standing === 'cancelled') return face;
  if (kind === 'closure' || kind === 'maintenance') return { ...face, icon: blocking[kind], tone: 'out' };
  if (standing === 'arrived' && Date.parse(endsAt) <= now) return { icon: 'check', tone: 'past', word: 'entry.left' };
  if (kind === 'workshop') return { ...face, icon: blocking[kind], tone: standing === 'over' ? 'past' : 'workshop' };
  return kind === 'walk-in' ? { ...face, icon: 'walk-in' } : face;
}

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
