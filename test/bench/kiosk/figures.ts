import { percentile, spread, tableOf, tenths, type Report, type Spread } from '../report.ts';
import { lookEveryMs } from './eyes.ts';
import type { Memory } from './machine.ts';
import type { Visit } from './visits.ts';

export interface Measured extends Memory {
  readonly host: 'chromium' | 'electron';
  readonly visits: readonly Visit[];
  readonly idleCpuPct: number;
  readonly startsMs: readonly number[];
  /** What one look at the pixels costs. */
  readonly lookMs: number;
}

interface Line {
  readonly what: string;
  readonly values: readonly number[];
  /** Of which the 95th of a hundred should not be above; null where nobody set one. */
  readonly target: number | null;
  readonly meaning: string;
}

const untilTheDeadline =
  'Deadline to locked is not measured in a quick run: the shortest session takes a minute. The whole run has it.';

const times = (visits: readonly Visit[], ms: (visit: Visit) => number): readonly number[] => visits.map(ms);

export function reportOf(measured: Measured): Report {
  const { host, visits, kioskMB, browsersMB, idleCpuPct, startsMs, lookMs } = measured;
  const byDeadline = visits.filter(({ ending }) => ending === 'deadline');
  const byOrder = visits.filter(({ ending }) => ending === 'facilitator');
  const codeToPage = times(visits, (visit) => visit.codeToCharterMs + visit.acceptToAnswerMs);
  const deadlineToLocked = times(byDeadline, (visit) => visit.endToLockedMs);
  const lockedToFree = times(visits, (visit) => visit.lockedToFreeMs);
  const lines: readonly Line[] = [
    {
      ...{ what: 'code to page, ms', values: codeToPage, target: 1000 },
      meaning: 'sum of the two below; the time a person reads the charter is not in it',
    },
    {
      ...{ what: '  code to charter', values: times(visits, (visit) => visit.codeToCharterMs), target: null },
      meaning: 'Enter after the code → charter painted',
    },
    {
      ...{ what: '  accepted to page', values: times(visits, (visit) => visit.acceptToAnswerMs), target: null },
      meaning: 'Enter on “J’accepte” → tiles painted below the bar, and a Tab answered by the page',
    },
    {
      ...{ what: '  accepted to paint', values: times(visits, (visit) => visit.acceptToTilesMs), target: null },
      meaning: 'the same without the Tab',
    },
    {
      ...{ what: 'deadline to locked, ms', values: deadlineToLocked, target: 1000 },
      meaning: 'deadline, by the kiosk’s log → lock screen from edge to edge',
    },
    {
      ...{ what: 'order to locked, ms', values: times(byOrder, (visit) => visit.endToLockedMs), target: null },
      meaning: 'the facilitator’s call to the desk → lock screen from edge to edge',
    },
    {
      ...{ what: 'locked to free, ms', values: lockedToFree, target: 3000 },
      meaning: 'lock screen → welcome that says “erased” and takes a code',
    },
    { ...{ what: 'start, ms', values: startsMs, target: 4000 }, meaning: 'kiosk process begins → welcome painted' },
    {
      ...{ what: 'kiosk memory, MB', values: [kioskMB], target: 150 },
      meaning: 'PSS of the kiosk’s own process, free',
    },
    {
      ...{ what: 'browsers’ memory, MB', values: [browsersMB], target: null },
      meaning: 'PSS of all that the kiosk started: screens, spare browser, window manager',
    },
    {
      ...{ what: 'idle processor, %', values: [idleCpuPct], target: 1 },
      meaning: 'of one processor; kiosk and all that it started, free and untouched',
    },
  ];
  return {
    table: [
      `The kiosk on ${host}: ${visits.length} visits, ${byDeadline.length} of them to the deadline.`,
      '',
      tableOf([
        ['', 'n', 'p50', 'p95', 'target', 'from → to'],
        ...lines.filter(({ values }) => values.length > 0).map(rowOf),
      ]),
      '',
      ...(byDeadline.length === 0 ? [untilTheDeadline] : []),
      `Keys go in by xdotool (its own start counts), pixels are read from the X server every ${lookEveryMs} ms at ${lookMs.toFixed(2)} ms a look.`,
    ].join('\n'),
    figures: {
      host,
      codeToPageMs: spread(codeToPage),
      deadlineToLockedMs: deadlineToLocked.length === 0 ? null : spread(deadlineToLocked),
      lockedToFreeMs: spread(lockedToFree),
      kioskMB: tenths(kioskMB),
      idleCpuPct: tenths(idleCpuPct),
      startMs: percentile(startsMs, 50),
      browsersMB: tenths(browsersMB),
      visits: visits.length,
      deadlines: byDeadline.length,
    },
  };
}

function rowOf({ what, values, target, meaning }: Line): readonly string[] {
  const { p50, p95 }: Spread = spread(values);
  return [what, String(values.length), String(p50), String(p95), target === null ? '' : `≤ ${target}`, meaning];
}
