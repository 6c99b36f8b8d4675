import { describe, expect, test } from 'vitest';
import { ask, openPlace, openWeb } from './place.ts';

const address = 'http://temoin.escale.internal';

describe('the page that plants the token', () => {
  test('is served while it plants, with no rule at all, and tells what was taken, once and in known words', async () => {
    const place = await openPlace({ policy: null });
    const planting = place.proxy.plant('a-token');
    expect((await ask(place, `${address}/`)).status).toBe(200);
    expect((await ask(place, `${address}/planter.js`)).body).toContain("'a-token'");
    expect((await ask(place, `${address}/cache`)).body).toContain('a-token a-token');
    await ask(place, `${address}/pris`, { method: 'POST', body: 'cookie not-a-store history' });
    expect(await planting.taken).toEqual(['cookie', 'history']);
    planting.end();
  });

  test.each([null, openWeb])('does not exist for anybody afterwards, nor the token', async (policy) => {
    const place = await openPlace({ policy });
    place.proxy.plant('a-token').end();
    for (const path of ['/', '/planter.js', '/cache', '/ouvrier.js']) {
      const answer = await ask(place, address + path);
      expect(answer.status).not.toBe(200);
      expect(answer.body).not.toContain('a-token');
    }
    expect(place.logged()).not.toContain('a-token');
  });

  test('is reached on its own port alone, and opens nothing else', async () => {
    const place = await openPlace({ policy: null });
    place.proxy.plant('a-token');
    expect((await ask(place, 'http://temoin.escale.internal:8080/')).status).toBe(403);
    expect((await ask(place, 'http://accueil.escale.internal/')).status).toBe(403);
  });
});
