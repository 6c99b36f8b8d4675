import { pino } from 'pino';
import { describe } from '../../contract/problem.ts';
import { startKiosk } from '../kiosk/kiosk.ts';
import { readKioskSettings } from '../kiosk/settings.ts';
import { createChromiumHost } from './host.ts';

/** `node main/chromium/main.ts SETTINGS.json`: a kiosk on the distribution's Chromium. */

function refuse(sentence: string): never {
  process.stderr.write(`escale: ${sentence}\n`);
  process.exit(1);
}

const [path] = process.argv.slice(2);
if (path === undefined) refuse('name the settings file: node main/chromium/main.ts SETTINGS.json');

const read = await readKioskSettings(path);
if (!read.ok) refuse(describe(read.problem));
const { settings, profile } = read.value;

const log = pino({ base: { program: 'kiosk', workstation: settings.workstation } }, pino.destination(2));
const made = await createChromiumHost({ settings, log });
if (!made.ok) refuse(describe(made.problem));
const host = made.value;

try {
  const kiosk = await startKiosk({ settings, profile, host, log });
  const stop = async (): Promise<void> => {
    await kiosk.stop();
    await host.close();
  };
  const exit = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the kiosk did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', exit).once('SIGINT', exit);
  process.stdout.write('ready\n');
} catch (error) {
  log.error({ err: error }, 'the kiosk did not start');
  await host.close();
  refuse(`the kiosk did not start (${error instanceof Error ? error.message : String(error)})`);
}
