import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Thirty of the known ways out, on a real kiosk. `vitest run --config test/escapes/vitest.config.ts` */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/escapes/*.test.ts'], fileParallelism: false, hookTimeout: 300_000 },
});
