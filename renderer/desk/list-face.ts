import { isOld, type ListStanding } from '../../contract/filter-list/standing.ts';
import type { ProblemCode } from '../../contract/problem.ts';
import type { DeskWord } from './desk-words.ts';

const whys: Partial<Record<ProblemCode, DeskWord>> = {
  malformed: 'list.why.damaged',
  'signature-wrong': 'list.why.signature',
  'list-older': 'list.why.older',
  'list-shrunk': 'list.why.shrunk',
  'list-blocks': 'list.why.blocks',
};

/** What is to be said about a filter list. Pure: a card draws it, tests read it. */
export interface ListFace {
  readonly word: DeskWord;
  /** Why the list that came last was not taken; null when it was. */
  readonly refused: DeskWord | null;
  readonly old: boolean;
}

/** `now`: milliseconds since 1970. */
export const listFace = ({ inUse, refused }: ListStanding, now: number): ListFace => ({
  word: inUse === null ? 'list.none' : 'list.in-use',
  refused: refused === null ? null : (whys[refused.problem.code] ?? 'list.why.unread'),
  old: inUse !== null && isOld(inUse.date, now),
});
