import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { Central } from '../../central/central.ts';
import { figuresChangesPath } from '../../contract/central-routes.ts';
import { onEveryStore } from './stores.ts';
import { daySheet, makePlace, outcomes, signedIn, Town } from './town.ts';

await onEveryStore('changes of figures', (store) => {
  const place = makePlace('Grette');

  /** What a reader of this central is told, as it grows. */
  const follow = async (central: Central, cookies: Record<string, string>): Promise<{ text: string }> => {
    if (!central.server.server.listening) await central.server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = central.server.server.address() as AddressInfo;
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
    const response = await fetch(`http://127.0.0.1:${port}${figuresChangesPath}`, {
      headers: { cookie: cookie.join('; ') },
    });
    const heard = { text: response.ok ? '' : String(response.status) };
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async (): Promise<void> => {
      for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read())
        heard.text += part.value;
    };
    void read();
    return heard;
  };

  it('are told to whoever is signed in, once they are durable', async () => {
    const town = new Town(1, place).on(store);
    onTestFinished(() => town.close());
    const central = await town.open();
    const heard = await follow(central, await signedIn(central));
    await expect.poll(() => heard.text).toBe(': open\n\n');
    await outcomes(central, place, [daySheet(place)]);
    await expect.poll(() => heard.text).toBe(': open\n\nevent: figures\ndata:\n\n');
    expect((await follow(central, {})).text).toBe('401');
  });

  it.runIf(store.name === 'PostgreSQL')('reach the readers of another central on the same database', async () => {
    const town = new Town(1, place).on(store);
    onTestFinished(() => town.close());
    const [one, other] = [await town.open(), await town.open()];
    const heard = await follow(other, await signedIn(other));
    await expect.poll(() => heard.text).toBe(': open\n\n');
    await outcomes(one, place, [daySheet(place)]);
    await expect.poll(() => heard.text).toContain('event: figures');
    // Both take sheets of the same day at the same time: one sum, nothing lost.
    const days = Array.from({ length: 12 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
    await Promise.all(
      days.map((day, index) => outcomes(index % 2 === 0 ? one : other, place, [daySheet(place, { day })])),
    );
    const rows = await town.rows(
      "select sessions from rollups where grain = 'month' and period = '2026-10' and scope = 'network'",
    );
    expect(Number(rows[0]?.['sessions'])).toBe(48);
  });
});
