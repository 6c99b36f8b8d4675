import { play } from './history.ts';
import { openMemoryStore } from './memory-store.ts';
const memory = openMemoryStore({ tripwires: true });
const c = new Map<string, [number, number]>();
const proto = Object.getPrototypeOf(memory.store.prepare('select 1'));
for (const k of ['get', 'all', 'run']) {
  const f = proto[k];
  proto[k] = function (...a: unknown[]) {
    const t = performance.now();
    const r = f.apply(this, a);
    const e = c.get(this.source) ?? [0, 0];
    e[0]++;
    e[1] += performance.now() - t;
    c.set(this.source, e);
    return r;
  };
}
const n = 200;
const t = performance.now();
for (let seed = 1; seed <= n; seed++) await play({ seed, memory, without: new Set(), told: null });
console.log('ms', (performance.now() - t) / n);
let all = 0,
  ms = 0;
for (const [k, [m, t]] of [...c].sort((a, b) => b[1][1] - a[1][1])) {
  all += m;
  ms += t;
  if (m / n > 5) console.log((m / n).toFixed(1), (t / n).toFixed(2) + 'ms', k.replace(/\s+/g, ' ').slice(0, 110));
}
console.log('statements', all / n, 'ms', ms / n);
