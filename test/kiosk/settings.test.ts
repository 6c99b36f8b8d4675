import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScreenFiles } from '../../main/kiosk/screen-files.ts';
import { readKioskSettings } from '../../main/kiosk/settings.ts';
import { key, profileInTest } from './workstation-in-test.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-settings-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the settings of a kiosk', () => {
  const settings = (): Record<string, unknown> => ({
    workstation: '7d444840-9dc0-4e0d-8c4b-6a1d1f1f1f1f',
    key,
    desk: 'ws://127.0.0.1:4300/link',
    data: join(folder, 'data'),
    runtime: join(folder, 'run'),
    screens: join(folder, 'screens'),
    profile: join(folder, 'profile.json'),
    demonstration: true,
  });
  const read = async (changes: Record<string, unknown> = {}): ReturnType<typeof readKioskSettings> => {
    const path = join(folder, 'kiosk.json');
    await writeFile(path, JSON.stringify({ ...settings(), ...changes }));
    return readKioskSettings(path);
  };

  it('come with the profile that they name', async () => {
    await writeFile(join(folder, 'profile.json'), JSON.stringify(profileInTest()));
    expect(await read()).toMatchObject({
      ok: true,
      value: { settings: { browserUser: null }, profile: { id: 'adult' } },
    });
  });

  it.each([
    [{ desk: 'http://127.0.0.1/link' }, 'kiosk.json: desk'],
    [{ key: 'short' }, 'kiosk.json: key'],
    [{ data: 'data' }, 'kiosk.json: data'],
    [{ workstation: 'poste-3' }, 'kiosk.json: workstation'],
    [{ upstream: { host: 'http://proxy.ville.fr', port: 3128 } }, 'kiosk.json: upstream.host'],
    [
      { upstream: { host: 'proxy.ville.fr', port: 3128, exceptions: ['*.ville.fr'] } },
      'kiosk.json: upstream.exceptions[0]',
    ],
    [
      { upstream: { host: '10.0.0.1', port: 3128, exceptions: ['195.83.12.0/24'], names: 'upstream' } },
      'kiosk.json: upstream',
    ],
  ])('with %j are refused by file and field', async (fault, where) => {
    const result = await read(fault);
    expect(result).toMatchObject({ ok: false, problem: { code: 'malformed' } });
    if (!result.ok) expect(result.problem.where).toBe(join(folder, where));
  });

  it('whose profile is not there, or not JSON, say which file', async () => {
    const profile = join(folder, 'profile.json');
    expect(await read()).toMatchObject({ ok: false, problem: { code: 'not-found', where: profile } });
    await writeFile(profile, '{"id": "adult",}');
    expect(await read()).toMatchObject({ ok: false, problem: { code: 'malformed', where: profile } });
    await writeFile(profile, JSON.stringify({ ...profileInTest(), maxTabs: 0 }));
    expect(await read()).toMatchObject({ ok: false, problem: { where: `${profile}: maxTabs` } });
  });

  it('that are not there say so', async () => {
    const path = join(folder, 'nowhere.json');
    expect(await readKioskSettings(path)).toMatchObject({ ok: false, problem: { code: 'not-found', where: path } });
  });
});

describe('the screens’ files', () => {
  it('are the page’s own and the shared ones, each with its type, and nothing else', async () => {
    for (const [path, text] of [
      ['kiosk/index.html', '<!doctype html>'],
      ['assets/kiosk-1.js', 'start()'],
      ['assets/kiosk-1.js.map', '{}'],
      ['assets/letters.woff2', 'x'],
      ['desk/index.html', '<!doctype html>'],
    ] as const) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const files = await readScreenFiles(folder, 'kiosk');
    if (!files.ok) throw new Error(files.problem.expected);
    expect([...files.value].map(([path, { type }]) => [path, type])).toEqual([
      ['/kiosk/index.html', 'text/html; charset=utf-8'],
      ['/assets/kiosk-1.js', 'text/javascript; charset=utf-8'],
      ['/assets/letters.woff2', 'font/woff2'],
    ]);
  });

  it('that were not built are missed by name', async () => {
    expect(await readScreenFiles(folder, 'kiosk')).toMatchObject({ ok: false, problem: { code: 'not-found' } });
  });
});
