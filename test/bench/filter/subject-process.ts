import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { type Job, type Looker, type SubjectName, subjects } from './subjects.ts';

/** One subject in a process of its own, so that its memory is its own: loads, looks up, prints what it measured as JSON. */

export interface Order extends Job {
  readonly subject: SubjectName;
  /** Hosts of four labels and more, listed and not, in turn. */
  readonly asked: string;
  /** Files of names that should not be found. */
  readonly unlisted: readonly string[];
}

export interface Found {
  readonly loadMs: number;
  readonly addedMB: number;
  readonly p50ns: number;
  readonly p99ns: number;
  /** Of all the names. */
  readonly misses: number;
  /** Of each file of `unlisted`. */
  readonly hits: readonly number[];
}

/** A file too large to hold beside what is measured, in pieces. */
function* linesOf(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  const piece = Buffer.alloc(1 << 20);
  let rest = '';
  for (let left = statSync(file).size; left > 0;) {
    const read = readSync(descriptor, piece);
    left -= read;
    const lines = (rest + piece.toString('latin1', 0, read)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  closeSync(descriptor);
  if (rest !== '') yield rest;
}

function count(file: string, isCounted: (host: string) => boolean): number {
  let counted = 0;
  for (const host of linesOf(file)) if (isCounted(host)) counted += 1;
  return counted;
}

function restingMB(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
}

function timesOf(find: Looker, hosts: readonly string[]): readonly number[] {
  const times = new Float64Array(hosts.length);
  hosts.forEach((host, at) => {
    const before = process.hrtime.bigint();
    find(host);
    times[at] = Number(process.hrtime.bigint() - before);
  });
  return [...times.sort()];
}

const order = JSON.parse(process.argv[2] ?? '') as Order;
const hosts = readFileSync(order.asked, 'utf8').split('\n').filter(Boolean);
const before = restingMB();
const start = performance.now();
const find = subjects[order.subject](order);
find('www.a.first.example');
const loadMs = performance.now() - start;
const addedMB = restingMB() - before;
timesOf(find, hosts);
const times = timesOf(find, hosts);
const found: Found = {
  loadMs,
  addedMB,
  p50ns: times[Math.floor(times.length * 0.5)] ?? 0,
  p99ns: times[Math.floor(times.length * 0.99)] ?? 0,
  misses: count(order.names, (host) => !find(host)),
  hits: order.unlisted.map((file) => count(file, find)),
};
process.stdout.write(JSON.stringify(found));
