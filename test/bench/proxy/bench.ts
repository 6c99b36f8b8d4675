import { inOneLine } from '../../in-a-place.ts';
import type { BenchParts, Report } from '../report.ts';
import { reportOf, type Measured } from './figures.ts';
import { Ground, type Routes, type Way, ways } from './ground.ts';
import { Line, type Route } from './line.ts';

const plans = {
  quick: { rounds: 1, asked: 300, crowdMs: 1500, larges: 2 },
  whole: { rounds: 5, asked: 1000, crowdMs: 3000, larges: 5 },
};

const smallBytes = 1024;
const largeBytes = 100e6;
const crowd = 50;

type Plan = (typeof plans)['quick'];

/** The same site by each way, in turn and round after round, so that what else this machine does falls on all of them alike. */
export async function benchProxy({ quick, say, signal }: BenchParts): Promise<Report> {
  const plan = quick ? plans.quick : plans.whole;
  const ground = await Ground.open();
  const measured = new Map<Way, Measured[]>();
  try {
    for (let round = 1; round <= plan.rounds; round += 1) {
      say(`Round ${round} of ${plan.rounds} …`);
      for (const [way, routes] of ground.routes) {
        if (signal.aborted) throw new Error('stopped before the end');
        const found = await measure(routes, plan).catch((error: unknown) => {
          throw new Error(`${way}: ${inOneLine(error)}`, { cause: error });
        });
        measured.set(way, [...(measured.get(way) ?? []), found]);
      }
    }
  } finally {
    await ground.close();
  }
  return reportOf(ways.map((way) => ({ way, rounds: measured.get(way) ?? [] })));
}

async function measure({ plain, tunnel }: Routes, { asked, crowdMs, larges }: Plan): Promise<Measured> {
  return {
    smallUs: await oneByOne(plain, { times: asked, bytes: smallBytes }),
    perSecond: await perSecond(plain, crowdMs),
    largeUs: await oneByOne(plain, { times: larges, bytes: largeBytes }),
    tunnelUs: await oneByOne(tunnel, { times: larges, bytes: largeBytes }),
  };
}

/** Microseconds of each, on one connection that was there before. */
async function oneByOne(route: Route, { times, bytes }: { times: number; bytes: number }): Promise<readonly number[]> {
  const line = new Line(route);
  const took: number[] = [];
  try {
    await line.fetch(smallBytes);
    for (let time = 0; time < times; time += 1) {
      const start = performance.now();
      await line.fetch(bytes);
      took.push((performance.now() - start) * 1000);
    }
  } finally {
    line.close();
  }
  return took;
}

/** Small objects in one second, by as many connections as a browser with many pages has. */
async function perSecond(route: Route, forMs: number): Promise<number> {
  const lines = Array.from({ length: crowd }, () => new Line(route));
  try {
    await Promise.all(lines.map((line) => line.fetch(smallBytes)));
    const start = performance.now();
    let fetched = 0;
    const visit = async (line: Line): Promise<void> => {
      while (performance.now() - start < forMs) {
        await line.fetch(smallBytes);
        fetched += 1;
      }
    };
    await Promise.all(lines.map(visit));
    return (fetched * 1000) / (performance.now() - start);
  } finally {
    for (const line of lines) line.close();
  }
}
