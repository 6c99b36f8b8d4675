import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { HostsRan } from './hosts-ran.ts';

/** The conformance suite: real windows, each file on a display of its own. Two beside each other, since they wait more than they work. `vitest run --config test/hosts/vitest.config.ts` */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/hosts/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 40_000,
    hookTimeout: 60_000,
    reporters: ['default', new HostsRan()],
  },
});
