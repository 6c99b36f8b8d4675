import { type Report, percentile, tableOf } from '../report.ts';
import type { Way } from './ground.ts';

/** One way in one round. */
export interface Measured {
  /** A small object at a time, on a connection that is kept where the proxy keeps it. */
  readonly smallUs: readonly number[];
  /** Small objects by fifty connections at once. */
  readonly perSecond: number;
  /** 100 MB, as a plain request and through a tunnel. */
  readonly largeUs: readonly number[];
  readonly tunnelUs: readonly number[];
}

export interface Tried {
  readonly way: Way;
  /** None: it is not on this machine. */
  readonly rounds: readonly Measured[];
}

export interface Figures {
  readonly p50Ms: number;
  readonly addedMsP50: number;
  readonly requestsPerSecond: number;
  readonly largeMBps: number;
  readonly tunnelMBps: number;
}

const known: Readonly<Record<Way, string>> = {
  direct: 'direct',
  escale: 'Escale’s proxy',
  forwarded: 'Escale’s, behind the jail’s forwarder',
  tinyproxy: 'tinyproxy',
  squid: 'squid',
};

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
const megabytes = 100;
const speed = (took: readonly number[]): number => Math.round(megabytes / (percentile(took, 50) / 1e6));

function figuresOf(rounds: readonly Measured[], directMs: number): Figures {
  const p50Ms = thousandths(
    percentile(
      rounds.flatMap(({ smallUs }) => smallUs),
      50,
    ) / 1000,
  );
  const perSecond = rounds.map((round) => round.perSecond);
  return {
    p50Ms,
    addedMsP50: thousandths(p50Ms - directMs),
    requestsPerSecond: Math.round(percentile(perSecond, 50)),
    largeMBps: speed(rounds.flatMap(({ largeUs }) => largeUs)),
    tunnelMBps: speed(rounds.flatMap(({ tunnelUs }) => tunnelUs)),
  };
}

/** The direct way is the first of them. */
export function reportOf(tried: readonly Tried[]): Report {
  const directUs = tried.find(({ way }) => way === 'direct')?.rounds.flatMap(({ smallUs }) => smallUs) ?? [];
  const directMs = thousandths(percentile(directUs, 50) / 1000);
  const found = tried.map(({ way, rounds }) => ({
    way,
    figures: rounds.length === 0 ? null : figuresOf(rounds, directMs),
  }));
  const rows = found.map(({ way, figures }) => [known[way], ...cells(figures)]);
  const heading = ['', 'small p50 ms', 'added ms', 'small/s by 50', '100 MB, MB/s', 'in a tunnel, MB/s'];
  const notes =
    'Small: 1 kB, one after the other on one connection; by 50: as many connections at once. tinyproxy keeps no connection: each of its requests dials again.\nOurs is given a name, looks it up every half minute and compares its addresses each time; the others are given an address. Site, proxy and visitor share this machine’s processors.';
  const { escale, ...peers } = Object.fromEntries(found.map(({ way, figures }) => [way, figures]));
  return { table: `${tableOf([heading, ...rows])}\n\n${notes}`, figures: { ...escale, peers } };
}

const cells = (figures: Figures | null): readonly string[] =>
  figures === null
    ? ['not installed']
    : [
        ...[figures.p50Ms, figures.addedMsP50, figures.requestsPerSecond].map(String),
        ...[figures.largeMBps, figures.tunnelMBps].map(String),
      ];
