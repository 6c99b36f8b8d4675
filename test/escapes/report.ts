import { tableOf } from '../bench/report.ts';
import type { Layer } from './row.ts';
import type { Finding, Outcome } from './suite.ts';

const numbered = (findings: readonly Finding[], outcome: Outcome): number =>
  new Set(findings.filter((one) => one.outcome === outcome).map(({ row }) => row)).size;

export const redRows = (findings: readonly Finding[]): readonly number[] => [
  ...new Set(findings.filter(({ outcome }) => outcome === 'broken').map(({ row }) => row)),
];

/** For people: one line for each row and state. */
export function tableOfFindings(host: string, findings: readonly Finding[]): string {
  const lines = findings.map(({ row, attack, state, outcome, because }) => [
    String(row).padStart(2),
    host,
    state ?? '',
    outcome,
    because === '' ? attack : `${attack}: ${because}`,
  ]);
  return tableOf([['row', 'host', 'state', 'outcome', 'attack and reason'], ...lines]);
}

export type Mutations = Readonly<Partial<Record<Layer, readonly number[]>>>;

/** For machines: rows are counted once, in whatever states they were tried. */
export function summary(
  host: string,
  findings: readonly Finding[],
  mutations: Mutations,
): Readonly<Record<string, unknown>> {
  const broken = redRows(findings);
  const held = new Set(findings.filter(({ outcome }) => outcome === 'held').map(({ row }) => row));
  return {
    escapes: findings.length,
    host,
    rows: new Set(findings.map(({ row }) => row)).size,
    held: [...held].filter((row) => !broken.includes(row)).length,
    broken: broken.length,
    accepted: numbered(findings, 'accepted'),
    notTried: numbered(findings, 'not tried'),
    brokenRows: broken,
    mutations,
  };
}
