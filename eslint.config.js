import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';

/**
 * Budgets of the house.
 * @type {import('eslint').Linter.RulesRecord}
 */
const budgets = {
  'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', { max: 3 }],
  complexity: ['error', { max: 10 }],
};

const named = (/** @type {string} */ names) =>
  `:matches(Property[key.name=/^(${names})$/], Property[key.value=/^(${names})$/])`;

/** @type {readonly { readonly selector: string, readonly message: string }[]} */
const electronMistakes = [
  {
    selector: `${named('nodeIntegration|nodeIntegrationInSubFrames|nodeIntegrationInWorker|webviewTag|allowRunningInsecureContent|experimentalFeatures|navigateOnDragDrop|devTools|plugins|enableBlinkFeatures')}:not([value.value=false])`,
    message: 'Pages get none of this: write false.',
  },
  {
    selector: `${named('contextIsolation|sandbox|webSecurity')}[value.value=false]`,
    message: 'What keeps a page in its place is never switched off.',
  },
  {
    selector:
      'ImportSpecifier[imported.name=/^(ipcMain|shell|remote|BrowserWindow|BrowserView|crashReporter|dialog)$/]',
    message: 'The table of calls, not ipcMain; no program of the machine; BaseWindow; no dialog and no dump of memory.',
  },
  { selector: "ImportDeclaration[source.value='@electron/remote']", message: 'Pages never reach the main process.' },
  {
    selector:
      'CallExpression[callee.property.name=/^(openExternal|openPath|openDevTools|executeJavaScript|insertText|loadFile)$/]',
    message: 'Nothing outside the kiosk is opened, and nothing is put into a page.',
  },
  {
    selector:
      'CallExpression[callee.property.name="appendSwitch"][arguments.0.value=/^(no-sandbox|disable-web-security|remote-debugging|ignore-certificate-errors|host-rules|host-resolver-rules)/]',
    message: 'This switch opens the browser.',
  },
  {
    selector:
      'CallExpression[callee.property.name=/^(defaultSession|fromPath)$/], MemberExpression[property.name="defaultSession"]',
    message: 'A session by name, in memory.',
  },
  {
    selector: 'CallExpression[callee.property.name="fromPartition"][arguments.0.value=/^persist:/]',
    message: 'What pages store stays in memory.',
  },
];

export default defineConfig(
  { ignores: ['out/', 'data/', 'node_modules/', 'test/layers/planted/'] },
  typescript.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: typescript.parser },
    },
    rules: {
      ...budgets,
      eqeqeq: 'error',
      'no-empty': 'error',
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Raw ipcMain would bypass the one table of calls and its checks of sender and input.
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', importNames: ['ipcMain'], message: 'Use the table in contract/screens.ts.' }] },
      ],
    },
  },
  {
    // Electron's known mistakes, after its own security checklist: https://www.electronjs.org/docs/latest/tutorial/security
    files: ['main/electron/**'],
    rules: { 'no-restricted-syntax': ['error', ...electronMistakes] },
  },
  { files: ['**/*.svelte'], rules: { 'max-lines': ['error', { max: 120, skipBlankLines: true }] } },
  {
    // A describe block is a chapter, not a function.
    files: ['test/**'],
    rules: {
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  // Plain JavaScript carries its types in comments; the compiler checks them there.
  { files: ['**/*.mjs'], rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' } },
  {
    files: ['deploy/setup/**', 'test/check.mjs', 'test/all.mjs', 'test/bench/**', 'test/simulations/**'],
    rules: { 'no-console': 'off' },
  },
);
