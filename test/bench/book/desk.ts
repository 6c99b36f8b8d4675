import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { openBrowser } from '../../browser.ts';
import { cpuSeconds, memoryOf } from '../kiosk/machine.ts';
import { type BenchParts, type Report, spread, tableOf, tenths } from '../report.ts';
import { DeskProcess } from './desk-process.ts';
import { randomOf } from './random.ts';

const plans = { quick: { seconds: 12 }, whole: { seconds: 60 } };

const seats = 40;
const facilitators = 5;
/** A room in which something happens all the time: a busy afternoon has one event in some seconds. */
const eventsPerSecond = 8;
const answeredAfterMs = 2000;
/** Longer than this nothing waits to be seen: it is lost. */
const lostAfterMs = 5000;
const screens = fileURLToPath(new URL('../../../out/renderer', import.meta.url));

interface Seen {
  readonly name: string;
  readonly at: number;
}

interface Told extends Seen {
  readonly kiosk: number;
}

/** Forty workstations on the line, five facilitators before real browsers: how long until what a kiosk says is drawn on every screen, and at what cost. */
export async function benchDesk({ quick, say, signal }: BenchParts): Promise<Report> {
  const { seconds } = quick ? plans.quick : plans.whole;
  const desk = await DeskProcess.open(seats, screens);
  const browser = await openBrowser();
  try {
    say('Opening the screens …');
    const pages = await Promise.all(Array.from({ length: facilitators }, () => openScreen(browser, desk)));
    say(`${eventsPerSecond} events a second for ${seconds} s …`);
    const cpuBefore = await cpuSeconds(desk.pid);
    const begin = performance.now();
    const told = await callForHelp(desk, seconds, signal);
    const cpuSpent = (await cpuSeconds(desk.pid)) - cpuBefore;
    const wallSeconds = (performance.now() - begin) / 1000;
    const { kioskMB: memoryMB } = await memoryOf(desk.pid);
    const waits = await Promise.all(pages.map((page) => waitsOn(page, told)));
    return reportOf({
      eventToScreenMs: spread(waits.flat()),
      cpuPct: tenths((100 * cpuSpent) / wallSeconds / availableParallelism()),
      memoryMB: tenths(memoryMB),
      events: told.length,
    });
  } finally {
    await browser.close();
    await desk.close();
  }
}

async function openScreen(browser: Browser, desk: DeskProcess): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const [name = '', value = ''] = desk.cookie.split('=');
  await context.addCookies([{ name, value, url: desk.address }]);
  const page = await context.newPage();
  await page.goto(desk.address);
  await page.getByRole('listitem', { name: `Poste ${seats}` }).waitFor();
  await page.evaluate(() => {
    const seen: Seen[] = [];
    const calling = new Set<string>();
    Object.assign(window, { seen });
    const look = (): void => {
      for (const card of document.querySelectorAll('li[aria-label]')) {
        const called = card.classList.contains('stop');
        const label = card.getAttribute('aria-label') ?? '';
        if (called && !calling.has(label)) seen.push({ name: label, at: Date.now() });
        if (called) calling.add(label);
        else calling.delete(label);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  return page;
}

/** Somebody calls at one workstation after the other, at random; each is answered two seconds later. */
async function callForHelp(desk: DeskProcess, seconds: number, signal: AbortSignal): Promise<Told[]> {
  const random = randomOf(20261127);
  const told: Told[] = [];
  const busyUntil = new Map<number, number>();
  let answered = 0;
  const begin = Date.now();
  for (let number = 0; number < seconds * eventsPerSecond; number += 1) {
    if (signal.aborted) throw new Error('stopped before the end');
    await pause(Math.max(0, begin + (number * 1000) / eventsPerSecond - Date.now()));
    const due = told.slice(answered).filter(({ at }) => Date.now() - at >= answeredAfterMs);
    for (const one of due) desk.kiosks[one.kiosk]?.tell({ helpCalled: false });
    answered += due.length;
    const kiosk = random(seats);
    if ((busyUntil.get(kiosk) ?? 0) > Date.now()) continue;
    busyUntil.set(kiosk, Date.now() + 3000);
    told.push({ kiosk, name: desk.seats[kiosk]?.name ?? '', at: Date.now() });
    desk.kiosks[kiosk]?.tell({ helpCalled: true });
  }
  return told;
}

/** Milliseconds from a kiosk's word to the card that shows it. Rejects when a screen has missed one. */
async function waitsOn(page: Page, told: readonly Told[]): Promise<number[]> {
  // Whichever comes first; the one that is lost is named below.
  const all = page.waitForFunction(
    (events) => (window as unknown as { seen: Seen[] }).seen.length >= events,
    told.length,
    { timeout: lostAfterMs },
  );
  await all.catch(() => undefined);
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen[] }).seen);
  return told.map(({ name, at }) => {
    const shown = seen.find((one) => one.name === name && one.at >= at && one.at - at < lostAfterMs);
    if (shown === undefined) throw new Error(`a screen never showed that ${name} called`);
    return shown.at - at;
  });
}

function reportOf(found: {
  eventToScreenMs: { p50: number; p95: number };
  cpuPct: number;
  memoryMB: number;
  events: number;
}): Report {
  const figures = { kiosks: seats, screens: facilitators, ...found };
  const { p50, p95 } = found.eventToScreenMs;
  const table = tableOf([
    ['kiosks', 'screens', 'events', 'event → screen p50 ms', 'p95 ms', 'desk, % of the machine', 'desk MB'],
    [seats, facilitators, found.events, p50, p95, found.cpuPct, found.memoryMB].map(String),
  ]);
  return { table, figures };
}
