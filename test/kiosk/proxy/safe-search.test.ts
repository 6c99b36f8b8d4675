import { describe, expect, test } from 'vitest';
import { safeName } from '../../../main/kiosk/proxy/safe-search.ts';
import { ask, at, openOrigin, openPlace, openWeb, tunnelTo } from './place.ts';

describe('the name that is connected to', () => {
  test.each([
    ['www.google.com', 'forcesafesearch.google.com'],
    ['www.google.fr', 'forcesafesearch.google.com'],
    ['google.co.uk', 'forcesafesearch.google.com'],
    ['www.google.com.br', 'forcesafesearch.google.com'],
    ['www.bing.com', 'strict.bing.com'],
    ['duckduckgo.com', 'safe.duckduckgo.com'],
    ['api.qwant.com', 'safeapi.qwant.com'],
    ['www.youtube.com', 'restrict.youtube.com'],
    ['youtubei.googleapis.com', 'restrict.youtube.com'],
  ])('for %s is %s', (host, safe) => {
    expect(safeName(host, 'strict')).toBe(safe);
    expect(safeName(host, 'off')).toBe(host);
  });

  test('for video is the milder one where the profile is moderate; search is as safe', () => {
    expect(safeName('m.youtube.com', 'moderate')).toBe('restrictmoderate.youtube.com');
    expect(safeName('www.google.com', 'moderate')).toBe('forcesafesearch.google.com');
  });

  test.each([
    'accounts.google.com',
    'mail.google.com',
    'maps.google.fr',
    'www.google.com.evil.example',
    'www.google.example',
    'notgoogle.com',
    'fonts.googleapis.com',
    'www.service-public.fr',
  ])('for %s is its own', (host) => {
    expect(safeName(host, 'strict')).toBe(host);
  });
});

describe('a search under a profile with safe search', () => {
  const usual = '93.184.216.34';
  const safe = '93.184.216.99';
  const names = { 'www.google.com': at(usual), 'forcesafesearch.google.com': at(safe), 'www.bing.com': at(usual) };
  const policy = { ...openWeb, safeSearch: 'strict' as const };

  test('goes to the safe address, as a tunnel and in plain, and is asked for under its own name', async () => {
    const origin = await openOrigin((request, response) => response.end(request.headers.host));
    const place = await openPlace({ names, origin, policy });
    expect((await tunnelTo(place, 'www.google.com:443')).status).toContain('200');
    expect((await tunnelTo(place, 'WWW.Google.com.:443')).status).toContain('200');
    expect((await ask(place, 'http://www.google.com/search?q=a')).body).toBe('www.google.com');
    expect(place.reached.map(({ addresses }) => addresses)).toEqual([[safe], [safe], [safe]]);
  });

  test('goes nowhere when the safe name is not known: never back to the usual one', async () => {
    const place = await openPlace({ names, policy });
    expect((await tunnelTo(place, 'www.bing.com:443')).status).toContain('502');
    expect(place.reached).toEqual([]);
  });

  test('is refused when the safe name stands for a private address', async () => {
    const place = await openPlace({ names: { ...names, 'strict.bing.com': at('192.168.0.1') }, policy });
    expect((await tunnelTo(place, 'www.bing.com:443')).status).toContain('403');
    expect(place.reached).toEqual([]);
  });

  test('goes where it always goes under a profile without', async () => {
    const origin = await openOrigin((_request, response) => response.end());
    const place = await openPlace({ names, origin });
    await tunnelTo(place, 'www.google.com:443');
    expect(place.reached.map(({ addresses }) => addresses)).toEqual([[usual]]);
  });
});
