import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * The checks themselves on trial: each gets a copy of this tree with one fault planted in it, and must find that fault. A check that
 * finds nothing because it looks at nothing would otherwise be the quietest of all.
 */

const project = fileURLToPath(new URL('../..', import.meta.url));
const tools = path.join(project, 'node_modules/.bin');
const rooms = ['contract', 'main', 'renderer', 'central', 'deploy', 'test', 'electron.config.ts'];
const run = promisify(execFile);

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'escale-layers-'));
  const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: project });
  for (const file of listed.stdout.trim().split('\n')) {
    await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
    await cp(path.join(project, file), path.join(copy, file));
  }
  await symlink(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

/** What a tool prints when it runs in the copy with these files planted, and whether it was content. */
async function withPlanted(
  planted: Readonly<Record<string, string>>,
  tool: string,
  words: readonly string[],
): Promise<{ content: boolean; printed: string }> {
  for (const [file, text] of Object.entries(planted)) await writeFile(path.join(copy, file), text);
  try {
    const { stdout } = await run(path.join(tools, tool), words, { cwd: copy, maxBuffer: 64 * 1024 * 1024 });
    return { content: true, printed: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { content: false, printed: stdout + stderr };
  } finally {
    for (const file of Object.keys(planted)) await rm(path.join(copy, file));
  }
}

const cruise = (planted: Readonly<Record<string, string>>): ReturnType<typeof withPlanted> =>
  withPlanted(planted, 'depcruise', ['--config', 'test/layers/rules.mjs', '--output-type', 'err', ...rooms]);

describe('the rooms', () => {
  test('stand as they are without a complaint', async () => {
    const { content, printed } = await cruise({});
    expect(content, printed).toBe(true);
  });

  const forbidden: readonly [from: string, imports: string, rule: string][] = [
    ['main/kiosk', '../desk/planted.ts', 'room main/kiosk'],
    ['main/desk', '../kiosk/planted.ts', 'room main/desk'],
    ['main/chromium', '../electron/planted.ts', 'room main/chromium'],
    ['renderer', '../main/desk/planted.ts', 'room renderer'],
    ['central', '../main/desk/planted.ts', 'room central'],
    ['deploy', '../main/desk/planted.ts', 'room deploy'],
    ['contract', '../central/planted.ts', 'contract-room'],
  ];

  test.each(forbidden)('%s may not import %s', async (from, imports, rule) => {
    const target = path.join(from, imports);
    const found = await cruise({
      [path.join(from, 'forbidden.ts')]: `export { planted } from '${imports}';\n`,
      [target]: 'export const planted = 1;\n',
    });
    expect(found.content).toBe(false);
    expect(found.printed).toContain(rule);
    expect(found.printed).toContain(target);
  });

  test('the kiosk may not import Electron, not even through a neighbour', async () => {
    const found = await cruise({
      'main/kiosk/forbidden.ts': "export { app } from 'electron';\n",
      'main/kiosk/neighbour.ts': "export { app } from './forbidden.ts';\n",
    });
    expect(found.printed).toContain('electron-stays-home: main/kiosk/neighbour.ts');
  });

  test('screens may not import Node', async () => {
    const found = await cruise({ 'renderer/parts/forbidden.ts': "export { readFile } from 'node:fs/promises';\n" });
    expect(found.printed).toContain('screens-have-no-node');
  });

  test('two files may not import each other', async () => {
    const found = await cruise({
      'central/one.ts': "import { two } from './two.ts';\nexport const one = (): number => two();\n",
      'central/two.ts': "import { one } from './one.ts';\nexport const two = (): number => one();\n",
    });
    expect(found.content).toBe(false);
    expect(found.printed).toContain('no-cycles');
  });

  test('every source file on disk is seen: none hides from the rules', async () => {
    const listed = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...rooms], {
      cwd: project,
    });
    const onDisk = listed.stdout
      .trim()
      .split('\n')
      .filter((file) => /\.(ts|mjs|svelte)$/.test(file));
    const { printed } = await withPlanted({}, 'depcruise', [
      '--config',
      'test/layers/rules.mjs',
      '--output-type',
      'json',
      ...rooms,
    ]);
    const { modules } = JSON.parse(printed) as { modules: { source: string }[] };
    const seen = new Set(modules.map((module) => module.source));
    expect(onDisk.filter((file) => !seen.has(file))).toEqual([]);
    expect(onDisk.length).toBeGreaterThan(50);
  });
});

describe('the compilers', () => {
  test('the kiosk knows no DOM', async () => {
    const found = await withPlanted({ 'main/kiosk/forbidden.ts': 'export const title = document.title;\n' }, 'tsc', [
      '-b',
      'main/kiosk',
    ]);
    expect(found.content).toBe(false);
    expect(found.printed).toContain('main/kiosk/forbidden.ts');
  });

  test('the contract knows no Node', async () => {
    const found = await withPlanted({ 'contract/forbidden.ts': 'export const folder = process.cwd();\n' }, 'tsc', [
      '-b',
      'contract',
    ]);
    expect(found.content).toBe(false);
    expect(found.printed).toContain('contract/forbidden.ts');
  });
});

describe('dead code', () => {
  test('a file that nothing imports is found', async () => {
    const found = await withPlanted({ 'contract/forgotten.ts': 'export const forgotten = 1;\n' }, 'knip', []);
    expect(found.content).toBe(false);
    expect(found.printed).toContain('contract/forgotten.ts');
  });
});
