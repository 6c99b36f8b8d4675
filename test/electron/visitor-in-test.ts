import { Socket } from 'node:net';
import { spawn } from 'node:child_process';

/** A visitor's process without a browser: the same channel on descriptor 3. The first argument says how it behaves. */
const [behaviour] = process.argv.slice(2);
const channel = new Socket({ fd: 3, readable: true, writable: true });
const window = { visible: false, bounds: { x: 0, y: 0, width: 0, height: 0 } };
const say = (message: object): void => void channel.write(`${JSON.stringify(message)}\n`);

const misbehaviour: Readonly<Record<string, () => void>> = {
  commands: () => say({ type: 'open-session', minutes: 600 }),
  floods: () => void channel.write('x'.repeat(100_000)),
  'other version': () => say({ type: 'hello', version: 2 }),
  dies: () => process.exit(3),
};

function answer(line: string): void {
  const message = JSON.parse(line) as {
    type: string;
    number?: number;
    order?: { do: string; bounds?: typeof window.bounds };
  };
  const { order, number } = message;
  if (message.type !== 'order' || order === undefined) return;
  if (order.do === 'open-tab') misbehaviour[behaviour ?? '']?.();
  if (order.do === 'reload') return;
  if (order.bounds !== undefined) Object.assign(window, { visible: true, bounds: order.bounds });
  if (order.do === 'edit') {
    say({ type: 'documents', documents: [{ id: '1', name: 'a.pdf', bytes: 3 }] });
    say({ type: 'files-wanted', wish: { several: false, accept: '.pdf' } });
  }
  if (order.do === 'give-files') say({ type: 'files-wanted', wish: null });
  say({ type: 'tabs', tabs: [{ id: '1', title: 'Accueil', shown: true, home: true }] });
  say({ type: 'done', number, window });
}

let rest = '';
channel.on('data', (bytes: Buffer) => {
  rest += bytes.toString();
  const lines = rest.split('\n');
  rest = lines.pop() ?? '';
  lines.forEach(answer);
});
if (behaviour === 'stays behind') spawn('sleep', ['1000'], { stdio: 'ignore' });
if (behaviour === 'mute') setInterval(() => undefined, 1_000);
else say({ type: 'hello', version: 1 });
setInterval(() => say({ type: 'beat', window }), 500);
