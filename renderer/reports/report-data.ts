import { ok, type Result } from '../../contract/problem.ts';
import type { CentralCall } from './central-call.ts';
import { type Part, type ReportAnswer, type Series, seriesOf } from './findings.ts';
import { grainOf, type Period, yearBefore } from './period.ts';
import type { Asked } from './view-address.ts';

/** One view with all its numbers, asked for together so that they are of one moment. */
export interface Report {
  readonly asked: Asked;
  readonly answer: ReportAnswer;
  readonly series: Series;
  /** Null: a place has no parts. */
  readonly parts: readonly Part[] | null;
}

const daysOf = ({ from, to }: Period): { from: string; to: string } => ({ from: from.toString(), to: to.toString() });

const noRows = ok({ rows: [] });

export async function askReport(call: CentralCall, asked: Asked): Promise<Result<Report>> {
  const { scope, period } = asked;
  const grain = grainOf(period);
  const by = scope === 'network' ? asked.by : 'place';
  const [answer, rows, before, parts] = await Promise.all([
    call('figures.report', { scope, ...daysOf(period) }),
    call('figures.series', { scope, ...daysOf(period), grain }),
    // The same day a year before is another day of the week.
    grain === 'day' ? noRows : call('figures.series', { scope, ...daysOf(yearBefore(period)), grain }),
    scope.startsWith('place:') ? null : call('figures.parts', { scope, ...daysOf(period), by }),
  ]);
  if (!answer.ok) return answer;
  if (!rows.ok) return rows;
  if (!before.ok) return before;
  if (parts !== null && !parts.ok) return parts;
  const series = seriesOf({ grain, period, rows: rows.value.rows, before: before.value.rows });
  return ok({ asked, answer: answer.value, series, parts: parts === null ? null : parts.value.rows });
}
