import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

/** Lines that Electron's own security checklist warns of, as somebody might write them into this host. */
const planted: readonly string[] = [
  'export const preferences = { nodeIntegration: true };',
  'export const preferences = { nodeIntegrationInSubFrames: true };',
  "export const preferences = { 'webviewTag': true };",
  'export const preferences = { contextIsolation: false };',
  'export const preferences = { sandbox: false };',
  'export const preferences = { webSecurity: false };',
  'export const preferences = { devTools: true };',
  "import { ipcMain } from 'electron'; export const taken = ipcMain;",
  "import { shell } from 'electron'; export const taken = shell;",
  "import { BrowserWindow } from 'electron'; export const taken = BrowserWindow;",
  "import { dialog } from 'electron'; export const taken = dialog;",
  "import remote from '@electron/remote'; export default remote;",
  "export const open = (outside: { openExternal(address: string): void }): void => outside.openExternal('mailto:');",
  "export const run = (page: { executeJavaScript(text: string): void }): void => page.executeJavaScript('1');",
  "export const add = (line: { appendSwitch(name: string): void }): void => line.appendSwitch('no-sandbox');",
  "export const keep = (from: { fromPartition(name: string): void }): void => from.fromPartition('persist:visitor');",
];

describe('the static check', () => {
  let eslint: ESLint;

  beforeAll(() => {
    eslint = new ESLint({
      ruleFilter: ({ ruleId }) => ruleId === 'no-restricted-syntax',
      overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    });
  });

  const messages = async (code: string): Promise<readonly (string | null)[]> => {
    const [result] = await eslint.lintText(code, { filePath: 'main/electron/planted.ts' });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };

  it.each(planted)('catches %s', async (code) => {
    expect(await messages(code)).toContain('no-restricted-syntax');
  });

  it('finds none in the host itself', async () => {
    const results = await eslint.lintFiles('main/electron/**/*.ts');
    expect(results.length).toBeGreaterThan(20);
    expect(results.flatMap(({ messages: found }) => found.map(({ message }) => message))).toEqual([]);
  });

  it('minds nothing that is right', async () => {
    expect(await messages('export const preferences = { sandbox: true, nodeIntegration: false };')).toEqual([]);
  });
});
