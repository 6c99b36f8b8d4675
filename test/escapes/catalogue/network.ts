import { page, trial, type Row } from '../row.ts';
import { forgedForms, namesAsked } from '../trials/channels.ts';
import { listening, requestsAfterEnd } from '../trials/jail.ts';

const rebound = 'rebond.example';

const worker = (code: string): string => `
  const registration = await navigator.serviceWorker.register('/ouvrier.js?code=' + encodeURIComponent(${JSON.stringify(code)}), { scope: location.pathname });
  const active = registration.installing ?? registration.waiting ?? registration.active;
  return await new Promise((done) => {
    navigator.serviceWorker.onmessage = ({ data }) => done(data);
    active.onstatechange = () => active.state === 'activated' && active.postMessage(canaries);
  });`;

/** Rows 50 to 60: the network and what listens on this machine. */
export const network: readonly Row[] = [
  {
    row: 50,
    attack: 'ask this machine and its neighbours from a page: fetch, image, script, beacon, form',
    states: ['session'],
    attempts: [
      page(
        `const answers = await Promise.all(canaries.flatMap((one) => {
          for (const tag of ['img', 'script', 'iframe']) { const e = document.createElement(tag); e.src = 'http://' + one + '/'; document.body.append(e); }
          navigator.sendBeacon('http://' + one + '/', 'x');
          return [fetch('http://' + one + '/', { mode: 'no-cors' }).then(() => 'answered', () => 'refused')];
        })); return [...new Set(answers)].join()`,
        /^(refused|answered)(,|$)/,
      ),
    ],
  },
  {
    row: 51,
    attack: 'a name that is public at first and this machine later (rebinding)',
    states: ['session'],
    attempts: [
      page(
        `for (let turn = 0; turn < 3; turn += 1) await fetch('http://${rebound}/', { mode: 'no-cors' }).catch(() => 0); return 'asked'`,
        /asked/,
      ),
    ],
  },
  {
    row: 52,
    attack: 'a form sent to the kiosk’s own interface',
    states: ['session'],
    attempts: [trial(forgedForms)],
  },
  {
    row: 53,
    attack: 'web sockets, also of a service worker',
    states: ['session'],
    attempts: [
      page(
        `return (await Promise.all(canaries.map((one) => new Promise((done) => {
          const socket = new WebSocket('ws://' + one + '/');
          socket.onopen = () => done('open'); socket.onerror = () => done('refused');
        })))).join()`,
        /^(refused,?)+$/,
      ),
      page(
        worker(`onmessage = ({ data, source }) => { Promise.all(data.map((one) => new Promise((done) => {
          const socket = new WebSocket('ws://' + one + '/');
          socket.onopen = () => done('open'); socket.onerror = () => done('refused');
        }))).then((all) => source.postMessage(all.join())); }`),
        /^(refused,?)+$/,
      ),
    ],
  },
  {
    row: 54,
    attack: 'a service worker fetches',
    states: ['session'],
    attempts: [
      page(
        worker(`onmessage = ({ data, source }) => { Promise.all(data.map((one) => fetch('http://' + one + '/', { mode: 'no-cors' })
          .then(() => 'answered', () => 'refused'))).then((all) => source.postMessage(all.join())); }`),
        /^((refused|answered),?)+$/,
      ),
    ],
  },
  {
    row: 55,
    attack: 'WebTransport and QUIC, past the proxy',
    states: ['session'],
    attempts: [
      page(
        `return (await Promise.all(canaries.map((one) => Promise.resolve().then(() => new WebTransport('https://' + one + '/').ready)
          .then(() => 'open', () => 'refused')))).join()`,
        /^(refused,?)+$/,
      ),
    ],
  },
  {
    row: 56,
    attack: 'WebRTC: this machine’s addresses, a tunnel of datagrams',
    states: ['session'],
    attempts: [
      page(
        `const peer = new RTCPeerConnection({ iceServers: [{ urls: canaries.map((one) => 'stun:' + one) }] });
        peer.createDataChannel('x'); const found = [];
        const ended = new Promise((done) => { peer.onicecandidate = ({ candidate }) => candidate === null ? done() : found.push(candidate.candidate); });
        await peer.setLocalDescription(await peer.createOffer());
        await Promise.race([ended, new Promise((done) => setTimeout(done, 3000))]); return found.filter((one) => one !== '').length`,
        /^0$/,
      ),
    ],
  },
  {
    row: 57,
    attack: 'names looked up by the browser itself, over HTTPS',
    states: ['session', 'offline'],
    attempts: [trial(namesAsked)],
  },
  {
    row: 58,
    attack: 'preconnect, prefetch, prerender, dns-prefetch',
    states: ['session'],
    attempts: [
      page(
        `for (const one of canaries) for (const rel of ['preconnect', 'dns-prefetch', 'prefetch', 'preload', 'prerender', 'modulepreload']) {
          const link = document.createElement('link'); link.rel = rel; link.href = 'http://' + one + '/'; link.as = 'script'; document.head.append(link);
        }
        const rules = document.createElement('script'); rules.type = 'speculationrules';
        rules.textContent = JSON.stringify({ prerender: [{ source: 'list', urls: canaries.map((one) => 'http://' + one + '/') }] });
        document.head.append(rules);
        await new Promise((done) => setTimeout(done, 1000)); return 'asked'`,
        /asked/,
      ),
    ],
  },
  {
    row: 59,
    attack: 'go on asking after the end of the session',
    states: ['session', 'offline'],
    attempts: [trial(requestsAfterEnd)],
  },
  { row: 60, attack: 'reach the developer tools’ port', states: ['session'], attempts: [trial(listening)] },
];
