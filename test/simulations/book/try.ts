import { play } from './history.ts';
import { openMemoryStore } from './memory-store.ts';
const memory = openMemoryStore({ tripwires: !(process.env.WITHOUT ?? '').includes('constraint') });
const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 100);
const trace = process.argv[4] === 'trace';
const kinds = new Map<string, number[]>();
const t = performance.now();
for (let seed = from; seed < from + n; seed++) {
  const broken = await play({
    seed,
    memory,
    without: new Set((process.env.WITHOUT ?? '').split(',').filter(Boolean)) as never,
    told: trace ? (l) => console.log(l) : null,
  });
  if (broken) {
    const k = broken
      .replace(/[0-9a-f-]{36}/g, 'U')
      .replace(/\d+/g, 'N')
      .slice(0, 110);
    kinds.set(k, [...(kinds.get(k) ?? []), seed]);
  }
}
const cpu = process.cpuUsage();
console.log(
  ((performance.now() - t) / n).toFixed(2),
  'ms each,',
  ((cpu.user + cpu.system) / 1000 / n).toFixed(2),
  'ms of cpu',
);
for (const [k, s] of [...kinds].sort((a, b) => b[1].length - a[1].length))
  console.log(s.length, k, s.slice(0, 5).join(' '));
