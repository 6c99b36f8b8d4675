import { type Report, tableOf } from '../report.ts';
import type { Figures, Measured } from './ground.ts';
import type { SubjectName } from './subjects.ts';
import type { Swap } from './swap-process.ts';

const known: Readonly<Record<SubjectName, string>> = {
  escale: 'Escale’s list',
  set: 'a JavaScript Set',
  sqlite: 'SQLite, indexed',
  ghostery: '@ghostery/adblocker',
  ubo: '@gorhill/ubo-core’s trie',
};

const round = (value: number, digits = 0): number => Math.round(value * 10 ** digits) / 10 ** digits;

const falseHits = (figures: Figures, { trulyListed }: Measured): readonly number[] =>
  figures.hits.map((hits, at) => Math.max(0, hits - (trulyListed[at] ?? 0)));

function table(title: string, measured: Measured): string {
  const { buildMs, peakMB, bytes, deltaBytes, swap } = measured.making;
  const rows = measured.figures.map((figures) => [
    known[figures.subject],
    String(figures.names),
    ...[round(figures.bytesPerName, 2), round(figures.addedMB, 1), round(figures.loadMs)].map(String),
    ...[figures.p50ns, figures.p99ns, figures.misses, ...falseHits(figures, measured)].map(String),
  ]);
  const heading = [
    '',
    'names',
    'B/name',
    'added MB',
    'load ms',
    'p50 ns',
    'p99 ns',
    'misses',
    'false hits',
    'elsewhere',
  ];
  return [
    `${title}: ${measured.names} names`,
    tableOf([heading, ...rows]),
    `Escale’s list was made in ${round(buildMs / 1000, 1)} s with ${round(peakMB)} MB at most: ${bytes} bytes; a day’s change of one name in a thousand: ${deltaBytes} bytes.`,
    `A kiosk takes the next one in ${round(swap.tookMs)} ms; meanwhile nobody waits longer than ${round(swap.longestMs, 1)} ms, at rest ${round(swap.restMs, 1)} ms.`,
  ].join('\n');
}

export function reportOf({ real, full }: { readonly real: Measured | null; readonly full: Measured }): Report {
  const tables = [
    ...(real === null ? [] : [table('The real archive', real)]),
    table('Generated, of its full size', full),
  ];
  const notes =
    'B/name: bytes on disk where the subject is a file, else of memory. False hits: on names that the list was made to spare; elsewhere: on as many that it has never seen.\nA look-up is a host of four labels, listed or not in turn, timed one by one: the clock itself takes some 50 ns of each.';
  return {
    table: [...tables, notes].join('\n\n'),
    figures: { ...figuresOf(full), ...(real === null ? {} : { real: figuresOf(real) }) },
  };
}

const swapFigures = ({ longestMs, restMs, tookMs }: Swap): Readonly<Record<string, number>> => ({
  swapPauseMs: round(longestMs, 1),
  swapRestMs: round(restMs, 1),
  swapMs: round(tookMs),
});

function figuresOf(measured: Measured): Readonly<Record<string, unknown>> {
  const all = measured.figures.map((figures) => {
    const [hits = 0, elsewhere = 0] = falseHits(figures, measured);
    const { subject, p50ns, p99ns, misses } = figures;
    const plain = {
      names: figures.names,
      bytesPerName: round(figures.bytesPerName, 2),
      addedMB: round(figures.addedMB, 1),
    };
    return [
      subject,
      {
        ...plain,
        loadMs: round(figures.loadMs, 1),
        p50ns,
        p99ns,
        misses,
        falseHits: hits,
        falseHitsElsewhere: elsewhere,
      },
    ] as const;
  });
  const { escale, ...peers } = Object.fromEntries(all);
  const { buildMs, peakMB, deltaBytes, swap } = measured.making;
  return { ...escale, buildMs: round(buildMs), buildPeakMB: round(peakMB), deltaBytes, ...swapFigures(swap), peers };
}
