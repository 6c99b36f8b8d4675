import type { Fault, Imported } from './import-problem.ts';

/**
 * One stretch of opening hours on the place's wall clock (`09:00`; an end may be `24:00`), each week or on one day (`2026-12-24`) that is unlike the
 * others. `weekday`: 1 is Monday.
 */
export type OpeningRow =
  | { readonly kind: 'week'; readonly weekday: number; readonly from: string; readonly to: string }
  | {
      readonly kind: 'exception';
      readonly day: string;
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    }
  | { readonly kind: 'exception'; readonly day: string; readonly closed: true; readonly reason: string };

type Line = Imported<OpeningRow>['rows'][number];

const mostOnOneDay = 6;

/** Lines of one day that cannot all be true: the later line is told, with the earlier ones that it meets. */
export function hoursThatMeet(rows: readonly Line[]): { line: number; fault: Fault }[] {
  const byDay = Map.groupBy(rows, ({ value }) => (value.kind === 'week' ? value.weekday : value.day));
  return [...byDay.values()].flatMap((lines) =>
    lines.flatMap((later, index) => {
      const met = lines.slice(0, index).filter((earlier) => meet(earlier.value, later.value));
      return [
        ...(met.length > 0
          ? [
              fault(
                later,
                'hours-apart',
                met.map(({ line }) => String(line)),
              ),
            ]
          : []),
        ...(index >= mostOnOneDay ? [fault(later, 'hours-count', [String(mostOnOneDay)])] : []),
      ];
    }),
  );
}

const fault = ({ line }: Line, rule: Fault['rule'], accepted: readonly string[]): { line: number; fault: Fault } => ({
  line,
  fault: { rule, accepted },
});

/** A day that is closed meets whatever else is said of it. */
const meet = (one: OpeningRow, other: OpeningRow): boolean =>
  !('from' in one) || !('from' in other) || (one.from < other.to && other.from < one.to);
