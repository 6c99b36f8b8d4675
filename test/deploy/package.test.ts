import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { electronBinary } from '../hosts/machine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/**
 * The packed kiosk, made by the real builder. Where Electron's binary is out of reach, one stands in for it that does nothing but hold the wire of
 * switches that the builder turns; what cannot be seen then is whether Electron heeds them.
 */
describe('the packed kiosk', () => {
  let folder: string;
  let archive: string;
  let files: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'escale-package-'));
    const distribution = existsSync(electronBinary()) ? dirname(electronBinary()) : standIn(join(folder, 'electron'));
    const words = ['--config', 'deploy/package/electron-builder.ts', '--dir', '--publish', 'never'];
    const changes = [`-c.electronDist=${distribution}`, `-c.directories.output=${join(folder, 'out')}`];
    await run(join(root, 'node_modules/.bin/electron-builder'), [...words, ...changes], { cwd: root });
    archive = join(folder, 'out/linux-unpacked/resources/app.asar');
    files = listPackage(archive, { isPack: false });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('cannot be made a Node, asked for a debugger, or given other code', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'out/linux-unpacked/escale-kiosk'));
    const [off, on] = [FuseState.DISABLE, FuseState.ENABLE];
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: off,
      [FuseV1Options.EnableCookieEncryption]: off,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
      [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
      [FuseV1Options.OnlyLoadAppFromAsar]: on,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
    });
  });

  it('holds its programs, its screens and its profiles, and no source and no test', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/out/electron/main.js',
        '/out/electron/preload.cjs',
        '/out/renderer/kiosk/index.html',
        '/kiosk-profiles/adult.json',
      ]),
    );
    const own = files.filter((file) => !file.startsWith('/node_modules'));
    expect(own.filter((file) => /\.(ts|svelte|map)$|^\/(test|deploy|main|central|data)\b/.test(file))).toEqual([]);
  });

  it('finds every package that its programs ask for', () => {
    const programs = files.filter((file) => /^\/out\/electron\/.+\.c?js$/.test(file));
    const asked = programs.flatMap((file) => {
      const text = extractFile(archive, file.slice(1)).toString();
      const imports = text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\()["']([^"'.][^"']*)["']/g);
      return [...imports].map(([, name = '']) => name);
    });
    const packages = new Set(
      asked
        .filter((name) => !isBuiltin(name) && !/^electron(\/|$)/.test(name))
        .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
    );
    expect(packages).toContain('better-sqlite3');
    expect([...packages].filter((name) => !files.includes(`/node_modules/${name}/package.json`))).toEqual([]);
  });

  it('keeps native code beside the archive, for this kind of machine alone', () => {
    const native = readdirSync(`${archive}.unpacked`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.node'),
    );
    expect(native).toContain('node_modules/better-sqlite3/prebuilds/linux-x64.node');
    expect(native.filter((file) => /darwin|win32|musl/.test(file))).toEqual([]);
  });
});

/** https://github.com/electron/fuses: the wire follows a sentinel, its version and its length. */
function standIn(distribution: string): string {
  for (const inside of ['resources', 'locales']) mkdirSync(join(distribution, inside), { recursive: true });
  const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
  const wire = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 1\n${sentinel}`),
    Buffer.of(1, 9),
    Buffer.from('101011001'),
  ]);
  writeFileSync(join(distribution, 'electron'), wire, { mode: 0o755 });
  for (const file of ['chrome-sandbox', 'version', 'locales/fr.pak', 'locales/en-US.pak'])
    writeFileSync(join(distribution, file), '');
  return distribution;
}
