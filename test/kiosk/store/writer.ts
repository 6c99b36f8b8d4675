import { KioskStore } from '../../../main/kiosk/store/store.ts';

/** A program that records facts as fast as it can, says each number once it is on disk, and is killed at some point. */
const [folder] = process.argv.slice(2);
const opened = KioskStore.open(folder ?? '');
if (!opened.ok) throw new Error(opened.problem.expected);
for (let count = 1; ; count += 1) {
  const hour = '2026-11-24T13:00:00.000Z';
  opened.value.record([
    { kind: 'refusals-counted', hour, category: 'first', count },
    { kind: 'refusals-counted', hour, category: 'second', count },
  ]);
  process.stdout.write(`${count}\n`);
}
