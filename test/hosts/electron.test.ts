import { beforeAll, describe } from 'vitest';
import { buildElectronEntry, makeElectronHost } from './electron-host.ts';
import { whySkipped } from './machine.ts';
import { describeHost } from './suite.ts';

describe.skipIf(whySkipped('electron') !== null)('on this machine', () => {
  beforeAll(buildElectronEntry);
  describeHost('electron', makeElectronHost);
});
