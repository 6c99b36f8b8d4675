import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { onEveryStore, sqlite } from './stores.ts';
import { daySheet, makePlace, monthSheet, outcomes, Town } from './town.ts';

const entry = fileURLToPath(new URL('../../central/commands.ts', import.meta.url));

interface Ended {
  readonly code: unknown;
  readonly said: string;
  readonly complained: string;
}

/** `escale central …`, as a process of its own. */
async function run(words: readonly string[], databaseUrl = ''): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...words], { env: { ...process.env, DATABASE_URL: databaseUrl } });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[unknown]>,
  ]);
  return { code, said, complained };
}

await onEveryStore('escale central', (store) => {
  const place = makePlace('Grette');

  /** A central with some figures, stopped. */
  const filled = async (): Promise<{ town: Town; databaseUrl: string }> => {
    const town = new Town(1, place).on(store);
    onTestFinished(() => town.close());
    const central = await town.open();
    await outcomes(central, place, [daySheet(place), daySheet(place, { day: '2026-11-11' }), monthSheet(place)]);
    await central.server.close();
    return { town, databaseUrl: (await town.store()).databaseUrl ?? '' };
  };

  it('recount says that every cell is what its sheets come to', async () => {
    const { town, databaseUrl } = await filled();
    const { code, said } = await run(['recount', town.settingsFile()], databaseUrl);
    // Two months and a year of the place, of its commune and of the network, and two days of the latter two.
    expect(said).toBe('13 cells recounted from 3 sheets: all as stored\n');
    expect(code).toBe(0);
  });

  it('recount names each cell that differs, fails, and mends it when told to', async () => {
    const { town, databaseUrl } = await filled();
    await town.rows(
      "update rollups set occupied = occupied + 1 where grain = 'month' and scope = 'network' and period = '2026-11'",
    );
    await town.rows("delete from rollups where grain = 'year' and scope = 'commune:25056'");
    await town.rows(
      "update rollups set scope = 'commune:99999' where grain = 'day' and scope = 'commune:25056' and period = '2026-11-11'",
    );
    const settings = town.settingsFile();
    const found = await run(['recount', settings], databaseUrl);
    expect(found.code).toBe(1);
    expect(found.said.split('\n').sort()).toEqual([
      '',
      '13 cells recounted from 3 sheets: 4 differ',
      'day 2026-11-11 commune:25056: row: stored nothing, recounted missing',
      'day 2026-11-11 commune:99999: row: stored there, recounted nothing',
      'month 2026-11 network: occupied: stored 181, recounted 180',
      'year 2026 commune:25056: row: stored nothing, recounted missing',
    ]);
    expect(await run(['recount', settings, '--mend'], databaseUrl)).toMatchObject({ code: 0 });
    expect(await run(['recount', settings], databaseUrl)).toMatchObject({
      code: 0,
      said: '13 cells recounted from 3 sheets: all as stored\n',
    });
  });

  it('move copies everything to another database, from which central goes on, and back', async () => {
    const { town, databaseUrl } = await filled();
    const from = databaseUrl === '' ? `sqlite:${join(town.settings.data, 'central.sqlite')}` : databaseUrl;
    const other = join(town.folder, 'moved.sqlite');
    const there = await store.open(join(town.folder, 'nowhere'));
    onTestFinished(() => there.close());
    const to = there.databaseUrl ?? `sqlite:${other}`;
    const moved = await run(['move', '--from', from, '--to', to]);
    expect(moved).toMatchObject({ code: 0, said: expect.stringContaining('13 cells recounted there') as string });
    const again = await run(['move', '--from', from, '--to', to]);
    expect(again).toMatchObject({ code: 1, complained: expect.stringContaining('an empty database') as string });

    // To the other kind, past a move that was broken off.
    const back = new Town(1, place).on(sqlite);
    onTestFinished(() => back.close());
    await (await back.open()).server.close();
    await back.rows("insert into central_state values ('move', 'under way')");
    await expect(back.reopen()).rejects.toThrow('escale central move');
    const file = `sqlite:${join(back.settings.data, 'central.sqlite')}`;
    expect(await run(['move', '--from', to, '--to', file])).toMatchObject({ code: 0 });
    const central = await back.reopen();
    expect(await outcomes(central, place, [daySheet(place), monthSheet(place)])).toEqual(['known', 'known']);
  });

  it.each([
    [['recount']],
    [['move', '--from', 'sqlite:/a']],
    [['move', '--from', 'mysql://a', '--to', 'sqlite:/b']],
    [[]],
  ])('tells how it is used: %j', async (words) => {
    const { code, complained } = await run(words);
    expect(code).toBe(1);
    expect(complained).toMatch(/^escale: command line: expected one of\n/);
  });
});
