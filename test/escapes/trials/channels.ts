import { readdirSync, readlinkSync } from 'node:fs';
import { forwarderPort } from '../../../main/kiosk/jail/jail.ts';
import { bindingName } from '../../../main/chromium/bridge.ts';
import { rowsInTurn } from '../names.ts';
import type { Place } from '../place.ts';
import { readUnlessGone } from '../processes.ts';
import type { Faults } from '../row.ts';
import { comesAbout } from '../waiting.ts';

/** Whether a page of the visitor's finds a way to speak to the kiosk, or to anybody past the proxy. */

interface Line {
  readonly localPort: number;
  readonly remotePort: number;
  readonly state: string;
  readonly inode: string;
}

const portOf = (address = ''): number => Number.parseInt(address.split(':')[1] ?? '', 16);

/** The table of the kernel for sockets of that kind. */
const linesOf = (path: string): readonly Line[] =>
  readUnlessGone(path)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .map((words) => ({
      localPort: portOf(words[1]),
      remotePort: portOf(words[2]),
      state: words[3] ?? '',
      inode: words[9] ?? '',
    }));

const listens = '0A';

/** Ports on which this process, which is the kiosk and its attackers at once, listens. */
function ownPorts(): readonly number[] {
  const own = new Set(
    readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        // The one by which the folder is read.
        return '';
      }
    }),
  );
  return ['tcp', 'tcp6']
    .flatMap((kind) => linesOf(`/proc/self/net/${kind}`))
    .filter(({ state, inode }) => state === listens && own.has(`socket:[${inode}]`))
    .map(({ localPort }) => localPort);
}

/** The kiosk listens nowhere that a browser could speak to; what a page sends to the desk and to the screens' address reaches nobody. */
export async function forgedForms(place: Place): Promise<Faults> {
  const known = new Set([place.town.port, place.badSite.port, place.desk.port, ...place.canaries.ports]);
  const open = ownPorts().filter((port) => !known.has(port));
  const before = { connections: place.desk.connections, calls: place.calls.length };
  const targets = [
    `http://127.0.0.1:${place.desk.port}/link`,
    `http://localhost:${forwarderPort}/session.end`,
    'https://escale.invalid/kiosk/session.end',
    'http://escale.invalid/kiosk/index.html',
  ];
  const script = `const targets = ${JSON.stringify(targets)};
    for (const target of targets) {
      const frame = document.createElement('iframe'); frame.name = target; document.body.append(frame);
      for (const enctype of ['application/x-www-form-urlencoded', 'text/plain']) {
        const form = document.createElement('form'); form.action = target; form.method = 'POST'; form.target = frame.name;
        form.enctype = enctype; form.innerHTML = '<input name="name" value="session.end">'; document.body.append(form); form.submit();
      }
      await fetch(target, { method: 'POST', mode: 'no-cors', body: '{"name":"session.end"}', credentials: 'include' }).catch(() => 0);
    }
    await new Promise((done) => setTimeout(done, 1000)); return 'asked'`;
  const name = `formulaire${rowsInTurn()}`;
  await place.visitor.openTab(place.town.pageFor(name, script));
  const asked = await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, 15_000);
  return [
    ...open.map((port) => `the kiosk listens on port ${port}`),
    ...(asked ? [] : ['the page never said what came of it']),
    ...(place.desk.connections > before.connections ? ['a page reached the desk'] : []),
    ...(place.calls.length > before.calls ? ['a page reached the kiosk'] : []),
    ...(place.phase === 'active' ? [] : [`the session is ${place.phase}`]),
  ];
}

/** Every word by which the screens reach the kiosk, tried in a page, in a frame and in a worker; and those by which other hosts would. */
export async function noBridge(place: Place): Promise<Faults> {
  const before = place.calls.length;
  const names = [bindingName, 'escale', 'ipcRenderer', 'electron', 'require', 'process', 'module', 'Buffer', 'global'];
  const code = `const names = ${JSON.stringify(names)};
    const found = names.filter((name) => typeof self[name] !== 'undefined');
    const kept = Object.getOwnPropertySymbols(self).map(String).filter((one) => one.includes('escale'));`;
  const script = `${code}
    const frame = document.createElement('iframe'); document.body.append(frame);
    const inFrame = names.filter((name) => typeof frame.contentWindow[name] !== 'undefined');
    const inWorker = await new Promise((done) => {
      const worker = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(`${code} postMessage(found);`)}])));
      worker.onmessage = ({ data }) => done(data); worker.onerror = () => done([]); setTimeout(() => done(['no worker']), 3000);
    });
    const view = document.createElement('webview'); view.src = 'data:text/html,x'; view.nodeintegration = 'true'; document.body.append(view);
    const views = view instanceof HTMLUnknownElement || view.constructor === HTMLElement ? [] : ['webview'];
    for (const name of names) try { self[name]?.('{"id":1,"name":"session.end","input":{}}'); } catch {}
    for (const channel of ['escale', 'kiosk', ${JSON.stringify(bindingName)}]) new BroadcastChannel(channel).postMessage('session.end');
    postMessage({ id: 1, name: 'session.end', input: {} }, '*');
    await new Promise((done) => setTimeout(done, 500));
    return [...found, ...kept, ...inFrame, ...inWorker, ...views].join() || 'nothing'`;
  const name = `pont${rowsInTurn()}`;
  await place.visitor.openTab(place.town.pageFor(name, script));
  await comesAbout(() => place.town.heard(`${name}-outcome`).length > 0, 8000);
  const [outcome = 'no answer'] = place.town.heard(`${name}-outcome`);
  return [
    ...(outcome === 'nothing' ? [] : [`the page finds ${outcome}`]),
    ...(place.calls.length > before ? ['a page reached the kiosk'] : []),
    ...(place.phase === 'active' ? [] : [`the session is ${place.phase}`]),
  ];
}

/** Whom browsers ask for names by themselves when nobody tells them not to. */
const resolvers = /dns|doh|cloudflare|quad9|nextdns|adguard|cleanbrowsing|mozilla/;

/** Where they are asked: plainly, over HTTPS, over TLS. A call to neighbours is no matter: the jail has none. */
const namePorts = new Set([53, 443, 853]);

/** Those of the jail's own network. */
const sockets = (place: Place, kind: 'tcp' | 'udp'): readonly Line[] =>
  [kind, `${kind}6`].flatMap((file) => linesOf(`/proc/${place.browser()}/net/${file}`));

/** A page asks for names that nobody knows; the browser may ask nobody for them but the proxy. */
export async function namesAsked(place: Place): Promise<Faults> {
  const before = place.outside.lookedUp.length;
  const word = `nom${rowsInTurn()}`;
  const script = `for (let turn = 0; turn < 20; turn += 1) await fetch('http://' + turn + '.${word}.example/', { mode: 'no-cors' }).catch(() => 0); return 'asked'`;
  await place.visitor.openTab(place.town.pageFor(word, script));
  const asked = new Set<string>();
  const leads = new Set<number>();
  await comesAbout(() => {
    for (const { localPort, remotePort } of sockets(place, 'udp'))
      for (const port of [localPort, remotePort]) if (namePorts.has(port)) asked.add(String(port));
    for (const { remotePort, localPort, state } of sockets(place, 'tcp'))
      if (state !== listens && localPort !== forwarderPort) leads.add(remotePort);
    return place.town.heard(`${word}-outcome`).length > 0;
  }, 15_000);
  const names = place.outside.lookedUp.slice(before);
  const own = names.filter((name) => name.endsWith(`.${word}.example`)).length;
  const past = [...leads].filter((port) => port !== forwarderPort);
  return [
    ...[...asked].map((port) => `the browser asks for names by itself at port ${port}`),
    ...past.map((port) => `the jail speaks to port ${port}`),
    ...names.filter((name) => resolvers.test(name)).map((name) => `the browser asks ${name}`),
    ...(own === 0 ? ['the page’s names never came to the proxy'] : []),
  ];
}
