import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { HostsRan } from './hosts-ran.ts';

/** The conformance suite: real windows, one host after the other. `vitest run --config test/hosts/vitest.config.ts` */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/hosts/*.test.ts'],
    fileParallelism: false,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    reporters: ['default', new HostsRan()],
  },
});
