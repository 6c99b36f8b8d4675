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
