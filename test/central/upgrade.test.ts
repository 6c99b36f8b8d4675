import { Kysely, PostgresDialect } from 'kysely';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { openSqlite } from '../../central/database/sqlite.ts';
import { unpack } from '../../central/database/packed.ts';
import { migrateAsFirstVersion } from './first-version.ts';
import { onEveryStore } from './stores.ts';
import { makePlace, readFigures, signed, signedIn, Town } from './town.ts';

const golden = readFileSync(new URL('golden/day-sheet-1.json', import.meta.url), 'utf8');
const countsOfGolden: unknown = JSON.parse(
  readFileSync(new URL('golden/day-sheet-1.counts.json', import.meta.url), 'utf8'),
);
const id = 'b2f7a3c4-0f3e-4a55-9d0c-0a1b2c3d4e5f';

interface FirstVersion {
  places: { id: string; name: string; commune: string; listed: number; last_heard_at: string | null };
  day_sheets: Record<'place' | 'day' | 'computed_at' | 'sheet' | 'signature' | 'received_at', string> &
    Record<'revision' | 'sessions' | 'occupied_minutes', number>;
  quarantined_sheets: Record<
    'place' | 'digest' | 'problem_code' | 'problem_where' | 'problem_expected' | 'sheet' | 'signature' | 'received_at',
    string
  >;
}

await onEveryStore('the database of the first version', (kind) => {
  it('is brought over with every sheet, and its figures are added up', async () => {
    const place = { ...makePlace('Médiathèque Pierre-Bayle'), id };
    const town = new Town(1, place).on(kind);
    onTestFinished(() => town.close());
    mkdirSync(town.settings.data);
    const { databaseUrl } = await town.store();
    const sqlite = databaseUrl === undefined ? openSqlite(join(town.settings.data, 'central.sqlite')) : null;
    if (sqlite !== null && !sqlite.ok) throw new Error(sqlite.problem.expected);
    const dialect =
      sqlite === null
        ? new PostgresDialect({ pool: new pg.Pool({ connectionString: databaseUrl ?? '' }) })
        : sqlite.value;
    const before = new Kysely<FirstVersion>({ dialect });
    await migrateAsFirstVersion(before as unknown as Kysely<unknown>);
    const received_at = '2026-11-01T07:05:02.000Z';
    const { signature } = signed(place, golden);
    await before
      .insertInto('places')
      .values({ id, name: place.name, commune: place.commune, listed: 1, last_heard_at: received_at })
      .execute();
    const days = kind.name === 'SQLite' ? Array.from({ length: 28 }, (_, index) => index + 1) : [];
    for (const day of days.map((number) => `2026-10-${String(number).padStart(2, '0')}`))
      await before
        .insertInto('day_sheets')
        .values({
          ...{ place: id, day, revision: 7, computed_at: received_at, sessions: 5, occupied_minutes: 214 },
          ...{ sheet: golden.replace('2026-10-05', day), signature, received_at },
        })
        .execute();
    await before
      .insertInto('quarantined_sheets')
      .values({
        ...{ place: id, digest: '00', problem_code: 'malformed', problem_where: 'sheet', problem_expected: 'JSON' },
        ...{ sheet: '{', signature, received_at },
      })
      .execute();
    await before.destroy();

    const central = await town.open();
    const kept = await town.rows('select sheet from quarantined_sheets');
    expect(kept.map(({ sheet }) => unpack(sheet as Uint8Array))).toEqual(['{']);
    const response = await readFigures(central, await signedIn(central), {
      ...{ from: '2026-10-05', to: '2026-10-05', scope: 'commune:25056' },
    });
    const { counts } = response.json<{ counts: unknown }>();
    // On PostgreSQL there never was a first version: there it is the tables alone.
    expect(counts).toEqual(kind.name === 'SQLite' ? countsOfGolden : {});
    const year = await readFigures(central, await signedIn(central), { from: '2026-01-01', to: '2026-12-31' });
    expect(year.json<{ counts: Record<string, number> }>().counts['sessions'] ?? 0).toBe(5 * days.length);
  });
});
