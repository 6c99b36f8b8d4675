import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { difference } from './kiosk/eyes.ts';
import { reportOf } from './kiosk/figures.ts';
import { signsOf, type Pictures } from './kiosk/signs.ts';
import { type Measured, reportOf as reportOfProxy } from './proxy/figures.ts';
import { percentile, tableOf } from './report.ts';

const program = fileURLToPath(new URL('run.ts', import.meta.url));
const screen = { x: 0, y: 0, width: 20, height: 120 };

/** A screen of one grey, with a row of another grey for what tells it from the others, and a bar when it is a session's. */
function picture(row: number, { bar = false } = {}): Buffer {
  const pixels = Buffer.alloc(4 * screen.width * screen.height, 200);
  if (bar) pixels.fill(20, 0, 4 * screen.width * 72);
  for (let x = 9; x < screen.width; x += 1)
    pixels.fill(90, 4 * (row * screen.width + x), 4 * (row * screen.width + x + 1));
  return pixels;
}

const pictures: Pictures = {
  welcome: picture(101),
  charter: picture(103),
  tiles: picture(105, { bar: true }),
  tilesAnswered: picture(107, { bar: true }),
  erased: picture(109),
};

describe('what is asked for', () => {
  test.each([
    [[], /name what to measure/],
    [['rocket'], /"rocket" is not a benchmark: there is kiosk/],
    [['kiosk', '--slow'], /"--slow" is not a flag/],
    [['kiosk', 'desk'], /one benchmark at a time/],
  ])('%j is refused in one sentence, and nothing starts', (words, sentence) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^escale: [^\n]+\n$/);
    expect(stderr).toMatch(sentence);
  });
});

describe('figures', () => {
  test('a percentile is a value that was measured', () => {
    const values = [5, 1, 4, 2, 3];
    expect(percentile(values, 50)).toBe(3);
    expect(percentile(values, 95)).toBe(5);
  });

  test('of nothing there is no percentile', () => {
    expect(() => percentile([], 50)).toThrow('nothing was measured');
  });

  test('columns stand below each other', () => {
    expect(
      tableOf([
        ['what', 'n'],
        ['a', '10'],
      ]),
    ).toBe('what  n\n────  ──\na     10');
  });
});

describe('what is told of a kiosk', () => {
  const byOrder = { codeToCharterMs: 100, acceptToTilesMs: 200, acceptToAnswerMs: 300, lockedToFreeMs: 400 };
  const found = {
    host: 'chromium',
    visits: [{ ...byOrder, ending: 'facilitator', endToLockedMs: 70 }],
    ...{ kioskMB: 90, browsersMB: 400, idleCpuPct: 0.7, startsMs: [2000], lookMs: 0.1 },
  } as const;

  test('without a session to its deadline there is no figure for it, and the table says so', () => {
    const { table, figures } = reportOf(found);
    expect(figures['deadlineToLockedMs']).toBeNull();
    expect(table).toContain('Deadline to locked is not measured in a quick run');
    expect(table).not.toContain('deadline to locked, ms');
  });

  test('with one, the order of a facilitator does not count as one', () => {
    const visits = [...found.visits, { ...byOrder, ending: 'deadline', endToLockedMs: 90 } as const];
    const { table, figures } = reportOf({ ...found, visits });
    expect(figures['deadlineToLockedMs']).toEqual({ p50: 90, p95: 90 });
    expect(table).toContain('deadline to locked, ms');
    expect(table).not.toContain('not measured');
  });
});

describe('what is told of the proxy', () => {
  const round = (us: number): Measured => ({ smallUs: [us], perSecond: 100, largeUs: [100_000], tunnelUs: [50_000] });

  test('is what it adds to the direct way; a peer that is not on this machine has no figures, and the table says so', () => {
    const { table, figures } = reportOfProxy([
      { way: 'direct', rounds: [round(40), round(40)] },
      { way: 'escale', rounds: [round(150), round(150)] },
      { way: 'squid', rounds: [] },
    ]);
    expect(figures).toMatchObject({ addedMsP50: 0.11, requestsPerSecond: 100, largeMBps: 1000, tunnelMBps: 2000 });
    expect(figures['peers']).toMatchObject({ direct: { addedMsP50: 0 }, squid: null });
    expect(table).toMatch(/squid +not installed/);
  });
});

describe('eyes', () => {
  test('a shade that nobody sees is no difference, and one changed pixel of four is a quarter', () => {
    const paper = Buffer.alloc(16, 200);
    expect(difference(paper, Buffer.alloc(16, 205))).toBe(0);
    expect(difference(paper, Buffer.concat([paper.subarray(4), Buffer.alloc(4, 0)]))).toBe(0.25);
  });

  test('each screen is known by rows in which it is like no other', () => {
    const signs = signsOf(pictures, screen);
    expect(signs.charter.map(({ strip }) => strip.y)).toEqual([101, 103, 103, 103]);
    expect(signs.locked).toHaveLength(1);
  });

  test('screens that look alike are refused rather than confused', () => {
    expect(() => signsOf({ ...pictures, erased: pictures.welcome }, screen)).toThrow('look too alike');
  });

  test('a session without its bar is not taken for the lock', () => {
    expect(() => signsOf({ ...pictures, tiles: picture(105) }, screen)).toThrow(
      'does not tell a session from the lock',
    );
  });
});
