import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SignInTries } from '../../central/accounts/tries.ts';
import type { Central } from '../../central/central.ts';
import { onEveryStore } from './stores.ts';
import { account, readFigures, signedIn, signIn, Town } from './town.ts';

await onEveryStore('accounts', (store) => {
  let town: Town;
  let central: Central;

  beforeEach(async () => {
    town = new Town().on(store);
    central = await town.open();
    await central.accounts.keep(account.name, account.password);
  });
  afterEach(() => town.close());

  it('open the figures, and nobody reads them without', async () => {
    const refused = await readFigures(central, {});
    expect(refused.statusCode).toBe(401);
    expect(refused.json()).toMatchObject({ problem: { code: 'sign-in-first' } });
    expect((await readFigures(central, await signedIn(central))).statusCode).toBe(200);
  });

  it('give a cookie that scripts cannot read and other sites cannot send', async () => {
    const [cookie] = (await signIn(central)).cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 12 * 60 * 60 });
    expect(cookie).not.toHaveProperty('secure');
    expect(Buffer.from(cookie?.value ?? '', 'base64url')).toHaveLength(32);
  });

  it('give a cookie that travels by TLS only where the page came by TLS', async () => {
    const response = await central.server.inject({
      method: 'POST',
      url: '/v1/session',
      headers: { origin: 'https://chiffres.example', host: 'chiffres.example' },
      payload: account,
    });
    expect(response.cookies).toMatchObject([{ secure: true }]);
  });

  it.each([
    ['a wrong password', { ...account, password: 'une autre phrase' }],
    ['an unknown name', { ...account, name: 'personne' }],
  ])('do not open with %s, and the answer does not tell which was wrong', async (_what, credentials) => {
    const response = await signIn(central, credentials);
    expect(response.statusCode).toBe(401);
    expect(response.cookies).toEqual([]);
    expect(response.json()).toMatchObject({ problem: { code: 'not-accepted', where: 'name, password' } });
  });

  it('open with a password however its accents were typed', async () => {
    await central.accounts.keep('été', 'médiathèque'.normalize('NFC'));
    const response = await signIn(central, { name: 'été', password: 'médiathèque'.normalize('NFD') });
    expect(response.statusCode).toBe(200);
  });

  it('end their session at sign-out', async () => {
    const cookies = await signedIn(central);
    await central.server.inject({ method: 'DELETE', url: '/v1/session', cookies });
    expect((await readFigures(central, cookies)).statusCode).toBe(401);
  });

  it('end their session after twelve hours', async () => {
    const cookies = await signedIn(central);
    town.time = new Date(town.time.getTime() + 12 * 60 * 60 * 1000);
    expect((await readFigures(central, cookies)).statusCode).toBe(401);
  });

  it('end their sessions when the password is replaced', async () => {
    const cookies = await signedIn(central);
    await central.accounts.keep(account.name, 'une phrase toute neuve');
    expect((await readFigures(central, cookies)).statusCode).toBe(401);
    expect((await signIn(central)).statusCode).toBe(401);
  });

  it('make the sixth wrong try wait, even with the right password, and say how long', async () => {
    const wrong = { ...account, password: 'devinée' };
    // All at once: each is counted before it is judged.
    const tries = await Promise.all(Array.from({ length: 6 }, () => signIn(central, wrong)));
    expect(tries.map(({ statusCode }) => statusCode).sort()).toEqual([401, 401, 401, 401, 401, 429]);
    const delayed = await signIn(central);
    expect(delayed.headers['retry-after']).toBe('1');
    expect(delayed.json()).toMatchObject({ problem: { code: 'code-delayed', retryInSeconds: 1 } });
    town.time = new Date(town.time.getTime() + 1000);
    expect((await signIn(central)).statusCode).toBe(200);
  });

  it('do not make others wait for the wrong tries of one name', async () => {
    await central.accounts.keep('agglomération', account.password);
    for (let tried = 0; tried < 6; tried++) await signIn(central, { ...account, password: 'devinée' });
    expect((await signIn(central, { ...account, name: 'agglomération' })).statusCode).toBe(200);
  });

  it.each(['POST', 'DELETE'] as const)('are out of reach for the %s of another site', async (method) => {
    const cookies = await signedIn(central);
    const response = await central.server.inject({
      method,
      url: '/v1/session',
      cookies,
      headers: { origin: 'http://pirate.example' },
      payload: account,
    });
    expect(response.statusCode).toBe(403);
    expect((await readFigures(central, cookies)).statusCode).toBe(200);
  });
});

describe('wrong tries', () => {
  it('double the wait up to a quarter of an hour, and are forgotten after an hour', () => {
    const tries = new SignInTries();
    let at = 0;
    const waits: number[] = [];
    for (let count = 0; count < 18; count++) {
      const wait = tries.begin('someone', at);
      waits.push(wait);
      at += wait * 1000;
      if (wait > 0) tries.begin('someone', at);
    }
    expect(waits).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(tries.begin('someone', at + 60 * 60 * 1000 + 1)).toBe(0);
    expect(tries.begin('someone', at + 60 * 60 * 1000 + 1)).toBe(0);
  });
});
