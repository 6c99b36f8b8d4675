import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/**
 * The checks themselves on trial: each gets a copy of this tree with faults planted in it, and must find each of them. A check that
 * finds nothing because it looks at nothing would otherwise be the quietest of all.
 */

const project = fileURLToPath(new URL('../..', import.meta.url));
const tools = path.join(project, 'node_modules/.bin');
const rooms = ['contract', 'main', 'renderer', 'central', 'deploy', 'test', 'electron.config.ts'];
const run = promisify(execFile);

let copy: string;

/** Leaves files in the copy; each fault has a file of its own, so that one run of a tool can be asked about all of them. */
async function plant(planted: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(planted)) await writeFile(path.join(copy, file), text);
}

/** What a tool prints when it runs in the copy, whether it was content or not. */
async function print(tool: string, words: readonly string[]): Promise<string> {
  try {
    return (await run(path.join(tools, tool), words, { cwd: copy, maxBuffer: 64 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return stdout + stderr;
  }
}

const sources = async (): Promise<readonly string[]> => {
  const words = ['ls-files', '--cached', '--others', '--exclude-standard'];
  return (await run('git', words, { cwd: project })).stdout.trim().split('\n');
};

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'escale-layers-'));
  for (const file of await sources()) {
    await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
    await cp(path.join(project, file), path.join(copy, file));
  }
  await symlink(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

describe('the rooms', () => {
  const forbidden: readonly [from: string, imports: string, rule: string][] = [
    ['main/kiosk', '../desk/planted.ts', 'room main/kiosk'],
    ['main/desk', '../kiosk/planted.ts', 'room main/desk'],
    ['main/chromium', '../electron/planted.ts', 'room main/chromium'],
    ['renderer', '../main/desk/planted.ts', 'room renderer'],
    ['central', '../main/desk/planted.ts', 'room central'],
    ['deploy', '../main/desk/planted.ts', 'room deploy'],
    ['contract', '../central/planted.ts', 'contract-room'],
  ];

  interface Cruise {
    readonly modules: readonly { readonly source: string }[];
    readonly summary: {
      readonly violations: readonly {
        readonly rule: { readonly name: string };
        readonly from: string;
        readonly to: string;
      }[];
    };
  }
  let faults: readonly (readonly [rule: string, from: string, to: string])[];
  let seen: ReadonlySet<string>;

  beforeAll(async () => {
    for (const [from, imports] of forbidden) {
      await plant({
        [path.join(from, 'forbidden.ts')]: `export { planted } from '${imports}';\n`,
        [path.join(from, imports)]: 'export const planted = 1;\n',
      });
    }
    await plant({
      'main/kiosk/planted-electron.ts': "export { app } from 'electron';\n",
      'main/kiosk/planted-neighbour.ts': "export { app } from './planted-electron.ts';\n",
      'renderer/parts/planted-node.ts': "export { readFile } from 'node:fs/promises';\n",
      'central/planted-one.ts': "import { two } from './planted-two.ts';\nexport const one = (): number => two();\n",
      'central/planted-two.ts': "import { one } from './planted-one.ts';\nexport const two = (): number => one();\n",
    });
    const words = ['--config', 'test/layers/rules.mjs', '--output-type', 'json', ...rooms];
    const { modules, summary } = JSON.parse(await print('depcruise', words)) as Cruise;
    seen = new Set(modules.map(({ source }) => source));
    faults = summary.violations.map(({ rule, from, to }) => [rule.name, from, to]);
  }, 60_000);

  test.each(forbidden)('%s may not import %s', (from, imports, rule) => {
    expect(faults).toContainEqual([rule, path.join(from, 'forbidden.ts'), path.join(from, imports)]);
  });

  test('the kiosk may not import Electron, not even through a neighbour', () => {
    const found = faults.filter(([rule]) => rule === 'electron-stays-home').map(([, from]) => from);
    expect(found).toEqual(
      expect.arrayContaining(['main/kiosk/planted-electron.ts', 'main/kiosk/planted-neighbour.ts']),
    );
  });

  test('screens may not import Node', () => {
    expect(faults).toContainEqual(['screens-have-no-node', 'renderer/parts/planted-node.ts', 'fs/promises']);
  });

  test('two files may not import each other', () => {
    expect(faults).toContainEqual(['no-cycles', 'central/planted-one.ts', 'central/planted-two.ts']);
  });

  test('nothing else is complained of', () => {
    expect(faults.filter(([, from]) => !/\/(planted[^/]*|forbidden)\.ts$/.test(from))).toEqual([]);
  });

  test('every source file on disk is seen: none hides from the rules', async () => {
    const isSource = (file: string): boolean =>
      /\.(ts|mjs|svelte)$/.test(file) && rooms.some((room) => file === room || file.startsWith(`${room}/`));
    const onDisk = (await sources()).filter(isSource);
    expect(onDisk.filter((file) => !seen.has(file))).toEqual([]);
    expect(onDisk.length).toBeGreaterThan(50);
  });
});

test('the kiosk knows no DOM, the contract no Node', async () => {
  await plant({
    'main/kiosk/planted-dom.ts': 'export const title = document.title;\n',
    'contract/planted-node.ts': 'export const folder = process.cwd();\n',
  });
  const printed = await print('tsc', ['-b', 'main/kiosk']);
  expect(printed).toContain('main/kiosk/planted-dom.ts');
  expect(printed).toContain('contract/planted-node.ts');
}, 60_000);

test('a file that nothing imports is found', async () => {
  await plant({ 'contract/forgotten.ts': 'export const forgotten = 1;\n' });
  expect(await print('knip', [])).toContain('contract/forgotten.ts');
}, 60_000);
