import { defineConfig } from '@playwright/test';
import { fileURLToPath } from 'node:url';

const out = (folder: string): string => fileURLToPath(new URL(`../../out/journeys/${folder}`, import.meta.url));

/** One demonstration at a time: the journeys share this machine's ports, display and patience. */
export default defineConfig({
  testDir: fileURLToPath(new URL('.', import.meta.url)),
  testMatch: '*.spec.ts',
  workers: 1,
  fullyParallel: false,
  timeout: 8 * 60_000,
  expect: { timeout: 20_000 },
  outputDir: out('failures'),
  reporter: [['list']],
  forbidOnly: true,
});
