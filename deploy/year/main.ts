import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { CentralSettings } from '../../contract/settings.ts';
import { addAccount } from '../demonstration/accounts.ts';
import { root } from '../demonstration/commands.ts';
import { writePrivate } from '../demonstration/records.ts';
import { begin, type Run } from '../demonstration/run.ts';
import { done, stopped, type Outcome } from '../setup/outcome.mjs';
import { fill } from './fill.ts';
import { type DemoPlace, networkOf } from './network.ts';
import { demoKey, publicPem } from './signed-sheets.ts';
import { communes, help, readWishes, type Wishes } from './wishes.ts';

/** `npm run demo:year`: a demonstration network in a central of its own, filled through the door that desks use. */

const central = [process.execPath, path.join(root, 'central/main.ts')];
const host = '127.0.0.1';
const readyWithinMs = 20_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function writeSettings({ data, port, seed }: Wishes, places: readonly DemoPlace[]): Promise<string> {
  const settings: CentralSettings = {
    ...{ host, port, data: path.join(data, 'central'), screens: path.join(root, 'out/renderer') },
    places: places.map(({ id, name, commune, communeCode }) => ({
      ...{ id, name, commune, communeCode, publicKey: publicPem(demoKey(seed, id)) },
    })),
  };
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { recursive: true, mode: 0o700 });
  const file = path.join(data, 'central.json');
  await writePrivate(file, JSON.stringify(settings));
  return file;
}

function startCentral(settings: string, { data }: Wishes): Run {
  return begin({
    ...{ name: 'central', words: [...central, settings], cwd: root, env: process.env, account: null },
    ...{ log: path.join(data, 'central.log'), readyLine: /^ready$/, readyWithinMs },
  });
}

async function show(wishes: Wishes): Promise<Outcome<null>> {
  const places = networkOf(wishes.seed, { communes, places: wishes.places });
  const settings = await writeSettings(wishes, places);
  const login = { name: 'agglomeration', password: randomBytes(9).toString('base64url') };
  const known = await addAccount([...central, settings], login);
  if (!known.ok) return known;
  const run = startCentral(settings, wishes);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const ready = await run.ready;
    if (!ready.ok) return ready;
    const address = `http://${host}:${wishes.port}`;
    const filled = await Promise.race([fill(address, { wishes, places }), interrupted]);
    if (filled === 'interrupted') return done(null);
    if (!filled.ok || wishes.once) return filled;
    say(
      `\n  reports   ${address}/  name ${login.name}, password ${login.password}\n  data      ${wishes.data}\n\nCtrl-C ends it.`,
    );
    const end = await Promise.race([run.ended, interrupted]);
    return end === 'interrupted' ? done(null) : stopped(`central ${end}; its words are in ${wishes.data}/central.log`);
  } finally {
    run.terminate();
    await run.ended;
  }
}

// Made-up figures never go into a database that somebody named for the true ones.
delete process.env['DATABASE_URL'];

const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const wishes = readWishes(process.argv.slice(2), { yesterday, here: process.env['INIT_CWD'] ?? process.cwd() });
const outcome = wishes.ok && wishes.value !== 'help' ? await show(wishes.value) : wishes;
if (wishes.ok && wishes.value === 'help') say(help);
if (!outcome.ok) process.stderr.write(`escale: ${outcome.sentence}\n`);
process.exit(outcome.ok ? 0 : 1);
