import { look } from '../attempts.ts';
import { rowsInTurn } from '../names.ts';
import type { Place } from '../place.ts';
import type { Faults } from '../row.ts';
import { middle, townPage } from '../town.ts';
import { comesAbout, seenDuring, untilTrue } from '../waiting.ts';

/** What only hands can do: clicks with keys held, drags, killing processes. */

type Held = 'ctrl' | 'shift' | 'alt' | 'middle' | 'none';

const clickWords = (held: Held): readonly string[] => {
  const there = ['mousemove', ...middle.map(String)];
  if (held === 'middle') return [...there, 'click', '2'];
  if (held === 'none') return [...there, 'click', '1'];
  return [...there, 'keydown', held, 'click', '1', 'keyup', held];
};

/** A link to a new window of an allowed page, clicked in each way. Held: a tab at most, and nothing written. */
export async function clickLinks(place: Place, ways: readonly Held[]): Promise<Faults> {
  const faults: string[] = [];
  for (const held of ways) {
    await place.toBase();
    await openLink(place, townPage('/'), 'target=_blank');
    place.screen.run('xdotool', ...clickWords(held));
    faults.push(
      ...(await seenDuring(1200, () => look(place, { bubbles: true, passing: true }))).map(
        (fault) => `${held}: ${fault}`,
      ),
    );
  }
  return faults;
}

async function openLink(place: Place, to: string, more = ''): Promise<void> {
  await place.visitor.openTab(townPage(`/lien?vers=${encodeURIComponent(to)}&avec=${encodeURIComponent(more)}`));
  await untilTrue('the link is there', () => place.tabs.some(({ title }) => title === 'Lien'));
  await untilTrue('the link is painted', () => place.paints(middle));
}

export async function rightClick(place: Place): Promise<Faults> {
  const points = place.phase === 'free' ? [middle] : [middle, [640, 36] as const];
  for (const [x, y] of points) place.screen.run('xdotool', 'mousemove', String(x), String(y), 'click', '3');
  return seenDuring(700, () => look(place, { passing: true }));
}

export async function dragLink(place: Place): Promise<Faults> {
  const [canary] = place.canaries.places;
  await openLink(place, `http://${canary ?? ''}/`, 'draggable=true');
  const [x, y] = middle;
  const to = ['mousemove', String(x), String(y + 200)];
  place.screen.run(
    'xdotool',
    'mousemove',
    String(x),
    String(y),
    'mousedown',
    '1',
    'mousemove',
    String(x),
    String(y + 60),
    ...to,
    'mouseup',
    '1',
  );
  return seenDuring(1000, () => look(place, { bubbles: true, passing: true }));
}

const recoveryMs = 25_000;

/** Kills something of the kiosk's: what comes next is the bar and a page, or the lock, and never what lies beneath. */
export async function killEach(place: Place): Promise<Faults> {
  const faults: string[] = [];
  const victims = [
    {
      name: 'every renderer',
      pids: () => place.renderers(),
    },
    { name: 'the visitor’s browser', pids: () => [place.browser()] },
    { name: 'the screens', pids: () => place.processes('screens').slice(0, 1) },
  ];
  for (const { name, pids } of victims) {
    await place.be('session');
    for (const pid of pids()) process.kill(pid, 'SIGKILL');
    const seen = await seenDuring(3000, () => place.windows.strangers({ bubbles: true }));
    faults.push(...seen.map((one) => `${name} killed: ${one}`));
    const stands = async (): Promise<boolean> => (await look(place, { passing: true })).length === 0;
    if (!(await comesAbout(stands, recoveryMs))) faults.push(`${name} killed: the kiosk did not recover`);
    await place.beginSession();
  }
  return faults;
}

/** The wheel with Ctrl on the kiosk's own pages: enlarged or shrunk, they could not be shown to stand in their place, and no layout after them. */
export async function enlargeBar(place: Place): Promise<Faults> {
  const { deaths } = place;
  const bar = ['mousemove', '640', '30'];
  for (const wheel of ['4', '4', '4', '5'])
    place.screen.run('xdotool', ...bar, 'keydown', 'ctrl', 'click', wheel, 'keyup', 'ctrl');
  const seen = await seenDuring(500, () => look(place));
  const late = await endLate(place);
  return [...seen, ...late, ...(place.deaths > deaths ? ['a browser ended'] : [])];
}

/** From the order to end to a lock that covers the screen. */
const endLimitMs = 2000;

/** The end that the visitor asks for, in time. */
async function endLate(place: Place): Promise<Faults> {
  const start = performance.now();
  await place.call('session.end', {});
  await untilTrue('the lock stands', () => place.layout === 'locked');
  const took = Math.round(performance.now() - start);
  return took > endLimitMs ? [`the end took ${took} ms`] : [];
}

const scripts = {
  alerts: `addEventListener('beforeunload', (event) => event.preventDefault());
    setTimeout(() => { for (;;) alert('Restez'); }, 0); return 'asked'`,
  loops: `const busy = URL.createObjectURL(new Blob(['for (;;);']));
    for (let i = 0; i < 8; i += 1) new Worker(busy);
    setTimeout(() => { for (;;); }, 50); return 'asked'`,
};

export async function stubborn(place: Place, kind: keyof typeof scripts): Promise<Faults> {
  const name = `tetu${rowsInTurn()}`;
  await place.runAtClick(name, scripts[kind]);
  await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, 2000);
  const late = await endLate(place);
  return [...late, ...(await seenDuring(500, () => place.windows.strangers({ bubbles: false })))];
}
