import { pino } from 'pino';
import { createChromiumHost } from '../../main/chromium/host.ts';
import { readKioskSettings } from '../../main/kiosk/settings.ts';
import { screenFiles } from './pages.ts';

/** A process that holds a Chromium host with both browsers open, to be killed: `chromium-alone.ts SETTINGS PROXY_SOCKET [PLANT_ADDRESS]`. Says `ready`. */
const [settingsPath = '', proxySocket = '', plantAddress] = process.argv.slice(2);
const read = await readKioskSettings(settingsPath);
if (!read.ok) throw new Error(`${read.problem.where}: ${read.problem.expected}`);
const made = await createChromiumHost({ settings: read.value.settings, log: pino({ level: 'silent' }) });
if (!made.ok) throw new Error(`${made.problem.where}: ${made.problem.expected}`);
const never = (): Promise<never> => Promise.reject(new Error('no one asks here'));
await made.value.openScreens({ files: screenFiles, page: '/kiosk/index.html', call: never, gone: () => undefined });
const visitor = await made.value.openVisitor({
  proxySocket,
  tabsChanged: () => undefined,
  documentsChanged: () => undefined,
  filesWanted: () => undefined,
  refused: () => undefined,
  gone: () => undefined,
});
process.stdout.write('ready\n');
if (plantAddress !== undefined) await visitor.plant(plantAddress, new Promise(() => undefined));
