import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kioskSettingsSchema } from '../../contract/settings.ts';
import { startOwnProxy } from '../../main/kiosk/own-proxy.ts';
import { key, profileInTest } from './workstation-in-test.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'escale-own-proxy-'));
  await mkdir(join(folder, 'home'));
  await writeFile(join(folder, 'home/index.html'), '');
});

afterEach(() => rm(folder, { recursive: true }));

describe('the login for the proxy of the town hall', () => {
  const start = async (login: string): ReturnType<typeof startOwnProxy> => {
    const settings = kioskSettingsSchema.parse({
      ...{ workstation: randomUUID(), key, desk: 'ws://127.0.0.1:4300/link', demonstration: true },
      ...{ data: folder, runtime: join(folder, 'run'), screens: folder, profile: join(folder, 'profile.json') },
      upstream: { host: 'proxy.ville.fr', port: 3128, login },
    });
    const started = await startOwnProxy({ settings, place: { now: profileInTest() }, log: pino({ level: 'silent' }) });
    if (started.ok) await started.value.proxy.close();
    return started;
  };

  it('is read from its file', async () => {
    const file = join(folder, 'login');
    await writeFile(file, 'escale:mot:de passe\n');
    expect((await start(file)).ok).toBe(true);
  });

  it('that is not there, or no login, keeps the kiosk from starting, and says which file', async () => {
    const file = join(folder, 'login');
    expect(await start(file)).toMatchObject({ ok: false, problem: { code: 'not-found', where: file } });
    for (const text of ['', 'escale', ':mot', 'escale:mot\nautre:mot']) {
      await writeFile(file, text);
      expect(await start(file)).toMatchObject({ ok: false, problem: { code: 'malformed', where: file } });
    }
  });
});
