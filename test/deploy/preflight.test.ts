import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preflight } from '../../deploy/setup/preflight.mjs';
import { freePorts, holdPort } from './free-ports.ts';

let folder = '';
let ports = { desk: 0, central: 0, town: 0, watch: 0 };

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'escale-preflight-'));
  const [desk = 0, central = 0, town = 0, watch = 0] = await freePorts(4);
  ports = { desk, central, town, watch };
});
afterEach(() => rm(folder, { recursive: true }));

const wishes = (): Parameters<typeof preflight>[0] => ({
  ...{ watch: false, fullscreen: false, requireWalls: false, profile: null, ports },
  data: path.join(folder, 'a/b'),
});

describe('before anything is installed', () => {
  it('makes the data folder, which others may pass through but not read, and leaves nothing in it', async () => {
    expect(await preflight(wishes())).toEqual({ ok: true, value: null });
    expect((await stat(wishes().data)).mode & 0o777).toBe(0o711);
    expect(await readdir(wishes().data)).toEqual([]);
  });

  it('a port in use is named, with the variable that moves it', async () => {
    const { port, server } = await holdPort();
    const refused = await preflight({ ...wishes(), ports: { ...ports, central: port } });
    server.close();
    expect(refused).toMatchObject({ ok: false });
    expect(refused).toHaveProperty('sentence', expect.stringContaining(`port ${port} (central) is in use`));
    expect(refused).toHaveProperty('sentence', expect.stringContaining('ESCALE_CENTRAL_PORT='));
  });

  it.each(['/proc/escale/data', 'file'])(
    'a data folder that cannot be written (%s) is named with what to do',
    async (data) => {
      await writeFile(path.join(folder, 'file'), '');
      const refused = await preflight({ ...wishes(), data: path.resolve(folder, data, 'x') });
      expect(refused).toHaveProperty(
        'sentence',
        expect.stringMatching(/^the data folder \S+ cannot be written .*ESCALE_DATA=/),
      );
    },
  );

  it('a profile that is not there is named', async () => {
    const refused = await preflight({ ...wishes(), profile: '/nowhere/p.json' });
    expect(refused).toHaveProperty('sentence', expect.stringContaining('there is no file /nowhere/p.json'));
  });
});
