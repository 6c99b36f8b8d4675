import { type Counts, readKey } from '../../../contract/figures/counts.ts';
import { network as networkScope } from '../../../central/figures/scopes.ts';
import { recovered, type Tie } from './attack.ts';
import { nameOf, type Retell, type Size, type ToldNetwork, toldNetwork } from './network.ts';
import { everything, monthPeriod, monthsWithin, report, type Telling } from './questions.ts';
import { cellOf, hiddenMeasure, measure, readMonth, type ReadTable } from './reading.ts';

/** What keeps small numbers from being found out; taken out on purpose, the attack must find some. */
export const safeguards = [
  /** A small cell is hidden with all that are 0 and one that is not small. */
  'company',
  /** Central adds what was told, not what is true. */
  'told-sums',
] as const;

export type Safeguard = (typeof safeguards)[number];

export interface Attacked {
  readonly hidden: number;
  readonly answers: number;
  readonly recovered: readonly string[];
  /** Answers that say something else than the months that they are made of. */
  readonly contradictions: readonly string[];
}

/** One network, all that is told of it, and what can be found out from that. */
export async function play(
  seed: number,
  { size, without }: { size: Size; without: readonly Safeguard[] },
): Promise<Attacked> {
  const isAlone = without.includes('company');
  const told = await toldNetwork(seed, { size, retell: isAlone ? smallAlone : (month) => month.figures });
  try {
    return await attack(told, { knowsRule: !isAlone, addsTruth: without.includes('told-sums') });
  } finally {
    await told.close();
  }
}

async function attack(
  told: ToldNetwork,
  { knowsRule, addsTruth }: { knowsRule: boolean; addsTruth: boolean },
): Promise<Attacked> {
  const { months, truth, ask } = told;
  const read = new PlaceMonths(told);
  for (const { scope, threshold } of told.places)
    for (const month of months)
      for await (const { counts, from } of report(ask, { scope, ...monthPeriod(month) }))
        if (from === `${month}-01`) read.add(scope, month, { counts, threshold });
  const ties: Tie[] = [...read.silences];
  const contradictions: string[] = [];
  let answers = 0;
  for await (const telling of everything(ask, told)) {
    answers += 1;
    const heard = addsTruth ? read.withTruth(telling) : telling;
    for (const { key, more, cells } of read.differences(heard)) {
      contradictions.push(`${heard.scope} ${heard.from}…${heard.to} ${key}: ${more} more than its months`);
      if (cells.length > 0) ties.push({ cells, is: '=', than: more });
    }
  }
  const cells = read.tables.flatMap(({ name, hidden }) => hidden.map((value) => cellOf(name, value)));
  const known = new Map(cells.map((cell) => [cell, truth.get(cell) ?? 0]));
  const found = recovered({ tables: read.tables, ties, knowsRule }, known);
  return {
    ...{ hidden: cells.length, answers, contradictions },
    recovered: found.map((cell) => `${cell} is ${known.get(cell) ?? 0}`),
  };
}

/** Each place's months as they are told one by one: the finest that there is. */
class PlaceMonths {
  readonly #told: ToldNetwork;
  readonly #counts = new Map<string, Counts>();
  readonly tables: ReadTable[] = [];
  readonly silences: Tie[] = [];

  constructor(told: ToldNetwork) {
    this.#told = told;
  }

  add(scope: string, month: string, { counts, threshold }: { counts: Counts; threshold: number }): void {
    const name = nameOf(scope, month);
    this.#counts.set(name, counts);
    const { tables, silence } = readMonth(counts, { name, threshold });
    this.tables.push(...tables);
    if (silence.cells.length > 0) this.silences.push({ cells: silence.cells, is: '<=', than: silence.most });
  }

  /** What a coarser telling says more of each cell than all months of all places in it, with the hidden cells that could be it. */
  differences(telling: Telling): { key: string; more: number; cells: string[] }[] {
    const inside = this.#inside(telling);
    const keys = new Set(
      [telling.counts, ...(telling.isAll ? inside.map(({ counts }) => counts) : [])].flatMap((counts) =>
        Object.keys(counts).filter((key) => [measure, hiddenMeasure].includes(readKey(key).measure)),
      ),
    );
    return [...keys].flatMap((key) => {
      const more = (telling.counts[key] ?? 0) - inside.reduce((sum, { counts }) => sum + (counts[key] ?? 0), 0);
      if (more === 0) return [];
      const { cell } = readKey(key);
      const hiddenKey = `${hiddenMeasure}/${cell?.dimension ?? ''}/${cell?.value ?? ''}`;
      const cells = inside.flatMap(({ name, counts }) =>
        cell === null || counts[hiddenKey] === undefined ? [] : [cellOf(`${name} ${cell.dimension}`, cell.value)],
      );
      return [{ key, more, cells }];
    });
  }

  /** The same from a central that adds up what is true. */
  withTruth(telling: Telling): Telling {
    if (!telling.isAll || telling.scope.startsWith('place:')) return telling;
    const counts: Record<string, number> = { ...telling.counts };
    for (const { name, counts: own } of this.#inside(telling))
      for (const key of Object.keys(own)) {
        const { measure: of, cell } = readKey(key);
        if (of !== hiddenMeasure || cell === null) continue;
        const named = `${measure}/${cell.dimension}/${cell.value}`;
        counts[named] =
          (counts[named] ?? 0) + (this.#told.truth.get(cellOf(`${name} ${cell.dimension}`, cell.value)) ?? 0);
      }
    return { ...telling, counts };
  }

  #inside({ scope, from, to }: Telling): { name: string; counts: Counts }[] {
    const months = monthsWithin(this.#told.months, { from, to });
    return this.#told.places
      .filter((place) => [place.scope, place.commune, networkScope].includes(scope))
      .flatMap((place) => months.map((month) => nameOf(place.scope, month)))
      .map((name) => ({ name, counts: this.#counts.get(name) ?? {} }));
  }
}

/** What was hidden only for company is told again. */
const smallAlone: Retell = ({ figures, cells }, name) => {
  const counts: Record<string, number> = { ...figures.counts };
  const hidden = figures.hidden.filter((key) => {
    const { cell } = readKey(key);
    const count = cell === null ? 0 : (cells.get(cellOf(`${name} ${cell.dimension}`, cell.value)) ?? 0);
    if (count >= figures.threshold) counts[key] = count;
    return count > 0 && count < figures.threshold;
  });
  return { counts, hidden };
};
