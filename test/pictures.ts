import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openBrowser } from './browser.ts';
import { endOfProcess, inAPlace, inOneLine } from './in-a-place.ts';
import { Citizen } from './journeys/citizen.ts';
import type { Demonstration } from './journeys/demonstration.ts';
import { Facilitator } from './journeys/facilitator.ts';

/** `npm run pictures`: the two screenshots that README shows, taken of a demonstration while it runs. */

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../renderer/pictures', import.meta.url));
/** A README should open at once on a slow line. */
const largestBytes = 60_000;
/** In the session's bar, too light on too dark for optical reading. */
const helpButton = { x: 1105, y: 36 };
const screen = { width: 1280, height: 800 };
/** The same size in pixels, a little nearer: one card in a room for twenty looks lost. */
const laptop = { width: 1152, height: 720 };

async function keep(picture: string, name: string): Promise<void> {
  const file = path.join(folder, `${name}.webp`);
  await run('convert', [picture, '-strip', '-quality', '82', '-define', 'webp:method=6', file]);
  const { size } = await stat(file);
  if (size > largestBytes) throw new Error(`${file} has ${size} bytes: ${largestBytes} at most`);
  process.stdout.write(`${file}  ${Math.ceil(size / 1000)} kB\n`);
}

/** The welcome; then a visitor sits down and calls for help, and the desk sees it. */
async function take(place: Demonstration, drafts: string): Promise<void> {
  const citizen = new Citizen(place.display, drafts);
  await citizen.pointsAt(screen.width - 1, screen.height - 1);
  await citizen.reads('Tapez le code de');
  await keep(await citizen.look('kiosk'), 'kiosk');

  const browser = await openBrowser();
  try {
    const page = await browser.newPage({
      locale: 'fr-FR',
      viewport: laptop,
      deviceScaleFactor: screen.width / laptop.width,
    });
    const facilitator = new Facilitator(page);
    await facilitator.signsIn(place.desk, place.logins.desk);
    await citizen.types(await facilitator.givesTicket(30));
    await citizen.presses('Return');
    await citizen.reads('Avant de commencer');
    await citizen.presses('Tab', 'Return');
    await citizen.reads('Que voulez-vous faire');
    await citizen.clicksAt(helpButton.x, helpButton.y);
    await facilitator.sees('Aide demandée');
    const draft = path.join(drafts, 'desk.png');
    await page.mouse.move(laptop.width - 1, laptop.height - 1);
    await page.screenshot({ path: draft, animations: 'disabled' });
    await keep(draft, 'desk');
  } finally {
    await browser.close();
  }
}

const drafts = await mkdtemp(path.join(tmpdir(), 'escale-pictures-'));
try {
  await mkdir(folder, { recursive: true });
  await inAPlace({ changes: {}, signal: endOfProcess() }, (place) => take(place, drafts));
} catch (error) {
  process.stderr.write(`escale: the pictures were not taken: ${inOneLine(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(drafts, { recursive: true, force: true });
}
// Whoever was told to stop does not wait for what was still looked for on the screen.
process.exit();
