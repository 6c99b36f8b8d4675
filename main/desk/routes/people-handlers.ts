import { failed, ok } from '../../../contract/problem.ts';
import type { RouteHandlers } from './bind-routes.ts';
import type { HandlerParts } from './handler-parts.ts';

const keepsNobody = () => failed('not-now', 'people', 'a place that keeps people; the settings say whether it does');

/** The people whom the place chose to keep; of a place that keeps nobody nothing is read and nothing written. */
export function peopleHandlers({
  book,
  people,
  recorded,
}: HandlerParts): Pick<RouteHandlers, 'people.read' | 'person.write' | 'person.remove'> {
  const keeps = (): boolean => book.rules.read().keepsPeople;
  return {
    'people.read': () =>
      keeps()
        ? ok({ people: people.read().map((one) => ({ ...one, noShows: book.holders.noShows(one.id) })) })
        : keepsNobody(),
    'person.write': (change) => {
      if (!keeps()) return keepsNobody();
      const written = people.write(change);
      recorded();
      return written;
    },
    'person.remove': (seen) => {
      if (!keeps()) return keepsNobody();
      const removed = people.remove(seen);
      recorded();
      return removed.ok ? ok({}) : removed;
    },
  };
}
