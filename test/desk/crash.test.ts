import Database from 'better-sqlite3';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { refused } from './facts.ts';
import { KioskLine } from './kiosk-line.ts';
import { makePlace, type Place, seat } from './place.ts';
import { openWaitMs } from './waits.ts';

const entry = join(import.meta.dirname, '../../main/desk/main.ts');

/** A desk as a process of its own, ready. */
async function startProcess(place: Place): Promise<ChildProcess> {
  const desk = spawn(process.execPath, [entry, place.settingsPath], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void desk.kill('SIGKILL'));
  await once(desk.stdout, 'data');
  return desk;
}

async function kill(desk: ChildProcess): Promise<void> {
  const gone = once(desk, 'exit');
  desk.kill('SIGKILL');
  await gone;
}

function numbersOnDisk(place: Place): number[] {
  const store = new Database(join(place.settings.data, 'book.db'), { readonly: true });
  const numbers = store.prepare<[], { seq: number }>('SELECT seq FROM facts ORDER BY seq').all();
  store.close();
  return numbers.map(({ seq }) => seq);
}

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const fact = (seq: number) => ({ seq, fact: refused('scheme-refused', seq) });
const addressOf = (place: Place): string => `http://127.0.0.1:${place.settings.port}`;

test('a desk killed between storing a fact and saying so has it once, after the kiosk told it again', async () => {
  const place = await makePlace();
  const killed = await startProcess(place);
  const line = await KioskLine.welcomed(addressOf(place), seat(place, 0));
  line.deafen();
  line.tell(fact(1), fact(2));
  await vi.waitFor(() => expect(numbersOnDisk(place)).toEqual([1, 2]), openWaitMs);
  await kill(killed);
  expect(line.heard).toEqual([]);

  await startProcess(place);
  const again = await KioskLine.welcomed(addressOf(place), seat(place, 0));
  again.tell(fact(1), fact(2), fact(3));
  expect((await again.next('acknowledged')).upTo).toBe(3);
  expect(numbersOnDisk(place)).toEqual([1, 2, 3]);
});

test('whatever a desk acknowledged before it was killed is on its disk', async () => {
  const place = await makePlace();
  let acknowledged = 0;
  for (const enough of [1, 40, 160]) {
    const desk = await startProcess(place);
    const line = await KioskLine.welcomed(addressOf(place), seat(place, 0));
    for (const seq of numbersTo(400)) if (seq > acknowledged) line.tell(fact(seq));
    const highest = () =>
      Math.max(0, ...line.heard.map((message) => (message.type === 'acknowledged' ? message.upTo : 0)));
    await vi.waitFor(() => expect(highest()).toBeGreaterThanOrEqual(acknowledged + enough), {
      timeout: 10_000,
      interval: 1,
    });
    await kill(desk);
    acknowledged = highest();
    expect(numbersOnDisk(place).slice(0, acknowledged)).toEqual(numbersTo(acknowledged));
  }
});
