import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eachCount } from '../../central/database/packed-counts.ts';
import type { Central } from '../../central/central.ts';
import type { Counts } from '../../contract/figures/counts.ts';
import { onEveryStore } from './stores.ts';
import { ask, daySheet, makePlace, monthSheet, outcomes, signedIn, Town, type Place } from './town.ts';

/** What a place says of one period in one revision; `isOdd`: more in use than there was. */
interface Said {
  readonly place: number;
  readonly period: string;
  readonly revision: number;
  readonly isOdd: boolean;
  readonly load: number;
}

const workstations = ['3f0d8f3a-6b0a-4c39-9f6e-0c7c2a8f1d11', '9b1c2d3e-4f5a-4b6c-8d7e-0f1a2b3c4d5e'] as const;

/** Different for each revision, and the same again when it is sent again. */
function countsOf({ period, revision, isOdd, load }: Said): Counts {
  const minutes = load * 10 + revision;
  if (period.length === 7) return { supports: minutes, 'supports/kind/individual': minutes, visitors: load };
  if (load === 0) return {};
  return {
    'open-days': 1,
    offered: isOdd ? 0 : 480,
    [`offered/workstation/${workstations[load % 2 === 0 ? 0 : 1]}`]: 480,
    occupied: minutes,
    'occupied/hour/14': minutes,
    sessions: revision,
    [`sessions/access/${load % 3 === 0 ? 'booking' : 'ticket'}`]: revision,
  };
}

const days = ['2025-12-31', '2026-01-01', '2026-01-02', '2026-02-28', '2026-03-01', '2026-10-25', '2026-10-26'];
const months = ['2025-12', '2026-01', '2026-10'];

const said = fc.record<Said>({
  place: fc.nat({ max: 2 }),
  period: fc.constantFrom(...days, ...months),
  revision: fc.integer({ min: 1, max: 4 }),
  isOdd: fc.boolean(),
  load: fc.nat({ max: 9 }),
});

/** The same place, period and revision always has the same bytes; who sends other bytes is another test's matter. */
const life = fc
  .array(said, { minLength: 1, maxLength: 30 })
  .map((all) => [...new Map(all.toReversed().map((one) => [nameOf(one), one])).values()])
  .chain((sheets) =>
    fc.record({
      sheets: fc.constant(sheets),
      order: fc.array(fc.nat({ max: sheets.length - 1 }), { maxLength: 20 }),
      cuts: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
    }),
  );

const nameOf = ({ place, period, revision }: Said): string => `${place} ${period} ${revision}`;

const weekday = (day: string): number => ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1;

/** The naive way: every cell is made of all sheets that count, one by one. */
class Oracle {
  readonly cells = new Map<string, Map<string, number>>();

  add(cell: string, key: string, value: number): void {
    const sums = this.cells.get(cell) ?? new Map<string, number>();
    sums.set(key, (sums.get(key) ?? 0) + value);
    this.cells.set(cell, sums);
  }

  sheet(one: Said, { place, commune, hidden }: { place: string; commune: string; hidden: readonly string[] }): void {
    const isDay = one.period.length === 10;
    const [month, year] = [one.period.slice(0, 7), one.period.slice(0, 4)];
    const above = [`month ${month}`, `year ${year}`];
    const cells = above.map((period) => `${period} place:${place}`);
    for (const scope of [`commune:${commune}`, 'network'])
      for (const period of isDay ? [`day ${one.period}`, ...above] : above) cells.push(`${period} ${scope}`);
    for (const cell of cells) {
      this.add(cell, 'days heard', isDay ? 1 : 0);
      for (const [key, value] of Object.entries(countsOf(one))) {
        if (key.includes('workstation') && !cell.includes('place:')) continue;
        this.add(cell, key.replace('hour/', `slot/${weekday(one.period)}-`), value);
      }
      for (const key of hidden) this.add(cell, key.replace('/', '-hidden/'), 1);
    }
  }

  /** Numbers that are not 0, of cells that have any. */
  get told(): Record<string, Record<string, number>> {
    const cells = [...this.cells].map(([cell, sums]) => [cell, Object.fromEntries([...sums].filter(([, n]) => n > 0))]);
    return Object.fromEntries(cells.filter(([, sums]) => Object.keys(sums as object).length > 0)) as never;
  }
}

await onEveryStore('rollups', (store) => {
  let town: Town;
  let central: Central;
  let cookies: Record<string, string>;
  const places: readonly Place[] = [
    makePlace('Grette'),
    makePlace('Bains-Douches'),
    makePlace('Pirey', ['Pirey', '25454']),
  ];

  beforeAll(async () => {
    town = new Town(1, ...places).on(store);
    central = await town.open();
    cookies = await signedIn(central);
  });
  afterAll(() => town.close());

  const sheetOf = (one: Said): ReturnType<typeof daySheet> | ReturnType<typeof monthSheet> => {
    const place = places[one.place] ?? makePlace('nowhere');
    const { period, revision } = one;
    const counts = countsOf(one);
    if (period.length === 10) return daySheet(place, { day: period, revision, counts });
    return monthSheet(place, { month: period, revision, counts, hidden: hiddenOf(one) });
  };

  const stored = async (): Promise<unknown> => {
    const rows = await town.rows('select * from rollups');
    return Object.fromEntries(
      rows.map((row) => {
        const counts: Record<string, number> = {};
        eachCount(row['counts'] as Uint8Array, (key, value) => (counts[key] = value));
        for (const [column, measure] of [
          ['occupied', 'occupied'],
          ['open_days', 'open-days'],
        ] as const)
          expect(Number(row[column])).toBe(counts[measure] ?? 0);
        const heard = Number(row['days_heard']);
        const cell = [row['grain'], row['period'], row['scope']].join(' ');
        return [cell, { ...counts, ...(heard === 0 ? {} : { 'days heard': heard }) }];
      }),
    );
  };

  const forget = async (): Promise<void> => {
    for (const table of ['rollups', 'day_sheets', 'month_sheets']) await town.rows(`delete from ${table}`);
    await town.rows('update places set first_day = null, last_day = null');
  };

  const deliver = async (sent: readonly Said[], cuts: readonly number[]): Promise<void> => {
    for (let from = 0, cut = 0; from < sent.length; cut++) {
      const size = cuts[cut % cuts.length] ?? 1;
      const some = sent.slice(from, from + size);
      from += size;
      // Those of several places go out at the same time and meet in one transaction.
      const byPlace = Map.groupBy(some, ({ place }) => place);
      await Promise.all(
        [...byPlace].map(([place, theirs]) =>
          outcomes(central, places[place] ?? makePlace('nowhere'), theirs.map(sheetOf)),
        ),
      );
    }
  };

  const oracleOf = (sheets: readonly Said[]): Oracle => {
    const latest = new Map<string, Said>();
    for (const one of sheets) {
      const name = `${one.place} ${one.period}`;
      if (one.revision > (latest.get(name)?.revision ?? 0)) latest.set(name, one);
    }
    const oracle = new Oracle();
    for (const one of latest.values()) {
      const place = places[one.place];
      if (place === undefined || isDoubtful(one)) continue;
      oracle.sheet(one, { place: place.id, commune: place.communeCode, hidden: hiddenOf(one) });
    }
    return oracle;
  };

  it('are what a recount of the latest sheets comes to, however these came', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(life, async ({ sheets, order, cuts }) => {
        await forget();
        // Late, again and out of order: all are sent, some of them twice, in the order that chance made.
        await deliver([...order.flatMap((index) => sheets[index] ?? []), ...sheets], cuts);
        const oracle = oracleOf(sheets);
        expect(await stored()).toEqual(oracle.told);
        await expectAnswers(oracle);
      }),
      { numRuns: store.name === 'SQLite' ? 150 : 40 },
    );
  });

  /** The routes say the same as the cells, also where a period begins and ends within a month. */
  async function expectAnswers(oracle: Oracle): Promise<void> {
    const [from, to] = ['2026-01-02', '2026-10-25'];
    const inside = days.filter((day) => from <= day && day <= to);
    for (const scope of ['network', 'commune:25056']) {
      const naive = inside.reduce((sum, day) => sum + (oracle.told[`day ${day} ${scope}`]?.['occupied'] ?? 0), 0);
      const report = await ask(central, cookies, ['figures/report', { from, to, scope }]);
      expect(report.json<{ counts: Counts }>().counts['occupied'] ?? 0).toBe(naive);
      const parts = await ask(central, cookies, ['figures/parts', { from, to, scope, by: 'place' }]);
      const rows = parts.json<{ rows: { figures: Counts; coverage: { daysHeard: number } }[] }>().rows;
      expect(rows.reduce((sum, { figures }) => sum + (figures['occupied'] ?? 0), 0)).toBe(naive);
      const heard = inside.reduce((sum, day) => sum + (oracle.told[`day ${day} ${scope}`]?.['days heard'] ?? 0), 0);
      expect(report.json<{ coverage: { daysHeard: number } }>().coverage.daysHeard).toBe(heard);
      expect(rows.reduce((sum, { coverage }) => sum + coverage.daysHeard, 0)).toBe(heard);
      const series = await ask(central, cookies, ['figures/series', { from, to, scope, grain: 'month' }]);
      const byMonth = series.json<{ rows: { figures: Counts }[] }>().rows;
      expect(byMonth.reduce((sum, { figures }) => sum + (figures['occupied'] ?? 0), 0)).toBe(naive);
    }
  }
});

const hiddenOf = ({ period, load }: Said): string[] =>
  period.length === 7 && load % 2 === 0 ? ['supports/age/0-11', 'supports/gender/feminin'] : [];

const isDoubtful = ({ period, isOdd, load }: Said): boolean => period.length === 10 && isOdd && load > 0;
