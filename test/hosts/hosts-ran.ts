import { basename } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import { whySkipped } from './machine.ts';

/** Says at the end which hosts the suite ran on, and why it left one out: a green run that tried nothing must not look like one that did. */
export class HostsRan implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const module of modules) {
      const host = basename(module.moduleId, '.test.ts');
      const results = [...module.children.allTests()].map((test) => test.result().state);
      const tried = results.filter((state) => state === 'passed' || state === 'failed').length;
      const outcome = tried > 0 ? `ran (${tried} promises)` : `skipped: ${whySkipped(host) ?? 'nothing was collected'}`;
      process.stdout.write(`host ${host}: ${outcome}\n`);
    }
  }
}
