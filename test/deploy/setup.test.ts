import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint } from '../../deploy/setup/build.mjs';
import { missingPackages } from '../../deploy/setup/debian.mjs';
import { displayAnswers } from '../../deploy/setup/display.mjs';
import { isRoot, run } from '../../deploy/setup/ground.mjs';
import { packagesAreThere } from '../../deploy/setup/packages.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'escale-setup-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('npm packages', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };
  const lock = async (file: string, packages: object): Promise<void> => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), JSON.stringify({ packages }));
  };
  const noted = 'node_modules/.package-lock.json';

  beforeEach(async () => {
    await lock('package-lock.json', wanted);
    await mkdir(path.join(root, 'node_modules/.bin'), { recursive: true });
    await writeFile(path.join(root, 'node_modules/.bin/node'), '');
  });

  it('are not there in a fresh clone, nor after an installation that was cut short', async () => {
    expect(await packagesAreThere(root)).toBe(false);
  });

  it('are there when npm noted down what the lock file asks for; optional ones for other machines may lack', async () => {
    await lock(noted, { 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    expect(await packagesAreThere(root)).toBe(true);
  });

  it('are not there when one has moved', async () => {
    await lock(noted, { 'node_modules/a': { version: '1.0.1', integrity: 'y' } });
    expect(await packagesAreThere(root)).toBe(false);
  });

  it('are there in this very checkout', async () => {
    expect(await packagesAreThere(project)).toBe(true);
  });
});

describe('the build', () => {
  beforeEach(async () => {
    for (const file of ['electron.config.ts', 'package.json', 'package-lock.json'])
      await writeFile(path.join(root, file), file);
    for (const folder of ['contract', 'main/desk', 'renderer'])
      await mkdir(path.join(root, folder), { recursive: true });
    await writeFile(path.join(root, 'main/desk/main.ts'), 'desk');
  });

  it('is not done again for a copy with other times', async () => {
    const copy = path.join(root, 'copy');
    const before = await fingerprint(root);
    for (const name of ['contract', 'main', 'renderer', 'electron.config.ts', 'package.json', 'package-lock.json'])
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
    expect(await fingerprint(copy)).toBe(before);
  });

  it.each(['main/desk/main.ts', 'renderer/new.svelte', 'package-lock.json'])(
    'is done again when %s changed',
    async (file) => {
      const before = await fingerprint(root);
      await writeFile(path.join(root, file), 'other');
      expect(await fingerprint(root)).not.toBe(before);
    },
  );
});

describe('Debian packages', () => {
  const absent = { name: 'escale-absent', shownBy: 'escale-no-such-command' };

  it('are looked for by the command or the file that they bring', async () => {
    const env = { PATH: '/usr/bin:/bin' };
    const wanted = [{ name: 'coreutils', shownBy: 'true' }, { name: 'base-files', shownBy: '/etc/os-release' }, absent];
    expect(await missingPackages(env, wanted)).toEqual(['escale-absent']);
  });

  it('an ordinary user is told the one command to type', async () => {
    const program = `
      import { installDebianPackages } from '${project}deploy/setup/debian.mjs';
      const ground = { root: '/', env: process.env, signal: new AbortController().signal, say() {} };
      console.log((await installDebianPackages(ground, [${JSON.stringify(absent)}])).sentence);`;
    const { output } = await run(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: '/',
      account: isRoot() ? { uid: 65_534, gid: 65_534 } : null,
    });
    expect(output).toContain('sudo apt-get update && sudo apt-get install --no-install-recommends escale-absent');
  });
});

describe('a display', () => {
  it.each(['', 'nonsense', ':4242', 'localhost:4242.0'])(
    'that does not answer (%j) is not taken for one',
    async (display) => {
      expect(await displayAnswers(display)).toBe(false);
    },
  );
});
