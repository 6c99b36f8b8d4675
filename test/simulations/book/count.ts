import { play } from './history.ts';
import { openMemoryStore } from './memory-store.ts';
import { DeskLife } from './desk.ts';
import { Line } from './wire.ts';
import { Agenda } from './agenda.ts';
import { KioskLife } from './kiosk.ts';
const memory = openMemoryStore({ tripwires: true });
const c: Record<string, number> = {};
const wrap = (o: any, k: string, name = k) => {
  const f = o[k];
  o[k] = function (...a: unknown[]) {
    c[name] = (c[name] ?? 0) + 1;
    return f.apply(this, a);
  };
};
wrap(Line.prototype, 'send');
wrap(DeskLife.prototype, 'pushSlices');
wrap(Agenda.prototype, 'in');
wrap(KioskLife.prototype, 'happen');
let slices = 0,
  sliceMs = 0;
const orig = Line.prototype.send;
const kinds: Record<string, number> = {};
Line.prototype.send = function (from, text) {
  const k = JSON.parse(text).type;
  kinds[k] = (kinds[k] ?? 0) + 1;
  return orig.call(this, from, text);
};
let n = 200;
let days = 0;
for (let seed = 1; seed <= n; seed++) {
  await play({ seed, memory, without: new Set(), told: null });
}
for (const k in c) console.log(k, c[k]! / n);
for (const k in kinds) console.log('  ', k, kinds[k]! / n);
