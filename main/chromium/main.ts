import { pino } from 'pino';
import { describe, type Result } from '../../contract/problem.ts';
import type { Host } from '../kiosk/host.ts';
import { startKiosk } from '../kiosk/kiosk.ts';
import { readKioskSettings } from '../kiosk/settings.ts';
import { testOnce } from '../kiosk/walls/test-once.ts';
import { createChromiumHost } from './host.ts';
import { tellTested } from './self-test.ts';

/**
 * `node main/chromium/main.ts SETTINGS.json`: a kiosk on the distribution's Chromium. With `--self-test` behind it: tries every wall of this
 * workstation, whose kiosk does not run, says what each one answered, and ends with 1 when one does not stand.
 */

function refuse(sentence: string): never {
  process.stderr.write(`escale: ${sentence}\n`);
  process.exit(1);
}

const selfTest = '--self-test';
const [path, wish, ...more] = process.argv.slice(2);
if (path === undefined || path.startsWith('-') || more.length > 0 || ![undefined, selfTest].includes(wish)) {
  refuse(`name the settings file, and nothing else but ${selfTest}: node main/chromium/main.ts SETTINGS.json`);
}

const read = await readKioskSettings(path);
if (!read.ok) refuse(describe(read.problem));
const { settings, profile } = read.value;

const log = pino({ base: { program: 'kiosk', workstation: settings.workstation } }, pino.destination(2));
const openHost = (): Promise<Result<Host>> => createChromiumHost({ settings, log });

if (wish === selfTest) {
  const tested = await testOnce({ settings, profile, log, openHost });
  if (!tested.ok) refuse(describe(tested.problem));
  const { text, stands } = tellTested(tested.value);
  process.stdout.write(text);
  process.exit(stands ? 0 : 1);
}

const made = await openHost();
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
